import { describe, expect, it } from 'vitest';
import { randomFor, type Random } from '../../src/base/index.js';
import { digamma, moderatedVariances, normalQuantile, studentQuantile, trigamma } from '../../src/metrics/index.js';

const normal = (random: Random): number => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random.next())));

/** A sample variance with two degrees of freedom. */
function sampleVariance(random: Random, deviation: number): number {
  const draws = [0, 1, 2].map(() => deviation * normal(random));
  const mean = draws.reduce((a, b) => a + b, 0) / 3;
  return draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 2;
}

describe('digamma and trigamma', () => {
  it('are those of the tables', () => {
    // Abramowitz and Stegun, table 6.1: ψ(1) = −γ, ψ′(1) = π²/6.
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 12);
    expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 12);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 12);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 11);
  });
});

describe('variances of many estimates', () => {
  it('lend each other strength where they are alike', () => {
    const random = randomFor('alike');
    const list = Array.from({ length: 60 }, () => ({
      variance: sampleVariance(random, 0.02),
      degreesOfFreedom: 2,
      scale: 1,
    }));
    for (const { variance, degreesOfFreedom } of moderatedVariances(list)) {
      expect(degreesOfFreedom).toBeGreaterThan(20);
      expect(variance).toBeGreaterThan(0.0002);
      expect(variance).toBeLessThan(0.0008);
    }
  });

  it('lend little where they differ more than by chance', () => {
    const random = randomFor('unlike');
    const list = Array.from({ length: 60 }, () => ({
      variance: sampleVariance(random, 0.02 * Math.exp(2 * normal(random))),
      degreesOfFreedom: 2,
      scale: 1,
    }));
    for (const { degreesOfFreedom } of moderatedVariances(list)) expect(degreesOfFreedom).toBeLessThan(4);
  });

  it('follow the scale that they grow with', () => {
    const random = randomFor('scale');
    const scales = Array.from({ length: 60 }, (_, i) => 10 ** (i / 20));
    const list = scales.map((scale) => ({
      variance: sampleVariance(random, Math.sqrt(scale)),
      degreesOfFreedom: 2,
      scale,
    }));
    const found = moderatedVariances(list);
    for (const [i, { variance, degreesOfFreedom }] of found.entries()) {
      expect(variance / (scales[i] ?? 1)).toBeGreaterThan(0.3);
      expect(variance / (scales[i] ?? 1)).toBeLessThan(3);
      expect(degreesOfFreedom).toBeGreaterThan(8);
    }
  });

  it('hold their level all at once, where single ones would need far wider intervals', () => {
    const random = randomFor('level');
    const [sets, estimates] = [400, 30];
    let held = 0;
    for (let s = 0; s < sets; s++) {
      const list = Array.from({ length: estimates }, () => ({
        variance: sampleVariance(random, 0.03) / 3,
        degreesOfFreedom: 2,
        scale: 1,
      }));
      const means = list.map(() => (0.03 / Math.sqrt(3)) * normal(random));
      const found = moderatedVariances(list);
      const isHeld = means.every((mean, i) => {
        const { variance, degreesOfFreedom } = found[i] ?? { variance: 0, degreesOfFreedom: 1 };
        return Math.abs(mean) <= studentQuantile(1 - 0.025 / estimates, degreesOfFreedom) * Math.sqrt(variance);
      });
      if (isHeld) held += 1;
    }
    expect(held / sets).toBeGreaterThan(0.92);
  });

  it('stay as they are where there are fewer than three, or none varies', () => {
    const two = [
      { variance: 1, degreesOfFreedom: 2, scale: 1 },
      { variance: 4, degreesOfFreedom: 2, scale: 1 },
    ];
    expect(moderatedVariances(two)).toEqual(two);
    const still = Array.from({ length: 5 }, () => ({ variance: 0, degreesOfFreedom: 2, scale: 1 }));
    expect(moderatedVariances(still)).toEqual(still);
  });
});
