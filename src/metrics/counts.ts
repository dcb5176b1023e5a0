import { estimate, notEstimable } from '../base/index.js';
import type { Metric } from './metric.js';
import { share } from './rates.js';

const at = (list: Float64Array, i: number): number => list[i] ?? 0;

/** Of the positive answers, the share that is right. The two models' denominators differ, so it is no paired rate. */
export const precision: Metric = {
  name: 'precision',
  title: 'precision',
  tasks: ['binary'],
  better: 'higher',
  unit: 'rate',
  definition: 'Share of positive answers that are right (positive predictive value).',
  relevant: 'positive answers',
  relevantCount: ({ predicted }) => at(predicted, 1),
  value: ({ hits, predicted }) => share(at(hits, 1), at(predicted, 1), 'positive answers'),
  pairing: { kind: 'counts' },
};

/** The harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN). */
export const f1: Metric = {
  name: 'f1',
  title: 'F1',
  tasks: ['binary'],
  better: 'higher',
  unit: 'rate',
  definition: 'Harmonic mean of precision and true positive rate: 2 TP / (2 TP + FP + FN).',
  relevant: 'positives and positive answers',
  source: 'van Rijsbergen 1979, "Information Retrieval", chapter 7',
  relevantCount: ({ support, hits, predicted }) => at(support, 1) + at(predicted, 1) - at(hits, 1),
  value: ({ support, hits, predicted }) =>
    share(2 * at(hits, 1), at(predicted, 1) + at(support, 1), 'positives or positive answers'),
  pairing: { kind: 'counts' },
};

/** The plain mean of recall over the classes that are present in the slice; how many is shown beside it. */
export const meanRecall: Metric = {
  name: 'mean_recall',
  title: 'mean recall',
  tasks: ['multiclass'],
  better: 'higher',
  unit: 'rate',
  definition: 'Mean over the classes present of the share of their examples answered right (macro recall).',
  relevant: 'examples',
  relevantCount: ({ n }) => n,
  value: ({ support, hits }) => {
    let sum = 0;
    let present = 0;
    for (const [k, n] of support.entries()) {
      if (n <= 0) continue;
      present += 1;
      sum += at(hits, k) / n;
    }
    return present > 0 ? estimate(sum / present) : notEstimable('no examples');
  },
  pairing: {
    kind: 'rate',
    isRelevant: () => true,
    isHit: (cell, side) => cell[side] === cell.label,
    weight: (label, support) => 1 / (at(support, label) * support.filter((n) => n > 0).length),
  },
};
