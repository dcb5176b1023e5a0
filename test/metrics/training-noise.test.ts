import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';
import {
  driftOverTrainings,
  normalQuantile,
  pairedDrift,
  studentQuantile,
  varianceOf,
  type DriftEstimate,
  type PairedExample,
} from '../../src/metrics/index.js';
import { binary, example, metricNamed, tallyOf } from './examples.js';

type Known = Extract<DriftEstimate, { kind: 'drift' }>;

function normal(value: number, error: number): Known {
  return {
    kind: 'drift',
    value,
    method: 'by-hand',
    bounds: (tail) => ({
      lower: value - normalQuantile(1 - tail) * error,
      upper: value + normalQuantile(1 - tail) * error,
    }),
    varianceWithoutDrift: error ** 2,
    influence: () => ({ shared: new Map([['a', error]]), own: 0 }),
  };
}

function known(drift: DriftEstimate): Known {
  if (drift.kind !== 'drift') throw new Error(drift.reason);
  return drift;
}

describe('a drift over several trainings', () => {
  it("is their mean, and adds Student's interval of a mean over trainings, by hand", () => {
    const drift = known(driftOverTrainings([normal(-0.01, 0.01), normal(-0.03, 0.01), normal(-0.05, 0.01)]));
    expect(drift.value).toBeCloseTo(-0.03, 12);
    // The trainings' standard deviation is 0.02; two degrees of freedom.
    const half = Math.hypot(normalQuantile(0.975) * 0.01, studentQuantile(0.975, 2) * (0.02 / Math.sqrt(3)));
    expect(drift.bounds(0.025).upper - drift.value).toBeCloseTo(half, 9);
    expect(drift.value - drift.bounds(0.025).lower).toBeCloseTo(half, 9);
    expect(drift.method).toBe('trainings-by-hand');
  });

  it('is as sure as one where trainings do not differ: the examples are the same', () => {
    const [one, same] = [normal(-0.03, 0.01), driftOverTrainings(Array.from({ length: 4 }, () => normal(-0.03, 0.01)))];
    expect(known(same).bounds(0.05)).toEqual(one.bounds(0.05));
    expect(varianceOf(known(same).influence())).toBeCloseTo(0.0001, 12);
  });

  it('of unpaired trainings varies by the trainings of either side', () => {
    const values = { baseline: [0.9, 0.92], variant: [0.88, 0.9, 0.89] };
    const drift = known(driftOverTrainings([normal(-0.02, 1e-9), normal(-0.02, 1e-9), normal(-0.02, 1e-9)], values));
    expect(drift.value).toBeCloseTo(-0.02, 12);
    const [a, b] = [0.0002 / 2, 0.0001 / 3];
    const degrees = Math.max(1, (a + b) ** 2 / (a ** 2 / 1 + b ** 2 / 2));
    const half = studentQuantile(0.975, degrees) * Math.sqrt(a + b);
    expect(drift.bounds(0.025).upper - drift.value).toBeCloseTo(half, 6);
  });

  it('says why there is none, where one training has none', () => {
    const none: DriftEstimate = { kind: 'not-estimable', reason: 'no positives' };
    expect(driftOverTrainings([normal(0, 1), none])).toEqual({
      kind: 'not-estimable',
      reason: 'in one training: no positives',
    });
  });

  it('covers the drift of trainings to come, where one training alone does not', () => {
    const random = randomFor('training noise');
    const accuracy = metricNamed(binary, 'accuracy');
    const truth = -0.03;
    const sets = 300;
    let [over, alone] = [0, 0];
    for (let s = 0; s < sets; s++) {
      // Each training has a drift of its own: ± 2 points around the truth.
      const trainings = Array.from({ length: 4 }, () => {
        const own = truth + 0.02 * normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, random.next())));
        const examples = Array.from({ length: 600 }, (): PairedExample => {
          const u = random.next();
          const [lost, gained] = [0.04 - own / 2, 0.04 + own / 2];
          return example(u < lost ? '110' : u < lost + gained ? '101' : '111');
        });
        return { cells: tallyOf(binary, examples).cells };
      });
      const [first, ...others] = trainings;
      if (!first) continue;
      const holds = (drift: DriftEstimate): boolean => {
        const { lower, upper } = known(drift).bounds(0.025);
        return lower <= truth && truth <= upper;
      };
      if (holds(pairedDrift(binary, accuracy, { ...first, trainings: { others } }).drift)) over += 1;
      if (holds(pairedDrift(binary, accuracy, first).drift)) alone += 1;
    }
    expect(over / sets).toBeGreaterThan(0.93);
    expect(alone / sets).toBeLessThan(0.85);
  });
});
