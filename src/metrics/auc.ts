import { estimate, notEstimable } from '../base/index.js';
import { areaUnderCurve } from './area-under-curve.js';
import type { Metric } from './metric.js';

/**
 * The area under the ROC curve: how likely the scores rank a positive above a negative, ties counting half.
 *
 * Needs the second pass ({@link RankPass}); a set without it has no AUC.
 */
export const auc: Metric = {
  name: 'auc',
  title: 'AUC',
  tasks: ['binary'],
  better: 'higher',
  unit: 'number',
  definition: 'Share of pairs of a positive and a negative that the scores rank rightly, ties counting half.',
  relevant: 'examples of the rarer label',
  source: 'Hanley, McNeil 1982, "The meaning and use of the area under a receiver operating characteristic curve"',
  relevantCount: ({ support }) => Math.min(support[0] ?? 0, support[1] ?? 0),
  value: ({ support, ranking, scores }) => {
    if (Math.min(support[0] ?? 0, support[1] ?? 0) === 0) return notEstimable('examples of one label only');
    if (ranking) return estimate(ranking.auc);
    return scores?.get('auc') ?? notEstimable('the scores were not read a second time');
  },
  pairing: { kind: 'rank', function: areaUnderCurve },
};
