import { describe, expect, it } from 'vitest';
import {
  metricsFor,
  normalQuantile,
  pairedDrift,
  statisticsOf,
  tangoInterval,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { binary, counted, driftOf, example, metricNamed, tallyOf, threeClasses, valueOf } from './examples.js';

const fourClasses: TallyFrame = { ...threeClasses, classes: ['a', 'b', 'c', 'd'] };
const labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3];
const answers = [0, 0, 0, 1, 2, 1, 1, 0, 1, 2, 2, 1, 0, 1];
const four = tallyOf(
  fourClasses,
  labels.map((label, i) => example(`${label}${answers[i] ?? 0}${answers[i] ?? 0}`)),
);

describe('averages over classes', () => {
  // scikit-learn 1.9.1, zero_division=0, on the same labels and answers; class d is never answered right.
  it.each([
    ['kappa', 0.39130434782608703],
    ['matthews', 0.40370517361463093],
    ['macro_precision', 0.44166666666666665],
    ['macro_f1', 0.4666666666666667],
    ['weighted_precision', 0.5],
    ['weighted_f1', 0.5285714285714286],
  ])('%s is %d', (name, value) => expect(valueOf(four, name)).toBeCloseTo(value, 14));

  it.each([
    ['class_precision', [0.6, 0.5, 2 / 3, undefined]],
    ['class_f1', [0.6, 0.6, 2 / 3, 0]],
  ])('are made of %s of each class', (name, expected) => {
    const statistics = statisticsOf(four.frame, four.cells, 'baseline');
    const values = [0, 1, 2, 3].map((k) => metricNamed(four.frame, name, k).value(statistics));
    expect(values.map((found) => (found.kind === 'value' ? Math.round(found.value * 1e12) / 1e12 : undefined))).toEqual(
      expected.map((value) => (value === undefined ? undefined : Math.round(value * 1e12) / 1e12)),
    );
  });
});

describe('binary metrics of answers', () => {
  // Labels 1 1 1 1 0 0 0 0 0 0, answers 1 1 1 0 1 1 0 0 0 0.
  const tally = tallyOf(binary, counted({ '111': 3, '100': 1, '011': 2, '000': 4 }));

  it.each([
    ['kappa', 0.4],
    ['matthews', 0.408248290463863],
    ['balanced_accuracy', 0.7083333333333333],
    ['negative_predictive_value', 4 / 5],
    ['false_discovery_rate', 2 / 5],
    ['false_omission_rate', 1 / 5],
    ['prevalence', 2 / 5],
  ])('%s is %d', (name, value) => expect(valueOf(tally, name)).toBeCloseTo(value, 14));

  it('are not there without answers of their kind', () => {
    const never = tallyOf(binary, counted({ '100': 3, '000': 4 }));
    expect(valueOf(never, 'false_discovery_rate')).toBe('no positive answers');
    expect(valueOf(never, 'matthews')).toBe('one label or one answer only');
    expect(valueOf(tallyOf(binary, counted({ '000': 4 })), 'kappa')).toBe('one label and one answer only');
  });

  it('of the labels alone have no drift, and no margin can be held on them', () => {
    const { drift, baseline, variant } = pairedDrift(binary, metricNamed(binary, 'prevalence'), tally);
    expect(variant).toEqual(baseline);
    expect(drift).toEqual({ kind: 'not-estimable', reason: 'both models have the same labels' });
  });

  it('move by what the answers moved, with an interval that is never of width 0', () => {
    const moved = tallyOf(binary, counted({ '111': 60, '110': 6, '000': 70, '001': 4 }));
    const still = tallyOf(binary, counted({ '111': 66, '000': 74 }));
    for (const name of ['kappa', 'matthews', 'balanced_accuracy', 'false_omission_rate']) {
      const side = (which: 'baseline' | 'variant'): number => Number(valueOf(moved, name, which));
      expect(driftOf(moved, name).value, name).toBeCloseTo(side('variant') - side('baseline'), 12);
      const { lower, upper } = driftOf(still, name).bounds(0.025);
      expect(lower, name).toBeLessThan(0);
      expect(upper, name).toBeGreaterThan(0);
    }
    // A coefficient reaches from −1 to 1, so that what was not seen may weigh twice as much as in a rate.
    const unseen = tangoInterval(0, 0, 140, normalQuantile(0.975)).upper;
    expect(driftOf(still, 'kappa').bounds(0.025).upper).toBeCloseTo(2 * unseen, 12);
  });
});

it('bias is the mean error, held on both sides', () => {
  const regression: TallyFrame = {
    ...binary,
    task: 'regression',
    classes: [],
    losses: ['absolute', 'squared', 'signed'],
  };
  const tally = tallyOf(regression, [
    { ...example('000'), baselineLosses: [1, 1, -1], variantLosses: [2, 4, 2] },
    { ...example('000'), baselineLosses: [3, 9, 3], variantLosses: [2, 4, 2] },
  ]);
  expect([valueOf(tally, 'bias'), valueOf(tally, 'bias', 'variant')]).toEqual([1, 2]);
  expect(metricsFor(regression).find(({ name }) => name === 'bias')?.better).toBe('neither');
});
