import { describe, expect, it } from 'vitest';
import {
  combinedErrorVariance,
  excessiveLoss,
  fairnessDiscrepancyRate,
  flipRates,
  garbe,
  giniOf,
  inequityRatio,
  maxOverGeometricMean,
  normalisedChange,
  symmetricDistanceError,
} from '../../../src/compare/index.js';
import { LossFiller, jensenShannon, klDivergence, mcnemarExact, totalVariation } from '../../../src/metrics/index.js';
import { counted, tallyOf, threeClasses } from '../../metrics/examples.js';

/** Worked with NumPy 2.4 and SciPy 1.17 from the papers that the functions name. */
const cevAndSde = {
  falsePositive: [
    [0.1, 0.2, 0.1],
    [0.12, 0.3, 0.1],
  ],
  falseNegative: [
    [0.2, 0.1, 0.25],
    [0.25, 0.2, 0.25],
  ],
  cev: 0.22277777777777774,
  sde: 0.18333333333333338,
} as const;

describe('worked examples', () => {
  const rates = [0, 1].map((time) =>
    (cevAndSde.falsePositive[time] ?? []).map((falsePositiveRate, i) => ({
      falsePositiveRate,
      falseNegativeRate: cevAndSde.falseNegative[time]?.[i] ?? NaN,
    })),
  );
  const [before = [], after = []] = rates;

  it('of combined error variance and symmetric distance error (Blakeney et al. 2021)', () => {
    expect(combinedErrorVariance(before, after)).toBeCloseTo(cevAndSde.cev, 14);
    expect(symmetricDistanceError(before, after)).toBeCloseTo(cevAndSde.sde, 14);
    expect(combinedErrorVariance(before, before)).toBe(0);
    expect(symmetricDistanceError(before, before)).toBe(0);
  });

  it('of normalised change (Hooker et al. 2020)', () => {
    expect(normalisedChange(3, 3.6)).toBeCloseTo(0.2, 14);
    expect(normalisedChange(0, 0.1)).toBeNaN();
    expect(normalisedChange(0, 0)).toBeNaN();
  });

  it('of excessive loss (Tran et al. 2022)', () => {
    const { excess, gap } = excessiveLoss([0.3, 0.4], [0.35, 0.6]);
    expect(excess[0]).toBeCloseTo(0.05, 14);
    expect(excess[1]).toBeCloseTo(0.2, 14);
    expect(gap).toBeCloseTo(0.15, 14);
  });

  it('of face verification: GARBE, inequity ratio, fairness discrepancy rate, largest over geometric mean', () => {
    const face = { falseMatch: [0.0001, 0.0002, 0.0004], falseNonMatch: [0.01, 0.02, 0.015] };
    expect(giniOf(face.falseMatch)).toBeCloseTo(0.42857142857142855, 14);
    expect(giniOf(face.falseNonMatch)).toBeCloseTo(0.2222222222222222, 14);
    expect(garbe(face, 0.5)).toBeCloseTo(0.32539682539682535, 14);
    expect(inequityRatio(face, 0.5)).toBeCloseTo(2.8284271247461903, 14);
    expect(fairnessDiscrepancyRate(face, 0.5)).toBeCloseTo(0.99485, 14);
    expect(maxOverGeometricMean(face.falseMatch)).toBeCloseTo(2, 14);
    expect(maxOverGeometricMean(face.falseNonMatch)).toBeCloseTo(1.3867225487012687, 14);
    const none = { falseMatch: [0, 0.0002], falseNonMatch: [0.01, 0.02] };
    expect(inequityRatio(none, 0.5)).toBeNaN();
    expect(maxOverGeometricMean([0, 0])).toBeNaN();
    expect(giniOf([0, 0])).toBeNaN();
    expect(giniOf([0.4])).toBeNaN();
  });

  it('of the relative negative flip rate (Yan et al. 2021): 6.44 % flips of 30.24 % errors before and 30.29 % after', () => {
    // Of 10,000: 644 lost, 639 gained, 2,385 wrong as before, 6,332 right as before.
    const { cells } = tallyOf(threeClasses, counted({ '001': 644, '010': 639, '011': 2385, '000': 6332 }));
    const rates_ = flipRates(threeClasses, cells);
    expect(rates_?.negative).toMatchObject({ kind: 'value', value: 0.0644 });
    if (rates_?.relativeNegative.kind !== 'value') throw new Error('none');
    expect(rates_.relativeNegative.value).toBeCloseTo(0.30477554889887054, 14);
  });

  it('of the Kullback-Leibler divergence both ways', () => {
    const [p, q] = [
      [0.7, 0.2, 0.1],
      [0.6, 0.3, 0.1],
    ];
    expect(klDivergence(p, q)).toBeCloseTo(0.026812454257447993, 15);
    expect(klDivergence(q, p)).toBeCloseTo(0.029149124536094334, 15);
  });

  it('of McNemar’s exact test: 9 against 2', () => {
    expect(mcnemarExact(9, 2)).toBeCloseTo(0.0654296875, 14);
  });
});

describe('divergences', () => {
  it('are 0 between equal shares, however little these are, and at most what they say', () => {
    for (const shares of [
      [1, 0],
      [1e-20, 1],
      [5e-324, 1],
      [0.5, 0.5],
    ]) {
      for (const divergence of [klDivergence, jensenShannon, totalVariation])
        expect(divergence(shares, shares)).toBe(0);
    }
    expect(klDivergence([1, 0], [0, 1])).toBeCloseTo(15 * Math.LN10, 10);
    expect(jensenShannon([1, 0], [0, 1])).toBeCloseTo(Math.LN2, 15);
    expect(totalVariation([1, 0], [0, 1])).toBe(1);
    expect(jensenShannon([5e-324, 1], [0, 1])).toBe(0);
  });

  it('are of a score what they are of the two shares that it stands for', () => {
    const filler = LossFiller.binary(['kl_divergence', 'js_divergence']);
    for (const [a, b] of [
      [0.3, 0.4],
      [0, 1],
      [1, 0],
      [0.1, 0.7],
      [5e-324, 0],
      [0.2, 0.2],
    ] as const) {
      filler.fill(a, b, 0);
      const [p, q] = [
        [1 - a, a],
        [1 - b, b],
      ];
      expect([...filler.variant]).toEqual([klDivergence(p, q), jensenShannon(p, q)]);
    }
  });

  it('take what does not quite add up to 1 for shares', () => {
    expect(klDivergence([0.7001, 0.3], [0.7001, 0.3])).toBe(0);
    expect(klDivergence([2, 2], [1, 3])).toBeCloseTo(klDivergence([0.5, 0.5], [0.25, 0.75]), 15);
  });
});
