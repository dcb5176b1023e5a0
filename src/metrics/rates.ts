import { estimate, notEstimable, type Estimate } from '../base/index.js';
import type { Metric } from './metric.js';
import type { Cell } from './tally.js';
import type { Side, Statistics } from './statistics.js';

const at = (list: Float64Array, i: number): number => list[i] ?? 0;
const total = (list: Float64Array): number => list.reduce((sum, value) => sum + value, 0);

/** Numerator over denominator, or why there is no such number. */
export function share(numerator: number, denominator: number, of: string): Estimate {
  return denominator > 0 ? estimate(numerator / denominator) : notEstimable(`no ${of}`);
}

const isRight = (cell: Cell, side: Side): boolean => cell[side] === cell.label;

/** The share of right answers. */
export const accuracy: Metric = {
  name: 'accuracy',
  title: 'accuracy',
  tasks: ['binary', 'multiclass'],
  better: 'higher',
  unit: 'rate',
  definition: 'Share of examples answered right.',
  relevant: 'examples',
  relevantCount: ({ n }) => n,
  value: ({ n, hits }) => share(total(hits), n, 'examples'),
  pairing: { kind: 'rate', isRelevant: () => true, isHit: isRight },
};

/** The share of wrong answers: one minus accuracy. */
export const errorRate: Metric = {
  name: 'error_rate',
  title: 'error rate',
  tasks: ['binary', 'multiclass'],
  better: 'lower',
  unit: 'rate',
  definition: 'Share of examples answered wrong.',
  relevant: 'examples',
  relevantCount: ({ n }) => n,
  value: ({ n, hits }) => share(n - total(hits), n, 'examples'),
  pairing: { kind: 'rate', isRelevant: () => true, isHit: (cell, side) => !isRight(cell, side) },
};

/** The share of positive answers; neither side is better, so drift is judged on both. */
export const selectionRate: Metric = {
  name: 'selection_rate',
  title: 'selection rate',
  tasks: ['binary'],
  better: 'neither',
  unit: 'rate',
  definition: 'Share of examples answered positive.',
  relevant: 'examples',
  source: 'Dwork et al. 2012, "Fairness through awareness" (statistical parity)',
  relevantCount: ({ n }) => n,
  value: ({ n, predicted }) => share(at(predicted, 1), n, 'examples'),
  pairing: { kind: 'rate', isRelevant: () => true, isHit: (cell, side) => cell[side] === 1 },
};

/** One of the four confusion rates: among examples of one label, the share with one answer. */
function confusionRate(
  words: Pick<Metric, 'name' | 'title' | 'better' | 'definition'>,
  label: 0 | 1,
  answer: 0 | 1,
): Metric {
  const relevant = label === 1 ? 'positives' : 'negatives';
  const count = ({ support, hits }: Statistics): number =>
    label === answer ? at(hits, label) : at(support, label) - at(hits, label);
  return {
    ...words,
    tasks: ['binary'],
    unit: 'rate',
    relevant,
    relevantCount: ({ support }) => at(support, label),
    value: (statistics) => share(count(statistics), at(statistics.support, label), relevant),
    pairing: {
      kind: 'rate',
      isRelevant: (cell) => cell.label === label,
      isHit: (cell, side) => cell[side] === answer,
    },
  };
}

export const truePositiveRate = confusionRate(
  {
    name: 'true_positive_rate',
    title: 'true positive rate',
    better: 'higher',
    definition: 'Share of positives answered positive (recall, sensitivity).',
  },
  1,
  1,
);

export const falsePositiveRate = confusionRate(
  {
    name: 'false_positive_rate',
    title: 'false positive rate',
    better: 'lower',
    definition: 'Share of negatives answered positive.',
  },
  0,
  1,
);

export const falseNegativeRate = confusionRate(
  {
    name: 'false_negative_rate',
    title: 'false negative rate',
    better: 'lower',
    definition: 'Share of positives answered negative (misses).',
  },
  1,
  0,
);

export const trueNegativeRate = confusionRate(
  {
    name: 'true_negative_rate',
    title: 'true negative rate',
    better: 'higher',
    definition: 'Share of negatives answered negative (specificity).',
  },
  0,
  0,
);

/** Recall of one class: the share of its examples answered with it. */
export function recallOf(index: number): Metric {
  return {
    name: 'recall',
    title: 'recall',
    tasks: ['multiclass'],
    better: 'higher',
    unit: 'rate',
    definition: "Share of one class's examples answered with that class.",
    relevant: 'examples of the class',
    class: index,
    relevantCount: ({ support }) => at(support, index),
    value: ({ support, hits }) => share(at(hits, index), at(support, index), 'examples of the class'),
    pairing: { kind: 'rate', isRelevant: (cell) => cell.label === index, isHit: isRight },
  };
}
