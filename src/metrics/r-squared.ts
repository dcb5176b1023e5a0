import { estimate, notEstimable } from '../base/index.js';
import type { Metric } from './metric.js';
import type { Statistics } from './statistics.js';

/** Labels whose variance is a smaller share than this of their mean square: what sums of squares say of it is rounding. */
const leastVariance = 1e-7;

/** The mean and the variance of the labels; nothing where they do not vary, or hardly for their size. */
export function labelMoments({
  n,
  losses,
}: Pick<Statistics, 'n' | 'losses'>): { readonly mean: number; readonly variance: number } | undefined {
  if (!(n > 0)) return undefined;
  const mean = (losses['label'] ?? 0) / n;
  const meanSquare = (losses['label_2'] ?? 0) / n;
  const variance = meanSquare - mean * mean;
  return variance > leastVariance * meanSquare ? { mean, variance } : undefined;
}

/** The share of the labels' variance that predictions explain: 1 minus the mean squared error over it. */
export const rSquared: Metric = {
  name: 'r_squared',
  title: 'R²',
  tasks: ['regression'],
  better: 'higher',
  unit: 'number',
  definition:
    'One minus the mean squared error over the variance of the labels in the same slice: 1 for perfect predictions, 0 for those that always say the mean.',
  source: 'Wright 1921, "Correlation and causation"',
  relevant: 'examples',
  relevantCount: ({ n }) => n,
  value: (statistics) => {
    const { n, losses } = statistics;
    if (!(n > 0)) return notEstimable('no examples');
    const labels = labelMoments(statistics);
    if (!labels) return notEstimable('labels that do not vary, or hardly for their size');
    return estimate(1 - (losses['squared'] ?? 0) / n / labels.variance);
  },
  pairing: { kind: 'explained' },
};
