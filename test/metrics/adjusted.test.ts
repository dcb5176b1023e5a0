import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  benjaminiHochberg,
  holm,
  normalCdf,
  normalQuantile,
  pValueOf,
  smallestP,
  type DriftEstimate,
} from '../../src/metrics/index.js';

const round = (values: readonly number[]): readonly number[] => values.map((value) => Math.round(value * 1e9) / 1e9);

describe('adjusted p-values', () => {
  it('by Holm: the smallest times all, the next times one less, never falling', () => {
    // R 4: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    expect(round(holm([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('by Benjamini and Hochberg: the largest as it is, the others times all over their rank, never rising', () => {
    // R 4: p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH")
    expect(round(benjaminiHochberg([0.01, 0.04, 0.03, 0.005]))).toEqual([0.02, 0.04, 0.04, 0.02]);
  });

  it('are never smaller than they were, never above 1, and Holm is never below Benjamini and Hochberg', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (values) => {
        const [strict, loose] = [holm(values), benjaminiHochberg(values)];
        for (const [i, value] of values.entries()) {
          expect(loose[i] ?? -1).toBeGreaterThanOrEqual(value - 1e-15);
          expect(strict[i] ?? -1).toBeGreaterThanOrEqual((loose[i] ?? 2) - 1e-15);
          expect(strict[i] ?? 2).toBeLessThanOrEqual(1);
        }
      }),
    );
    expect(holm([])).toEqual([]);
  });
});

describe('the p-value of a drift', () => {
  const normal = (value: number): Extract<DriftEstimate, { kind: 'drift' }> => ({
    kind: 'drift',
    value,
    method: 'by-hand',
    bounds: (tail) => ({ lower: value - normalQuantile(1 - tail), upper: value + normalQuantile(1 - tail) }),
    varianceWithoutDrift: 1,
    influence: () => ({ shared: new Map(), own: 1 }),
  });

  it.each([0.3, -1.7, 2.5, -5])('is twice the tail beyond %d standard errors', (z) => {
    expect(pValueOf(normal(z))).toBeCloseTo(2 * normalCdf(-Math.abs(z)), 8);
  });

  it('is 1 where nothing moved, and never 0', () => {
    expect(pValueOf(normal(0))).toBe(1);
    expect(pValueOf(normal(40))).toBe(smallestP);
  });
});
