import { describe, expect, it } from 'vitest';
import { cutSlices, judge, judgeSlices, type DeclaredMargin, type DriftFinding } from '../../src/compare/index.js';
import {
  contrastScoreInterval,
  metricsFor,
  normalQuantile,
  rankValues,
  driftBeyondShare,
  type DriftEstimate,
  type PairTally,
} from '../../src/metrics/index.js';
import { binary, binaryByUnit, counted, example, metricNamed, tallyOf } from '../metrics/examples.js';

function judged(tally: PairTally, margins: readonly DeclaredMargin[]): readonly DriftFinding[] {
  const slices = cutSlices(tally, [{ name: 'group', sensitive: true, values: [] }], [['group']]);
  return judgeSlices(tally.frame, slices, metricsFor(tally.frame), {
    margins,
    source: 'plan',
    minSlice: 5,
    ranks: rankValues(tally),
  }).findings;
}

const of = (findings: readonly DriftFinding[], value?: string): DriftFinding => {
  const found = findings.find(({ slice }) => slice[0]?.value === value);
  if (!found) throw new Error('no such finding');
  return found;
};

/** Young: 800 of 1,000 right, 8 lost. Old: 800 of 1,000 right, 160 lost. */
const youngAndOld = tallyOf(binary, [
  ...counted({ '111': 792, '110': 8, '100': 200 }, 'young'),
  ...counted({ '111': 640, '110': 160, '100': 200 }, 'old'),
]);

describe('a relative margin', () => {
  const findings = judged(youngAndOld, [{ metric: 'accuracy', relativeDrift: 0.05 }]);

  it('allows a share of what the baseline has in the slice', () => {
    expect(of(findings, 'young').margin).toMatchObject({ share: 0.05, source: 'plan' });
    expect(of(findings, 'young').margin.allowed).toBeCloseTo(0.04, 12);
    expect(of(findings, 'young').verdict.kind).toBe('kept');
    expect(of(findings, 'old').verdict.kind).toBe('violated');
  });

  it('is judged by the drift less that share, by a score interval over the pairs', () => {
    const { beyondShare, verdict } = of(findings, 'old');
    expect(beyondShare?.value).toBeCloseTo(0.16 - 0.04, 12);
    const bound = contrastScoreInterval({ both: 640, gained: 0, lost: 160, neither: 200 }, 0.95, normalQuantile(0.95));
    expect(beyondShare?.bound).toMatchObject({ side: 'upper', method: 'contrast-score' });
    expect(beyondShare?.bound.value).toBeCloseTo(-bound.lower, 12);
    expect(verdict).toMatchObject({ kind: 'violated', excess: beyondShare?.interval.lower });
  });

  it('counts as one finding, and shows the interval of the drift', () => {
    const { interval, bound, surelyWorse } = of(findings, 'young');
    expect(interval).toMatchObject({ simultaneousOver: 3, method: 'tango' });
    expect(bound).toMatchObject({ side: 'lower', method: 'tango' });
    // 8 of 1,000 were lost and none gained: surely worse, and within 5 %.
    expect(surelyWorse).toBe(true);
  });

  it('says so where the baseline has nothing to lose', () => {
    const none = tallyOf(binary, counted({ '100': 100, '000': 100 }));
    const [found] = judged(none, [{ metric: 'true_positive_rate', relativeDrift: 0.05 }]);
    expect(found?.verdict).toEqual({
      kind: 'not-estimable',
      reason: 'the full model has 0 here, and a share of 0 is nothing',
    });
    expect(found?.margin.allowed).toBe(0);
  });

  it('may hold a rate where lower is better, and improvement too', () => {
    const better = tallyOf(binary, counted({ '111': 500, '010': 300, '000': 200, '011': 100 }));
    const [oneSided] = judged(better, [{ metric: 'false_positive_rate', relativeDrift: 0.1 }]);
    const [bothSided] = judged(better, [{ metric: 'false_positive_rate', relativeDrift: 0.1, sides: 'both' }]);
    expect(oneSided?.verdict.kind).toBe('kept');
    expect(bothSided?.verdict.kind).toBe('violated');
    expect(bothSided?.surelyWorse).toBe(false);
    expect(bothSided?.beyondShare?.value).toBeCloseTo(300 / 600 - 0.1 * (400 / 600), 12);
  });

  it('knows the covariance of drift and baseline: a mean is as sure as its linear combination', () => {
    const metric = metricNamed(binary, 'brier');
    const tally = tallyOf(binary, counted({ '111': 300, '110': 40, '100': 60, '000': 300, '001': 30 }));
    const set = { cells: tally.cells };
    const found = driftBeyondShare(binary, metric, set, set, 0.1);
    if (found.kind !== 'drift') throw new Error(found.reason);
    // By hand, from every example: variant − 1.1 × baseline.
    const losses = [
      ...Array.from({ length: 300 }, () => [0.04, 0.09]),
      ...Array.from({ length: 40 }, () => [0.04, 0.49]),
      ...Array.from({ length: 60 }, () => [0.64, 0.49]),
      ...Array.from({ length: 300 }, () => [0.04, 0.09]),
      ...Array.from({ length: 30 }, () => [0.04, 0.49]),
    ].map(([before = 0, after = 0]) => after - 1.1 * before);
    const n = losses.length;
    const mean = losses.reduce((sum, x) => sum + x, 0) / n;
    const error = Math.sqrt(losses.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1) / n);
    const { lower, upper } = found.bounds(0.05);
    expect(found.value).toBeCloseTo(mean, 10);
    expect((upper - lower) / 2 / (normalQuantile(0.95) * error)).toBeCloseTo(1, 2);
    expect(found.method).toBe('mover-share-paired-t');
  });

  it('counts units where there are units', () => {
    const units = Array.from({ length: 60 }, (_, unit) =>
      Array.from({ length: 5 }, () => example(unit < 12 ? '110' : '111', 'all', String(unit))),
    ).flat();
    const [found] = judged(tallyOf(binaryByUnit, units), [{ metric: 'accuracy', relativeDrift: 0.05 }]);
    expect(found?.beyondShare?.bound.method).toBe('mover-share-tango-unit-jackknife');
    expect(found?.verdict.kind).toBe('violated');
  });
});

describe('a margin on some values', () => {
  it('holds these slices alone, the last that fits first', () => {
    const margins: readonly DeclaredMargin[] = [
      { metric: 'accuracy', drift: 0.02 },
      { metric: 'accuracy', drift: 0.3, slices: [[{ attribute: 'group', values: ['old'] }]] },
    ];
    const findings = judged(youngAndOld, margins);
    expect(of(findings, 'old').margin.allowed).toBe(0.3);
    expect(of(findings, 'young').margin.allowed).toBe(0.02);
    expect(of(findings).margin.allowed).toBe(0.02);
  });
});

describe('how many more would decide, held on both sides', () => {
  const still: DriftEstimate = {
    kind: 'drift',
    value: 0,
    method: 'by-hand',
    bounds: (tail) => ({ lower: -0.01 * normalQuantile(1 - tail), upper: 0.01 * normalQuantile(1 - tail) }),
    varianceWithoutDrift: 0.0001,
    influence: () => ({ shared: new Map(), own: 0.0001 }),
  };
  const needed = (sides: 'both' | undefined): unknown =>
    judge(still, 'higher', { allowed: 0.015, source: 'plan', sides }, { tail: 0.025, over: 1 }, 1000).verdict;

  it('lets either side fail half as often', () => {
    const factor = (power: number): number =>
      ((normalQuantile(0.95) + normalQuantile(power)) ** 2 * 0.0001) / 0.015 ** 2;
    expect(needed(undefined)).toMatchObject({ examplesNeeded: Math.ceil(1000 * (factor(0.8) - 1)) });
    expect(needed('both')).toMatchObject({ examplesNeeded: Math.ceil(1000 * (factor(0.9) - 1)) });
  });
});
