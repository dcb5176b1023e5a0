import type { Metric } from './metric.js';
import { estimate, notEstimable } from '../base/index.js';

/** A mean distance between what the two models say of an example: 0 on the baseline's side, so that its drift is itself. */
function meanDistance(
  words: Pick<Metric, 'name' | 'title' | 'definition' | 'tasks'> & Partial<Pick<Metric, 'source'>>,
  loss: string,
): Metric {
  return {
    ...words,
    better: 'lower',
    unit: 'number',
    isDistance: true,
    relevant: 'examples',
    relevantCount: ({ n }) => n,
    value: ({ n, losses }) => (n > 0 ? estimate((losses[loss] ?? 0) / n) : notEstimable('no examples')),
    pairing: { kind: 'mean', loss },
  };
}

const scores = { tasks: ['binary', 'multiclass'] } as const;

/** How far the variant's scores diverge from the baseline's, in natural units. */
export const klDivergenceMean = meanDistance(
  {
    ...scores,
    name: 'kl_divergence',
    title: 'KL divergence of the scores',
    definition:
      'Mean of Σ p ln(p / q) over the baseline’s scores p and the variant’s q of an example, in natural units; a q of 0 counts as 1e-15. Its drift is itself.',
    source: 'Kullback, Leibler 1951, "On information and sufficiency"',
  },
  'kl_divergence',
);

export const jensenShannonMean = meanDistance(
  {
    ...scores,
    name: 'js_divergence',
    title: 'Jensen-Shannon divergence of the scores',
    definition:
      'Mean over the examples of the mean KL divergence of both models’ scores from their middle, in natural units: 0 to 0.693. Its drift is itself.',
    source: 'Lin 1991, "Divergence measures based on the Shannon entropy"',
  },
  'js_divergence',
);

export const totalVariationMean = meanDistance(
  {
    ...scores,
    name: 'total_variation',
    title: 'total variation of the scores',
    definition:
      'Mean of half the sum of |variant’s score − baseline’s score| over the classes: 0 to 1. Its drift is itself.',
  },
  'total_variation',
);

export const meanAbsoluteChange = meanDistance(
  {
    tasks: ['regression'],
    name: 'mean_absolute_change',
    title: 'mean absolute change',
    definition: 'Mean of |variant’s prediction − baseline’s prediction|. Its drift is itself.',
  },
  'change',
);
