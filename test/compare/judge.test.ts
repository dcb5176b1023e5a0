import { describe, expect, it } from 'vitest';
import { judge } from '../../src/compare/index.js';
import { normalQuantile, type DriftEstimate } from '../../src/metrics/index.js';

/** A drift whose bounds are normal. */
function drift(value: number, error: number): DriftEstimate {
  return {
    kind: 'drift',
    value,
    method: 'by-hand',
    bounds: (tail) => ({
      lower: value - normalQuantile(1 - tail) * error,
      upper: value + normalQuantile(1 - tail) * error,
    }),
    varianceWithoutDrift: error ** 2,
    influence: () => ({ shared: new Map(), own: error ** 2 }),
  };
}

/** So many findings held at once by Bonferroni, whatever they share. */
const over = (judged: number): { readonly tail: number; readonly over: number } => ({
  tail: 0.025 / judged,
  over: judged,
});

const margin = { allowed: 0.02, source: 'plan' } as const;
const verdict = (value: number, error: number, better: 'higher' | 'lower' | 'neither', judged = 1): string =>
  judge(drift(value, error), better, margin, over(judged), 1000).verdict.kind;

describe('a verdict', () => {
  it.each([
    ['higher', 0, 0.005, 'kept'],
    ['higher', 0.5, 0.005, 'kept'],
    ['higher', -0.1, 0.005, 'violated'],
    ['higher', -0.02, 0.005, 'undecided'],
    ['higher', 0, 0.1, 'undecided'],
    ['lower', 0, 0.005, 'kept'],
    ['lower', -0.5, 0.005, 'kept'],
    ['lower', 0.1, 0.005, 'violated'],
    ['lower', 0.02, 0.005, 'undecided'],
    ['neither', 0, 0.005, 'kept'],
    ['neither', 0.1, 0.005, 'violated'],
    ['neither', -0.1, 0.005, 'violated'],
    ['neither', 0, 0.1, 'undecided'],
    ['neither', 0.02, 0.005, 'undecided'],
  ] as const)('where %s is better: %d ± %d is %s', (better, value, error, kind) => {
    expect(verdict(value, error, better)).toBe(kind);
  });

  it('keeps by the one-sided bound, which needs no correction, and accuses by the one that holds for all', () => {
    // One-sided: 1.645; two-sided over 1: 1.960; over 50: 3.291.
    expect(verdict(-0.02 + 1.65 * 0.005, 0.005, 'higher', 50)).toBe('kept');
    expect(verdict(-0.02 + 1.64 * 0.005, 0.005, 'higher', 50)).toBe('undecided');
    expect(verdict(-0.02 - 1.97 * 0.005, 0.005, 'higher', 1)).toBe('violated');
    expect(verdict(-0.02 - 1.95 * 0.005, 0.005, 'higher', 1)).toBe('undecided');
    expect(verdict(-0.02 - 3.28 * 0.005, 0.005, 'higher', 50)).toBe('undecided');
    expect(verdict(-0.02 - 3.3 * 0.005, 0.005, 'higher', 50)).toBe('violated');
  });

  it('shows the interval, the telling bound and by how much at least the margin is passed', () => {
    const found = judge(drift(-0.1, 0.01), 'higher', margin, over(5), 1000);
    const z = normalQuantile(0.995);
    expect(found.interval).toMatchObject({ level: 0.95, simultaneousOver: 5, method: 'by-hand' });
    expect(found.interval?.lower).toBeCloseTo(-0.1 - z * 0.01, 12);
    expect(found.bound).toMatchObject({ side: 'lower', level: 0.95 });
    expect(found.bound?.value).toBeCloseTo(-0.1 - normalQuantile(0.95) * 0.01, 12);
    expect(found.verdict.kind === 'violated' ? found.verdict.excess : NaN).toBeCloseTo(0.1 - z * 0.01 - 0.02, 12);
    expect(found.surelyWorse).toBe(true);
  });

  it('takes the worse of two sides where neither is better', () => {
    expect(judge(drift(0.01, 0.001), 'neither', margin, over(1), 9).bound).toMatchObject({ side: 'upper' });
    expect(judge(drift(-0.01, 0.001), 'neither', margin, over(1), 9).bound).toMatchObject({ side: 'lower' });
  });

  it('can be kept and still surely worse', () => {
    const found = judge(drift(-0.01, 0.002), 'higher', margin, over(1), 1000);
    expect(found).toMatchObject({ verdict: { kind: 'kept' }, surelyWorse: true });
    expect(judge(drift(0.01, 0.002), 'higher', margin, over(1), 1000).surelyWorse).toBe(false);
  });

  it('says how many more would decide: n ((z.95 + z.80)² variance / margin² − 1)', () => {
    const found = judge(drift(0, 0.02), 'higher', margin, over(1), 100).verdict;
    const factor = (1.6448536269514722 + 0.8416212335729143) ** 2;
    expect(found).toEqual({
      kind: 'undecided',
      examplesNeeded: Math.ceil(100 * (factor - 1)),
      assuming: 'nothing-moved',
    });
  });

  it('or, where that many are there already, how many would if the drift is as it was seen', () => {
    // The bound reaches 0.015 + 1.645 × 0.004 = 0.0216; it comes inside 0.02 once the error has shrunk to (0.02 − 0.015) / 1.645.
    const towardsKept = judge(drift(-0.015, 0.004), 'higher', margin, over(1), 1000).verdict;
    expect(towardsKept).toEqual({
      kind: 'undecided',
      examplesNeeded: Math.ceil(1000 * (((1.6448536269514722 * 0.004) / 0.005) ** 2 - 1)),
      assuming: 'as-seen',
    });
    // The interval at the two-sided level begins at 0.025 − 1.96 × 0.004 = 0.0172; it passes 0.02 at an error of 0.005 / 1.96.
    const towardsViolated = judge(drift(-0.025, 0.004), 'higher', margin, over(1), 1000).verdict;
    expect(towardsViolated).toEqual({
      kind: 'undecided',
      examplesNeeded: Math.ceil(1000 * (((1.959963984540054 * 0.004) / 0.005) ** 2 - 1)),
      assuming: 'as-seen',
    });
  });

  it('never assumes that nothing moved of a drift that is surely to the worse', () => {
    // 1.96 × 0.03 = 0.0588: the interval from 0.0012 to 0.1188 holds the margin, and not 0.
    expect(judge(drift(-0.06, 0.03), 'higher', margin, over(1), 100)).toMatchObject({
      surelyWorse: true,
      verdict: {
        kind: 'undecided',
        assuming: 'as-seen',
        examplesNeeded: Math.ceil(100 * (((1.959963984540054 * 0.03) / 0.04) ** 2 - 1)),
      },
    });
  });

  it('or that more are no answer', () => {
    for (const [hopeless, assuming] of [
      [drift(0, 2), 'nothing-moved'],
      [drift(-0.02, 0.001), 'as-seen'],
      [drift(-0.019_99, 0.001), 'as-seen'],
    ] as const) {
      expect(judge(hopeless, 'higher', margin, over(1), 100).verdict).toEqual({
        kind: 'undecided',
        examplesNeeded: 'unreachable',
        assuming,
      });
    }
  });

  it('is not estimable where the drift is not, with the reason', () => {
    const none = { kind: 'not-estimable', reason: 'no positives' } as const;
    expect(judge(none, 'higher', margin, over(1), 100)).toEqual({ verdict: none, surelyWorse: false });
  });
});
