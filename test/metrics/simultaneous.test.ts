import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';
import { normalQuantile, simultaneous, type Influence } from '../../src/metrics/index.js';

const independent = (n: number): readonly Influence[] =>
  Array.from({ length: n }, (_, i) => ({ shared: new Map([[`unit ${i}`, 1 + i]]), own: 0 }));

describe('what holds for all at once', () => {
  it('is what holds for one, where there is one, or the same many times', () => {
    expect(simultaneous(independent(1), 0.95)).toEqual({
      over: 1,
      tail: 0.050000000000000044 / 2,
      critical: normalQuantile(0.975),
      resamples: 0,
    });
    const [one] = independent(1);
    const many = Array.from({ length: 40 }, () => one ?? { shared: new Map(), own: 0 });
    expect(simultaneous(many, 0.95).critical).toBeCloseTo(normalQuantile(0.975), 1);
  });

  it.each([2, 10, 60])('is what is exact for %i independent ones, to a hundredth', (n) => {
    const { critical, tail, over } = simultaneous(independent(n), 0.95);
    // Šidák: all n hold at once with probability (1 − 2 tail)ⁿ.
    const exact = normalQuantile(1 - (1 - 0.95 ** (1 / n)) / 2);
    expect(Math.abs(critical - exact)).toBeLessThan(0.03);
    expect(over).toBe(n);
    expect(tail).toBeGreaterThanOrEqual(0.025 / n - 1e-15);
  });

  it('is narrower where estimates move together, and never wider than by Bonferroni', () => {
    const random = randomFor('together');
    const mixed = (shared: number): readonly Influence[] =>
      Array.from({ length: 30 }, (_, i) => ({
        shared: new Map<unknown, number>([
          ['all', shared],
          [i, random.next()],
        ]),
        own: 0.1,
      }));
    const [loose, close] = [simultaneous(mixed(0), 0.95), simultaneous(mixed(4), 0.95)];
    expect(close.critical).toBeLessThan(loose.critical - 0.5);
    expect(loose.critical).toBeLessThanOrEqual(normalQuantile(1 - 0.025 / 30));
  });

  it('has the familywise error that it says, whatever is shared', () => {
    const key = randomFor('familywise');
    const influences: readonly Influence[] = Array.from({ length: 12 }, (_, i) => ({
      shared: new Map(
        Array.from({ length: 30 }, (_x, u) => [u, u % 12 === i ? 3 * key.next() : key.next() - 0.2] as const),
      ),
      own: 0,
    }));
    const { critical } = simultaneous(influences, 0.95);
    const random = randomFor('familywise', 'truth');
    const normal = (): number => normalQuantile(Math.max(1e-12, random.next()));
    let passed = 0;
    const trials = 20_000;
    const deviations = influences.map(({ shared }) => Math.sqrt([...shared.values()].reduce((s, x) => s + x * x, 0)));
    for (let t = 0; t < trials; t++) {
      const draws = Array.from({ length: 30 }, normal);
      const isPassed = influences.some(({ shared }, i) => {
        let sum = 0;
        for (const [u, x] of shared) sum += x * (draws[Number(u)] ?? 0);
        return Math.abs(sum) > critical * (deviations[i] ?? 1);
      });
      if (isPassed) passed += 1;
    }
    expect(passed / trials).toBeGreaterThan(0.043);
    expect(passed / trials).toBeLessThan(0.056);
  });

  it('is the same for estimates that do not vary at all', () => {
    const still: Influence = { shared: new Map(), own: 0 };
    const { critical } = simultaneous([still, still, still], 0.95);
    expect(critical).toBeGreaterThanOrEqual(normalQuantile(0.975));
    expect(critical).toBeLessThanOrEqual(normalQuantile(1 - 0.025 / 3));
  });
});
