import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrastScore, contrastScoreInterval, tangoInterval, type PairCounts } from '../../src/metrics/index.js';

const count = fc.integer({ min: 0, max: 60 });
const counts = fc
  .record({ both: count, gained: count, lost: count, neither: count })
  .filter(({ both, gained, lost, neither }) => both + gained + lost + neither > 0);

/** Tang, Tang, Chan 2003: the score test of a ratio of paired rates, in closed form. */
function tangTangChan({ both, gained, lost, neither }: PairCounts, ratio: number): number {
  const n = both + gained + lost + neither;
  const some = both + gained + lost;
  const a = n * (1 + ratio);
  const b = (both + lost) * ratio ** 2 - (both + gained + 2 * lost);
  const c = (lost * (1 - ratio) * some) / n;
  const q = (-b + Math.sqrt(Math.max(0, b * b - 4 * a * c))) / (2 * a);
  return (both + gained - (both + lost) * ratio) / Math.sqrt(n * (1 + ratio) * q + some * (ratio - 1));
}

describe('the score interval of a contrast of paired rates', () => {
  it('is Tango’s for a plain difference', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.5, max: 4, noNaN: true }), (pairs, critical) => {
        const n = pairs.both + pairs.gained + pairs.lost + pairs.neither;
        const found = contrastScoreInterval(pairs, 1, critical);
        const tango = tangoInterval(pairs.gained, pairs.lost, n, critical);
        expect(found.lower).toBeCloseTo(tango.lower, 6);
        expect(found.upper).toBeCloseTo(tango.upper, 6);
      }),
    );
  });

  it('is at 0 the test of Tang, Tang and Chan for the ratio', () => {
    fc.assert(
      fc.property(
        counts.filter(({ both, gained, lost }) => both > 0 && gained + lost > 0),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        (pairs, ratio) => {
          expect(contrastScore(pairs, ratio, 0)).toBeCloseTo(tangTangChan(pairs, ratio), 5);
        },
      ),
    );
  });

  it('has a width where nothing flipped, and lies around the estimate', () => {
    const { lower, upper } = contrastScoreInterval({ both: 90, gained: 0, lost: 0, neither: 10 }, 0.95, 1.96);
    expect(lower).toBeLessThan(0.045 - 0.01);
    expect(upper).toBeGreaterThan(0.045 + 0.01);
  });

  it('turns round with both models changed over', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.5, max: 2, noNaN: true }), (pairs, factor) => {
        const found = contrastScoreInterval(pairs, factor, 1.96);
        const turned = contrastScoreInterval({ ...pairs, gained: pairs.lost, lost: pairs.gained }, 1 / factor, 1.96);
        expect(found.lower).toBeCloseTo(-turned.upper * factor, 6);
        expect(found.upper).toBeCloseTo(-turned.lower * factor, 6);
      }),
    );
  });
});
