import { estimate, notEstimable } from '../base/index.js';
import type { Metric } from './metric.js';

const at = (list: Float64Array, i: number): number => list[i] ?? 0;

/** What the two coefficients of agreement share. */
const coefficient = {
  tasks: ['binary', 'multiclass'],
  better: 'higher',
  unit: 'number',
  span: 2,
  relevant: 'examples of all labels',
  relevantCount: ({ n }) => n,
  pairing: { kind: 'counts' },
} satisfies Partial<Metric>;

/** Cohen's kappa: how far answers agree with the labels beyond what their frequencies alone would give. */
export const kappa: Metric = {
  ...coefficient,
  name: 'kappa',
  title: 'Cohen’s kappa',
  definition:
    'Agreement of answers and labels beyond that of their frequencies, over the most that there could be; at most 1.',
  source: 'Cohen 1960, "A coefficient of agreement for nominal scales"',
  value: ({ n, support, hits, predicted }) => {
    if (n <= 0) return notEstimable('no examples');
    const expected = support.reduce((sum, of, k) => sum + (of / n) * (at(predicted, k) / n), 0);
    const observed = hits.reduce((sum, of) => sum + of, 0) / n;
    return 1 - expected > 1e-12
      ? estimate((observed - expected) / (1 - expected))
      : notEstimable('one label and one answer only');
  },
};

/** Matthews' correlation of answers and labels, for several classes in Gorodkin's form. */
export const matthews: Metric = {
  ...coefficient,
  name: 'matthews',
  title: 'Matthews correlation',
  definition: 'Correlation of answers and labels, from −1 to 1; for several classes in Gorodkin’s form.',
  source:
    'Matthews 1975, "Comparison of the predicted and observed secondary structure of T4 phage lysozyme"; Gorodkin 2004',
  value: ({ n, support, hits, predicted }) => {
    if (n <= 0) return notEstimable('no examples');
    const dot = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, of, k) => sum + (of / n) * (at(b, k) / n), 0);
    const right = hits.reduce((sum, of) => sum + of, 0) / n;
    const spread = (1 - dot(support, support)) * (1 - dot(predicted, predicted));
    return spread > 1e-15
      ? estimate((right - dot(support, predicted)) / Math.sqrt(spread))
      : notEstimable('one label or one answer only');
  },
};
