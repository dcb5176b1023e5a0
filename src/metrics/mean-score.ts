import { estimate, notEstimable } from '../base/index.js';
import type { LabelledScores, ScoreFunction } from './labelled-scores.js';
import type { Metric } from './metric.js';
import { metricOfScores } from './metric-of-scores.js';

/** The mean score of the positive class, in [0, 1]. Both ways of moving may be wrong. */
export const meanScore: Metric = metricOfScores({
  name: 'mean_score',
  title: 'mean score',
  better: 'neither',
  definition: 'Mean of the scores of the positive class.',
  relevant: 'examples',
  relevantCount: ({ n }) => n,
  function: meanOf((score) => score),
});

/** The mean score minus the share of positives, in [−1, 1]: above 0 where the scores promise more positives than there are; 0 is ideal. */
export const meanCalibrationGap: Metric = metricOfScores({
  name: 'mean_calibration_gap',
  title: 'mean calibration gap',
  better: 'neither',
  span: 2,
  definition:
    'Mean score of the positive class minus the share of positives: 0 is ideal, above 0 the scores promise more positives than there are.',
  source: 'Pleiss et al. 2017, "On fairness and calibration"',
  // With the mean score it tells the share of positives, so it is withheld where a label is.
  relevant: 'examples of all labels',
  relevantCount: ({ n }) => n,
  function: meanOf((score, label) => score - label),
});

/** The mean of a number that an example's score and label decide. */
function meanOf(numberOf: (score: number, label: 0 | 1) => number): ScoreFunction {
  const value = (scores: LabelledScores): { readonly mean: number; readonly total: number } => {
    let [sum, total] = [0, 0];
    for (const [i, score] of scores.scores.entries()) {
      for (const label of [0, 1] as const) {
        const mass = scores.masses[label][i] ?? 0;
        sum += mass * numberOf(score, label);
        total += mass;
      }
    }
    return { mean: sum / total, total };
  };
  return {
    value: (scores) => {
      const { mean, total } = value(scores);
      return total > 0 ? estimate(mean) : notEstimable('no examples');
    },
    influence: (scores) => {
      const { mean, total } = value(scores);
      const of = (label: 0 | 1): Float64Array => scores.scores.map((score) => (numberOf(score, label) - mean) / total);
      return [of(0), of(1)];
    },
    range: ({ masses, low, high }) => ({
      lower: value({ masses, scores: low }).mean,
      upper: value({ masses, scores: high }).mean,
    }),
  };
}
