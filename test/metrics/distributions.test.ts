import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clopperPearsonUpper,
  differenceBounds,
  jackknifeCovariance,
  jackknifeVariance,
  mcnemarExact,
  normalCdf,
  normalQuantile,
  studentQuantile,
  wilsonInterval,
} from '../../src/metrics/index.js';

describe('quantiles', () => {
  it.each([
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.999, 3.090232306167813],
    [1e-10, -6.361340902404056],
  ])('of the normal distribution are those of the tables: %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 12);
    expect(normalCdf(z) / p).toBeCloseTo(1, 10);
  });

  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: critical values of Student's t, three decimals.
  it.each([
    [1, 0.9, 3.078],
    [1, 0.975, 12.706],
    [2, 0.975, 4.303],
    [5, 0.995, 4.032],
    [10, 0.95, 1.812],
    [10, 0.975, 2.228],
    [19, 0.975, 2.093],
    [30, 0.99, 2.457],
    [100, 0.999, 3.174],
  ])("of Student's t with %d degrees of freedom are those of the tables: %d", (degrees, p, t) => {
    expect(Math.abs(studentQuantile(p, degrees) - t)).toBeLessThan(5.1e-4);
    expect(studentQuantile(1 - p, degrees)).toBeCloseTo(-studentQuantile(p, degrees), 9);
  });

  it('of t are known in closed form for one and two degrees of freedom, and normal for many', () => {
    for (const p of [0.6, 0.9, 0.975, 0.9999]) {
      expect(studentQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 10);
      const a = 4 * p * (1 - p);
      expect(studentQuantile(p, 2) / (2 * (p - 0.5) * Math.sqrt(2 / a))).toBeCloseTo(1, 10);
      expect(studentQuantile(p, 1e8)).toBe(normalQuantile(p));
      expect(studentQuantile(p, 1e6)).toBeCloseTo(normalQuantile(p), 4);
    }
  });

  it('do not exist outside (0, 1), or without degrees of freedom', () => {
    for (const p of [0, 1, -1, NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
    expect(() => studentQuantile(0.9, 0)).toThrow(RangeError);
  });
});

describe("Wilson's interval", () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is the published one', (hits, n, lower, upper) => {
    const found = wilsonInterval(hits, n, 1.959963984540054);
    expect(Math.abs(found.lower - lower)).toBeLessThan(5.1e-5);
    expect(Math.abs(found.upper - upper)).toBeLessThan(5.1e-5);
  });
});

describe("Clopper and Pearson's upper bound", () => {
  it('leaves exactly alpha below it, by the binomial sum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.constantFrom(0.01, 0.025, 0.2), (n, seed, alpha) => {
        const hits = seed % n;
        const p = clopperPearsonUpper(hits, n, alpha);
        let term = (1 - p) ** n;
        let below = term;
        for (let k = 1; k <= hits; k++) {
          term *= ((n - k + 1) / k) * (p / (1 - p));
          below += term;
        }
        expect(below).toBeCloseTo(alpha, 9);
      }),
    );
  });

  it('is 1 − α^(1/n) for no hit, 1 for nothing but hits', () => {
    expect(clopperPearsonUpper(0, 20, 0.025)).toBeCloseTo(1 - 0.025 ** (1 / 20), 12);
    expect(clopperPearsonUpper(10, 10, 0.025)).toBe(1);
  });
});

describe("McNemar's exact test", () => {
  it.each([
    [9, 2, 0.0654296875],
    [2, 9, 0.0654296875],
    [5, 0, 0.0625],
    [0, 1, 1],
    [0, 0, 1],
    [7, 7, 1],
    [10, 0, 0.001953125],
  ])('of %d against %d is %d', (negative, positive, p) => expect(mcnemarExact(negative, positive)).toBeCloseTo(p, 12));

  it('does not break on many flips', () => {
    expect(mcnemarExact(50_000, 50_000)).toBe(1);
    expect(mcnemarExact(60_000, 50_000)).toBeLessThan(1e-100);
    expect(mcnemarExact(60_000, 50_000)).toBeGreaterThanOrEqual(0);
  });
});

describe('the jackknife', () => {
  it('is (n − 1)/n times the squares about the mean', () => {
    expect(jackknifeVariance([1, 2, 3])).toBeCloseTo(4 / 3, 12);
    expect(jackknifeCovariance([1, 2, 3], [3, 2, 1])).toBeCloseTo(-4 / 3, 12);
    expect(jackknifeVariance([5, 5])).toBe(0);
  });

  it('of a mean is the variance of the mean', () => {
    const values = [1, 4, 4, 7];
    const total = 16;
    const leftOut = values.map((value) => (total - value) / 3);
    // Squares about 4: 9 + 0 + 0 + 9 = 18; s² = 6; s²/n = 1.5.
    expect(jackknifeVariance(leftOut)).toBeCloseTo(1.5, 12);
  });

  it('needs two units', () => expect(() => jackknifeVariance([1])).toThrow(RangeError));
});

describe('bounds of a difference from bounds of both', () => {
  it('add up like the sides of a right triangle where both are independent', () => {
    const found = differenceBounds({ value: 5, lower: 2, upper: 9 }, { value: 1, lower: 0, upper: 5 }, 0);
    expect(found).toEqual({ value: 4, lower: 4 - 5, upper: 4 + Math.hypot(4, 1) });
  });

  it('vanish where both move as one', () => {
    const one = { value: 1, lower: 0, upper: 2 };
    expect(differenceBounds(one, one, 1)).toEqual({ value: 0, lower: 0, upper: 0 });
  });
});
