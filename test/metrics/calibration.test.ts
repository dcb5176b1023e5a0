import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationErrorEqualMass, calibrationErrorEqualWidth } from '../../src/metrics/calibration-error.js';
import { calibrationIntercept, calibrationSlope } from '../../src/metrics/calibration-line.js';
import { meanCalibrationGap, meanScore } from '../../src/metrics/mean-score.js';
import { widthBinOf } from '../../src/metrics/score-bins.js';
import type { Metric } from '../../src/metrics/index.js';
import type { LabelledScores, ScoreFunction } from '../../src/metrics/labelled-scores.js';
import { labelled } from './labelled.js';

const all: readonly Metric[] = [
  meanScore,
  meanCalibrationGap,
  calibrationErrorEqualWidth,
  calibrationErrorEqualMass,
  calibrationSlope,
  calibrationIntercept,
];

function functionOf({ pairing }: Metric): ScoreFunction {
  if (pairing.kind !== 'scores') throw new RangeError(pairing.kind);
  return pairing.function;
}

function of(metric: Metric, scores: LabelledScores): number | string {
  const found = functionOf(metric).value(scores);
  return found.kind === 'value' ? found.value : found.reason;
}

interface Reference {
  readonly labels: readonly number[];
  readonly baseline: readonly number[];
  readonly variant: readonly number[];
  readonly weights: readonly number[];
  readonly plain: Readonly<Record<'baseline' | 'variant', Readonly<Record<string, number>>>>;
  readonly weighted: Readonly<Record<'baseline' | 'variant', Readonly<Record<string, number>>>>;
}

const reference = JSON.parse(
  readFileSync(new URL('../reference/calibration/calibration.json', import.meta.url), 'utf8'),
) as Reference;

describe('what scores are put into', () => {
  it('is a bin that holds its lower edge, the last one its upper too', () => {
    const edges = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    expect(edges.map(widthBinOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(widthBinOf(1)).toBe(9);
    expect(widthBinOf(0.3 - 2 ** -54)).toBe(2);
    expect(widthBinOf(0.7 - 2 ** -53)).toBe(6);
  });
});

describe('calibration error', () => {
  it('is the gap of each bin, weighted by how many examples it holds', () => {
    // [0.2, 0.3): three of mean 0.25, one positive; [0.8, 0.9): one of 0.85, positive.
    const scores = labelled([0.25, 0.25, 0.25, 0.85], [0, 0, 1, 1]);
    expect(of(calibrationErrorEqualWidth, scores)).toBeCloseTo((3 * (1 / 3 - 0.25) + 0.15) / 4, 15);
  });

  it('of equal mass keeps tied scores in one bin, that of the middle one', () => {
    // Twelve of twenty at 0.5 have their middle at 6/20: bin 3; the others lie in bins of their own, two a bin.
    const scores = [...Array.from({ length: 12 }, () => 0.5), 0.6, 0.61, 0.7, 0.71, 0.8, 0.81, 0.9, 0.91];
    const labels = [...Array.from({ length: 12 }, (_, i) => (i < 9 ? 1 : 0)), 1, 0, 1, 0, 1, 1, 0, 1];
    const gaps = [12 * 0.5 - 9, 1.21 - 1, 1.41 - 1, 1.61 - 2, 1.81 - 1];
    const expected = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / 20;
    expect(of(calibrationErrorEqualMass, labelled(scores, labels))).toBeCloseTo(expected, 14);
  });

  it('of perfectly calibrated scores is exactly 0, and adds nothing to first order', () => {
    const scores = labelled(
      Array.from({ length: 20 }, (_, i) => (i < 10 ? 0.3 : 0.7)),
      Array.from({ length: 20 }, (_, i) => (i < 10 ? (i < 3 ? 1 : 0) : i < 17 ? 1 : 0)),
    );
    expect(of(calibrationErrorEqualWidth, scores)).toBe(0);
    for (const influences of functionOf(calibrationErrorEqualWidth).influence(scores))
      for (const influence of influences) expect(Math.abs(influence)).toBe(0);
  });
});

describe('the calibration line', () => {
  it('has slope 1 and intercept 0 where shares are what scores say', () => {
    const scores = labelled(
      Array.from({ length: 20 }, (_, i) => (i < 10 ? 0.3 : 0.8)),
      Array.from({ length: 20 }, (_, i) => (i < 10 ? (i < 3 ? 1 : 0) : i < 18 ? 1 : 0)),
    );
    expect(of(calibrationSlope, scores)).toBeCloseTo(1, 12);
    expect(of(calibrationIntercept, scores)).toBeCloseTo(0, 12);
  });

  it('has half the slope where logits are twice what they should be', () => {
    const twice = (share: number): number => 1 / (1 + Math.exp(-2 * Math.log(share / (1 - share))));
    const scores = labelled(
      Array.from({ length: 20 }, (_, i) => twice(i < 10 ? 0.3 : 0.8)),
      Array.from({ length: 20 }, (_, i) => (i < 10 ? (i < 3 ? 1 : 0) : i < 18 ? 1 : 0)),
    );
    expect(of(calibrationSlope, scores)).toBeCloseTo(0.5, 12);
  });

  it('is not there where labels are parted by one score, touch in one, or scores do not vary', () => {
    const parted = 'one score parts the labels, so that no slope is steep enough';
    expect(of(calibrationSlope, labelled([0.1, 0.2, 0.8], [0, 0, 1]))).toBe(parted);
    expect(of(calibrationSlope, labelled([0.1, 0.2, 0.8], [1, 1, 0]))).toBe(parted);
    expect(of(calibrationSlope, labelled([0.1, 0.5, 0.5, 0.8], [0, 0, 1, 1]))).toBe(parted);
    expect(of(calibrationSlope, labelled([0.4, 0.4, 0.4], [0, 1, 1]))).toBe('scores that are all alike');
    expect(of(calibrationIntercept, labelled([0.4, 0.4, 0.4], [0, 1, 1]))).toBeCloseTo(
      Math.log(2) - Math.log(2 / 3),
      12,
    );
  });

  it('is there where labels hardly overlap, and then steep', () => {
    const scores = labelled([0.1, 0.2, 0.3, 0.31, 0.3101, 0.8, 0.9], [0, 0, 0, 1, 0, 1, 1]);
    const slope = of(calibrationSlope, scores);
    expect(typeof slope === 'number' && slope > 3).toBe(true);
  });

  it('has scores of 0 and 1 as log loss has them', () => {
    const scores = labelled([0, 0, 0, 0.5, 0.5, 1, 1, 1], [0, 0, 1, 0, 1, 1, 1, 0]);
    const slope = of(calibrationSlope, scores);
    // Shares of 1/3, 1/2 and 2/3 at logits of ∓34.5 and 0.
    expect(slope).toBeCloseTo(Math.log(2) / Math.log(1e15), 6);
    expect(typeof of(calibrationIntercept, labelled([0, 0, 1], [0, 1, 1]))).toBe('number');
  });

  it('has no intercept where scores of 0 and 1 leave it open', () => {
    const scores = labelled([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 0]);
    expect(of(calibrationIntercept, scores)).toBe('scores so near 0 and 1 that the labels do not determine it');
  });
});

describe('metrics of calibration', () => {
  it.each(['plain', 'weighted'] as const)('are what statsmodels, scikit-learn and NumPy say, %s', (kind) => {
    for (const side of ['baseline', 'variant'] as const) {
      const weights = kind === 'weighted' ? reference.weights : undefined;
      const scores = labelled(reference[side], reference.labels, weights);
      for (const metric of all) {
        const digits = metric.name.startsWith('calibration_slope') || metric.name.endsWith('intercept') ? 9 : 13;
        expect(of(metric, scores), metric.name).toBeCloseTo(reference[kind][side][metric.name] ?? NaN, digits);
      }
    }
  });

  it('have the information of statsmodels in their influence', () => {
    // Model-based: Σ mass × p (1 − p) × influence² over both labels is the inverse information where the model holds.
    const { baseline, labels, plain } = reference;
    const scores = labelled(baseline, labels);
    const [negatives, positives] = functionOf(calibrationIntercept).influence(scores);
    // (y − p) / I: between the labels 1 / I apart, at every score.
    for (const [i, influence] of positives.entries())
      expect(influence - (negatives[i] ?? 0)).toBeCloseTo((plain.baseline['intercept_error'] ?? NaN) ** 2, 9);
  });

  it('are not estimable of nothing, and of one label as far as they need both', () => {
    const none = labelled([], []);
    for (const metric of all) expect(of(metric, none), metric.name).toBe('no examples');
    for (const label of [0, 1]) {
      const alike = labelled([0.2, 0.4, 0.9], [label, label, label]);
      expect(of(calibrationSlope, alike)).toBe('examples of one label only');
      expect(of(calibrationIntercept, alike)).toBe('examples of one label only');
      expect(of(meanCalibrationGap, alike)).toBeCloseTo(0.5 - label, 15);
      expect(of(calibrationErrorEqualWidth, alike)).toBeCloseTo(Math.abs(0.5 - label), 15);
    }
  });

  it('have no influence where they have no value', () => {
    expect(() => functionOf(calibrationSlope).influence(labelled([0.2, 0.4], [1, 1]))).toThrow(RangeError);
  });

  const examples = fc.array(
    fc.record({
      score: fc.oneof(
        fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(0, 1),
      ),
      label: fc.nat(1),
      weight: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 40 },
  );
  const counted = (list: readonly { score: number; label: number; weight: number }[], factor = 1): LabelledScores =>
    labelled(
      list.map(({ score }) => score),
      list.map(({ label }) => label),
      list.map(({ weight }) => weight * factor),
    );

  it.each(all.map((metric) => [metric.name, metric] as const))('%s is the same for twice the mass', (_, metric) => {
    fc.assert(
      fc.property(examples, (list) => {
        const [once, twice] = [of(metric, counted(list)), of(metric, counted(list, 2))];
        if (typeof once === 'number' && typeof twice === 'number') expect(twice).toBeCloseTo(once, 9);
        else expect(twice).toBe(once);
      }),
    );
  });

  it.each(all.map((metric) => [metric.name, metric] as const))(
    '%s is finite and its influences add up to 0',
    (_, metric) => {
      fc.assert(
        fc.property(examples, (list) => {
          const scores = counted(list);
          const value = of(metric, scores);
          if (typeof value === 'string') return;
          expect(Number.isFinite(value)).toBe(true);
          const influences = functionOf(metric).influence(scores);
          let [sum, size] = [0, 0];
          for (const label of [0, 1] as const)
            for (const [i, influence] of influences[label].entries()) {
              expect(Number.isFinite(influence)).toBe(true);
              sum += influence * (scores.masses[label][i] ?? 0);
              size += Math.abs(influence) * (scores.masses[label][i] ?? 0);
            }
          expect(Math.abs(sum)).toBeLessThanOrEqual(1e-6 * (1 + size));
        }),
      );
    },
  );

  it.each(all.map((metric) => [metric.name, metric] as const))(
    '%s moves with the masses as its influence says',
    (_, metric) => {
      for (const side of ['baseline', 'variant'] as const) {
        const scores = labelled(reference[side], reference.labels, reference.weights);
        const influences = functionOf(metric).influence(scores);
        for (let i = 0; i < scores.scores.length; i += 17)
          for (const label of [0, 1] as const) {
            const step = 1e-4;
            const moved = (by: number): number | string =>
              of(metric, {
                scores: scores.scores,
                masses: scores.masses.map((masses, l) =>
                  l === label ? masses.map((mass, j) => (j === i ? mass + by : mass)) : masses,
                ) as unknown as LabelledScores['masses'],
              });
            const [up, down] = [moved(step), moved(-step)];
            const slope = typeof up === 'number' && typeof down === 'number' ? (up - down) / (2 * step) : NaN;
            const expected = influences[label][i] ?? NaN;
            expect(Math.abs(slope - expected), `${i} ${label}`).toBeLessThan(1e-8 + 1e-4 * Math.abs(expected));
          }
      }
    },
  );
});
