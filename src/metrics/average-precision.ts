import { estimate, notEstimable } from '../base/index.js';
import { massesAbove } from './descending.js';
import { oncePerScores, type LabelledScores, type ScoreFunction } from './labelled-scores.js';
import { metricOfScores } from './metric-of-scores.js';

/**
 * The mean over the positives of the precision at each one's score: scikit-learn's step definition, without interpolation.
 *
 * @see Zhu 2004, "Recall, precision and average precision"
 */
export const averagePrecisionFunction: ScoreFunction = {
  value: (scores) => {
    const { total, average } = precisions(scores);
    return total > 0 ? estimate(average) : notEstimable('no positive examples');
  },
  influence: (scores) => {
    const [, positives] = scores.masses;
    const { total, average, precision, above } = precisions(scores);
    const [ofNegatives, ofPositives] = [new Float64Array(positives.length), new Float64Array(positives.length)];
    // One more example at a score changes the precision at that score and at all below it.
    let [byNegative, byPositive] = [0, 0];
    for (let k = 0; k < positives.length; k++) {
      const n = above.negative[k] ?? 0;
      const p = above.positive[k] ?? 0;
      const share = (positives[k] ?? 0) / total / (n + p) ** 2;
      if (n + p > 0) {
        byNegative -= share * p;
        byPositive += share * n;
      }
      ofNegatives[k] = byNegative;
      ofPositives[k] = byPositive + ((precision[k] ?? 0) - average) / total;
    }
    return [ofNegatives, ofPositives];
  },
  // Not from orders alone: below the negatives of a place, positives of one score count for more than as many of different ones.
  range: (places) => {
    const above = massesAbove(places);
    const total = above.positive[0] ?? 0;
    let [lower, upper] = [0, 0];
    for (const [k, own] of places.masses[1].entries()) {
      if (!(own > 0)) continue;
      const [before, after] = [above.negative[k + 1] ?? 0, above.negative[k] ?? 0];
      const better = above.positive[k + 1] ?? 0;
      upper += (own * (better + own)) / (better + own + before);
      // ∫ (better + u) / (better + u + after) du: of positives that all have scores of their own, and are as light as they like.
      lower += own - (after > 0 ? after * Math.log1p(own / (better + after)) : 0);
    }
    return { lower: lower / total, upper: upper / total };
  },
};

/** The precision at each score, and its mean over the positives; nothing follows where their total is 0. */
const precisions = oncePerScores((scores: LabelledScores) => {
  const [, positives] = scores.masses;
  const above = massesAbove(scores);
  const total = above.positive[0] ?? 0;
  let average = 0;
  const precision = positives.map((_, k) => {
    const n = above.negative[k] ?? 0;
    const p = above.positive[k] ?? 0;
    return n + p > 0 ? p / (n + p) : 1;
  });
  // From the top, as scikit-learn adds them up.
  for (let k = positives.length - 1; k >= 0; k--) average += ((positives[k] ?? 0) / total) * (precision[k] ?? 0);
  return { above, total, average, precision };
});

/** Average precision of the scores, of the positive class. */
export const averagePrecision = metricOfScores({
  name: 'average_precision',
  title: 'average precision',
  better: 'higher',
  definition:
    'Mean over the positives of the precision at each one’s score: the area under the steps of precision over recall.',
  source: 'Zhu 2004, "Recall, precision and average precision"',
  relevant: 'positive examples',
  relevantCount: ({ support }) => support[1] ?? 0,
  function: averagePrecisionFunction,
  ranksOnly: true,
});
