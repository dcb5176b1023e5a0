import { estimate, notEstimable } from '../base/index.js';
import type { LabelledScores, ScoreFunction } from './labelled-scores.js';
import type { Metric } from './metric.js';
import { metricOfScores } from './metric-of-scores.js';
import { rocCurve, type RocCurve } from './roc-curve.js';

/**
 * The area under the ROC curve where the false positive rate is at most `limit`, standardised so that 1 is the most and ½ that of
 * scores which tell nothing.
 *
 * @param limit between 0 and 1
 * @see McClish 1989, "Analyzing a portion of the ROC curve"
 */
export function partialAreaFunction(limit: number): ScoreFunction {
  const [least, most] = [(limit * limit) / 2, limit];
  return {
    value: (scores) => {
      const curve = rocCurve(scores);
      if (!curve) return notEstimable('examples of one label only');
      return estimate((1 + (areaUpTo(curve, limit).area - least) / (most - least)) / 2);
    },
    influence: (scores) => {
      const curve = rocCurve(scores);
      const empty = new Float64Array(scores.scores.length);
      return curve ? influences(curve, limit, 1 / (2 * (most - least)), scores) : [empty, empty];
    },
  };
}

/** Where the curve reaches the limit, and the area under it up to there. */
function areaUpTo(
  { negatives, positives, steps }: RocCurve,
  limit: number,
): { readonly area: number; readonly height: number } {
  let area = 0;
  for (let k = steps - 1; k >= 0; k--) {
    const from = negatives[k + 1] ?? 0;
    const to = negatives[k] ?? 0;
    const low = positives[k + 1] ?? 0;
    const high = positives[k] ?? 0;
    if (to > limit) {
      const part = (limit - from) / (to - from);
      const height = low + part * (high - low);
      return { area: area + ((limit - from) * (low + height)) / 2, height };
    }
    area += ((to - from) * (low + high)) / 2;
  }
  return { area, height: positives[0] ?? 0 };
}

/**
 * A positive at a score raises the curve to the right of it; a negative there moves the curve to the right above it. Both by as much as
 * they weigh among their label, less the average of doing so.
 */
function influences(
  curve: RocCurve,
  limit: number,
  scale: number,
  { scores }: LabelledScores,
): readonly [Float64Array, Float64Array] {
  const { negatives, positives, totals } = curve;
  const { area, height } = areaUpTo(curve, limit);
  const [ofNegatives, ofPositives] = [new Float64Array(scores.length), new Float64Array(scores.length)];
  for (let k = 0; k < scores.length; k++) {
    const from = negatives[k + 1] ?? 0;
    const to = negatives[k] ?? 0;
    const low = positives[k + 1] ?? 0;
    const high = positives[k] ?? 0;
    let right = 0;
    let above = 0;
    if (to <= limit) {
      right = limit - (from + to) / 2;
      above = height - (low + high) / 2;
    } else if (from < limit) {
      const part = (limit - from) / (to - from);
      right = (part * (limit - from)) / 2;
      above = (part * part * (high - low)) / 2;
    }
    ofPositives[k] = (scale * (right - area)) / totals.positives;
    ofNegatives[k] = (-scale * (above - (limit * height - area))) / totals.negatives;
  }
  return [ofNegatives, ofPositives];
}

/** Standardised partial area under the ROC curve. @param limit greatest false positive rate */
export function partialAuc(limit: number): Metric {
  return metricOfScores({
    name: `partial_auc_${limit}`,
    title: `partial AUC to a false positive rate of ${limit}`,
    better: 'higher',
    definition: `Area under the ROC curve where the false positive rate is at most ${limit}, standardised: 1 is the most, 0.5 is what chance gives.`,
    source: 'McClish 1989, "Analyzing a portion of the ROC curve"',
    relevant: 'examples of the rarer label',
    relevantCount: ({ support }) => Math.min(support[0] ?? 0, support[1] ?? 0),
    function: partialAreaFunction(limit),
    ranksOnly: true,
  });
}
