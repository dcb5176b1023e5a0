import { estimate, notEstimable } from '../base/index.js';
import { oncePerScores, type LabelledScores } from './labelled-scores.js';
import { fitIntercept, fitSlope, type Fit } from './logistic-fit.js';
import { rangeOfIntercept, rangeOfSlope } from './line-range.js';
import { logLossClip } from './losses.js';
import type { Metric } from './metric.js';
import { metricOfScores, type MetricOfScores } from './metric-of-scores.js';
import type { ScorePlaces, SureRange } from './score-places.js';

const facts = {
  better: 'neither',
  relevant: 'examples of the rarer label',
  relevantCount: ({ support }) => Math.min(support[0] ?? 0, support[1] ?? 0),
} as const satisfies Partial<MetricOfScores>;

/**
 * The slope of the logistic regression of the label on the logit of the score: 1 is ideal, below 1 the scores are too extreme, above
 * 1 too timid, at 0 or below they say nothing or the contrary.
 *
 * Not better higher or lower: drift is held on both sides. Scores are clipped as in log loss, so that 0 and 1 have a logit.
 */
export const calibrationSlope: Metric = metricOfScores({
  ...facts,
  name: 'calibration_slope',
  title: 'calibration slope',
  definition:
    `Slope of the logistic regression of the label on the logit of the score, with an intercept of its own: 1 is ideal, below 1 scores ` +
    `are too extreme. Scores are clipped to [${logLossClip}, 1 − ${logLossClip}].`,
  source:
    'Cox 1958, "Two further applications of a model for binary regression"; Miller, Hui, Tierney 1991, "Validation techniques for logistic regression models"',
  function: lineOf(fitSlope, rangeOfSlope),
});

/**
 * Calibration in the large: the intercept of the same regression with the slope held at 1. 0 is ideal; below 0 the scores are too
 * high on the whole.
 *
 * The slope is held because an intercept beside a free slope is what happens at a score of one half, which few examples may have, and
 * moves with the slope; held at 1 it says by how much all scores lie too low, on the logit scale.
 */
export const calibrationIntercept: Metric = metricOfScores({
  ...facts,
  name: 'calibration_intercept',
  title: 'calibration intercept',
  definition:
    `Calibration in the large: intercept of the logistic regression of the label on the logit of the score with the slope held at 1. 0 is ` +
    `ideal, below 0 scores are too high on the whole. Scores are clipped to [${logLossClip}, 1 − ${logLossClip}].`,
  source:
    'Cox 1958, "Two further applications of a model for binary regression"; Miller, Hui, Tierney 1991, "Validation techniques for logistic regression models"',
  function: lineOf(fitIntercept, rangeOfIntercept),
});

/** A coefficient and its influence: the inverse information times what each example adds to the score equations. */
function lineOf(
  fit: (logits: LabelledScores) => Fit,
  range: (logits: ScorePlaces, coefficient: number) => SureRange | undefined,
): MetricOfScores['function'] {
  const fitOf = oncePerScores((scores) => fit(onLogits(scores)));
  return {
    value: (scores) => {
      const found = fitOf(scores);
      return found.kind === 'fit' ? estimate(found.coefficient) : notEstimable(found.reason);
    },
    influence: (scores) => {
      const logits = onLogits(scores).scores;
      const found = fitOf(scores);
      if (found.kind !== 'fit') throw new RangeError(`no influence where there is no value: ${found.reason}`);
      return [logits.map((logit) => found.influence(logit, 0)), logits.map((logit) => found.influence(logit, 1))];
    },
    range: (places, coefficient) =>
      range({ ...onLogits(places), low: logitsOf(places.low), high: logitsOf(places.high) }, coefficient),
  };
}

/** The same with the logit of every score in its place. */
const onLogits = oncePerScores(({ scores, masses }: LabelledScores): LabelledScores => ({
  scores: logitsOf(scores),
  masses,
}));

function logitsOf(scores: Float64Array): Float64Array {
  return scores.map((score) => {
    const clipped = Math.min(1 - logLossClip, Math.max(logLossClip, score));
    return Math.log(clipped) - Math.log1p(-clipped);
  });
}
