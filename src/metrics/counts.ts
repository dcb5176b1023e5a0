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

/** One of the rates among the answers of one kind: the two models' denominators differ. */
function answerRate(
  words: Pick<Metric, 'name' | 'title' | 'better' | 'definition'>,
  answer: 0 | 1,
  isRight: boolean,
): Metric {
  const relevant = answer === 1 ? 'positive answers' : 'negative answers';
  return {
    ...words,
    tasks: ['binary'],
    unit: 'rate',
    relevant,
    relevantCount: ({ predicted }) => at(predicted, answer),
    value: ({ hits, predicted }) =>
      share(isRight ? at(hits, answer) : at(predicted, answer) - at(hits, answer), at(predicted, answer), relevant),
    pairing: { kind: 'counts' },
  };
}

export const negativePredictiveValue = answerRate(
  {
    name: 'negative_predictive_value',
    title: 'negative predictive value',
    better: 'higher',
    definition: 'Share of negative answers that are right.',
  },
  0,
  true,
);

export const falseDiscoveryRate = answerRate(
  {
    name: 'false_discovery_rate',
    title: 'false discovery rate',
    better: 'lower',
    definition: 'Share of positive answers that are wrong: one minus precision.',
  },
  1,
  false,
);

export const falseOmissionRate = answerRate(
  {
    name: 'false_omission_rate',
    title: 'false omission rate',
    better: 'lower',
    definition: 'Share of negative answers that are wrong.',
  },
  0,
  false,
);

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

/** The mean of recall over the classes that are there, for a task under the name that it goes by there. */
function recallMean(words: Pick<Metric, 'name' | 'title' | 'tasks' | 'definition' | 'relevant'>): Metric {
  return {
    ...words,
    better: 'higher',
    unit: 'rate',
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
}

/** The plain mean of recall over the classes that are present in the slice; how many is shown beside it. */
export const meanRecall = recallMean({
  name: 'mean_recall',
  title: 'mean recall',
  tasks: ['multiclass'],
  relevant: 'examples of all labels',
  definition: 'Mean over the classes present of the share of their examples answered right (macro recall).',
});

/** The mean of true positive and true negative rate; of the one that there is, where a label is missing. */
export const balancedAccuracy = recallMean({
  name: 'balanced_accuracy',
  title: 'balanced accuracy',
  tasks: ['binary'],
  relevant: 'examples of all labels',
  definition: 'Mean of the true positive and the true negative rate, over the labels present.',
});
