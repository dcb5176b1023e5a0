import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likelyAtLeast, likelyAtMost } from '../../../src/compare/slice-search/likelihood-bounds.js';
import { objectiveOf, type SliceSums } from '../../../src/compare/slice-search/objective.js';

const divergence = (seen: number, truth: number): number =>
  (seen > 0 ? seen * Math.log(seen / truth) : 0) + (seen < 1 ? (1 - seen) * Math.log((1 - seen) / (1 - truth)) : 0);

describe('likelihood bounds of a share', () => {
  it('lie where the divergence is the evidence', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.5, max: 30, noNaN: true }),
        (total, share, evidence) => {
          const part = Math.round(share * total);
          const [low, high] = [likelyAtLeast(part, total, evidence), likelyAtMost(part, total, evidence)];
          expect(low).toBeLessThanOrEqual(part / total);
          expect(high).toBeGreaterThanOrEqual(part / total);
          if (part > 0) expect((total * divergence(part / total, low)) / evidence).toBeCloseTo(1, 8);
          else expect(low).toBe(0);
          if (part < total && high < 1 - 1e-9)
            expect((total * divergence(part / total, high)) / evidence).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  it('are those that can be reckoned by hand', () => {
    // None of 20: (1 − p)²⁰ = e⁻³.
    expect(likelyAtMost(0, 20, 3)).toBeCloseTo(1 - Math.exp(-3 / 20), 14);
    expect(likelyAtLeast(20, 20, 3)).toBeCloseTo(Math.exp(-3 / 20), 14);
    // Half of 2: p (1 − p) = e⁻¹/4.
    const root = (1 - Math.sqrt(1 - Math.exp(-1))) / 2;
    expect(likelyAtLeast(1, 2, 1)).toBeCloseTo(root, 12);
    expect(likelyAtMost(1, 2, 1)).toBeCloseTo(1 - root, 12);
  });
});

const everyone: SliceSums = { n: 1000, mass: 1000, worse: 60, better: 30 };

/** A slice of everyone, and one within it of at least `fewest` examples. */
const nested = fc
  .record({
    n: fc.nat(800),
    worse: fc.nat(60),
    better: fc.nat(30),
    a: fc.nat(),
    b: fc.nat(),
    c: fc.nat(),
    fewest: fc.integer({ min: 1, max: 80 }),
  })
  .map(({ n, worse, better, a, b, c, fewest }) => {
    const outer = { n: fewest + worse + better + n, worse, better };
    const inner = { worse: a % (worse + 1), better: b % (better + 1) };
    const least = Math.max(fewest, inner.worse + inner.better);
    const stays = outer.n - worse - better;
    const most = stays + inner.worse + inner.better;
    return { fewest, outer, inner: { ...inner, n: Math.min(most, least + (c % Math.max(1, most - least + 1))) } };
  })
  .filter(({ outer, inner, fewest }) => outer.n <= 1000 - fewest && inner.n >= fewest);

describe('the objective', () => {
  it('is below the differential drift to the worse, and nearer to it the more examples there are', () => {
    const at = (times: number): number =>
      objectiveOf({ n: 0, mass: 1000 * times, worse: 40 * times, better: 10 * times }, 1, 5, false).score({
        n: 0,
        mass: 100 * times,
        worse: 22 * times,
        better: times,
      });
    // 22 − 1 of 100, and 18 − 9 of 900.
    const drift = 0.21 - 0.01;
    expect(at(1)).toBeGreaterThan(0);
    expect(at(1)).toBeLessThan(at(10));
    expect(at(10)).toBeLessThan(at(1000));
    expect(at(1000)).toBeLessThan(drift);
    expect(at(1_000_000)).toBeCloseTo(drift, 3);
  });

  it('prefers damage that is sure to a few unlucky examples', () => {
    const { score } = objectiveOf({ n: 0, mass: 10_000, worse: 250, better: 100 }, 20, Math.log(1000 / 0.05), false);
    const unlucky = score({ n: 0, mass: 20, worse: 5, better: 0 });
    expect(score({ n: 0, mass: 800, worse: 100, better: 8 })).toBeGreaterThan(unlucky);
    expect(unlucky).toBeLessThan(0);
  });

  it.each([false, true])('has an upper bound for everything within a slice (both sides: %s)', (isTwoSided) => {
    fc.assert(
      fc.property(nested, fc.double({ min: 0.1, max: 20, noNaN: true }), ({ outer, inner, fewest }, evidence) => {
        const { score, mostWithin } = objectiveOf(everyone, fewest, evidence, isTwoSided);
        const weighed = (slice: Omit<SliceSums, 'mass'>): SliceSums => ({ ...slice, mass: slice.n });
        const within = score(weighed(inner));
        if (within > 0) expect(within).toBeLessThanOrEqual(mostWithin(weighed(outer)) + 1e-12);
      }),
      { numRuns: 2000 },
    );
  });
});
