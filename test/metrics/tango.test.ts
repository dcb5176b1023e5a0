import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tangoInterval } from '../../src/metrics/index.js';

/** The largest point of a concave function, by golden section. */
function argmax(f: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  for (let i = 0; i < 120; i++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (f(a) < f(b)) low = a;
    else high = b;
  }
  return (low + high) / 2;
}

const times = (count: number, p: number): number => (count === 0 ? 0 : count * Math.log(p));

/** The score statistic, its nuisance parameter found numerically: the most likely share of losses, given the difference. */
function scoreStatistic(gained: number, lost: number, n: number, delta: number): number {
  const likelihood = (q: number): number =>
    times(gained, q + delta) + times(lost, q) + times(n - gained - lost, 1 - 2 * q - delta);
  const q = argmax(likelihood, Math.max(0, -delta), (1 - delta) / 2);
  return (gained - lost - n * delta) / Math.sqrt(n * (2 * q + delta - delta * delta));
}

function reference(gained: number, lost: number, n: number, critical: number): { lower: number; upper: number } {
  const estimate = (gained - lost) / n;
  const solve = (from: number, to: number, target: number): number => {
    let [low, high] = [from, to];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (scoreStatistic(gained, lost, n, middle) > target) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return { lower: solve(-1, estimate, critical), upper: solve(estimate, 1, -critical) };
}

const counts = fc
  .tuple(fc.nat(60), fc.nat(60), fc.nat(200))
  .map(([gained, lost, same]) => ({ gained, lost, n: gained + lost + same }))
  .filter(({ n }) => n > 0);
const criticals = fc.constantFrom(1.2815515655446004, 1.959963984540054, 3.2905267314919255);

describe("Tango's interval", () => {
  it.each([
    [9, 2, 40],
    [0, 0, 20],
    [0, 0, 500],
    [12, 0, 60],
    [0, 12, 60],
    [0, 1, 44],
    [30, 30, 100],
    [1, 3, 5],
    [200, 260, 10_000],
  ])('equals one by numerical likelihood: %d gained, %d lost of %d', (gained, lost, n) => {
    for (const critical of [1.2815515655446004, 1.959963984540054, 2.5758293035489004]) {
      const [ours, theirs] = [tangoInterval(gained, lost, n, critical), reference(gained, lost, n, critical)];
      expect(Math.abs(ours.lower - theirs.lower)).toBeLessThan(1e-6);
      expect(Math.abs(ours.upper - theirs.upper)).toBeLessThan(1e-6);
    }
  });

  it('is known in closed form where nothing flipped: ± z² / (n + z²)', () => {
    const z2 = 1.96 ** 2;
    const { lower, upper } = tangoInterval(0, 0, 30, 1.96);
    expect(upper).toBeCloseTo(z2 / (30 + z2), 12);
    expect(lower).toBeCloseTo(-z2 / (30 + z2), 12);
  });

  it('ends at ±1 where every pair flipped one way', () => {
    expect(tangoInterval(0, 10, 10, 1.96).lower).toBe(-1);
    expect(tangoInterval(10, 0, 10, 1.96).upper).toBe(1);
  });

  it('contains the estimate, mirrors when gains and losses swap, narrows with a smaller critical value, stays in [-1, 1]', () => {
    fc.assert(
      fc.property(counts, criticals, ({ gained, lost, n }, critical) => {
        const interval = tangoInterval(gained, lost, n, critical);
        const mirrored = tangoInterval(lost, gained, n, critical);
        const estimate = (gained - lost) / n;
        expect(interval.lower).toBeLessThanOrEqual(estimate + 1e-12);
        expect(interval.upper).toBeGreaterThanOrEqual(estimate - 1e-12);
        expect(interval.lower).toBeGreaterThanOrEqual(-1);
        expect(interval.upper).toBeLessThanOrEqual(1);
        expect(interval.upper - interval.lower).toBeGreaterThan(0);
        expect(mirrored.lower).toBeCloseTo(-interval.upper, 12);
        expect(mirrored.upper).toBeCloseTo(-interval.lower, 12);
        const narrower = tangoInterval(gained, lost, n, critical * 0.9);
        expect(narrower.lower).toBeGreaterThanOrEqual(interval.lower - 1e-12);
        expect(narrower.upper).toBeLessThanOrEqual(interval.upper + 1e-12);
      }),
    );
  });
});
