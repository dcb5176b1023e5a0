import { estimate, notEstimable } from '../base/index.js';
import type { ScoreFunction } from './labelled-scores.js';
import type { Metric } from './metric.js';
import { metricOfScores } from './metric-of-scores.js';
import { heightAt, rocCurve, type RocCurve } from './roc-curve.js';

/**
 * The greatest true positive rate that any threshold gives whose false positive rate is at most `limit`; 0 where only answering
 * nothing positive keeps to it.
 *
 * Its influence needs how steep the ROC curve is there: the difference of its heights at 1½ and ½ times the limit, over the limit.
 *
 * @param limit above 0 and at most ½
 * @see Pepe 2003, "The Statistical Evaluation of Medical Tests for Classification and Prediction", section 5.2
 */
export function sensitivityFunction(limit: number): ScoreFunction {
  return {
    value: (scores) => {
      const curve = rocCurve(scores);
      if (!curve) return notEstimable('examples of one label only');
      return estimate(curve.positives[thresholdOf(curve, limit)] ?? 0);
    },
    influence: ({ scores, masses }) => {
      const curve = rocCurve({ scores, masses });
      const empty = new Float64Array(scores.length);
      if (!curve) return [empty, empty];
      const at = thresholdOf(curve, limit);
      const [negatives, positives] = [curve.negatives[at] ?? 0, curve.positives[at] ?? 0];
      const slope = (heightAt(curve, 1.5 * limit) - heightAt(curve, 0.5 * limit)) / limit;
      const inside = (k: number): number => (k >= at ? 1 : 0);
      return [
        scores.map((_, k) => (-slope * (inside(k) - negatives)) / curve.totals.negatives),
        scores.map((_, k) => (inside(k) - positives) / curve.totals.positives),
      ];
    },
  };
}

/** The lowest threshold that keeps to the limit. */
function thresholdOf({ negatives, steps }: RocCurve, limit: number): number {
  let at = steps;
  while (at > 0 && (negatives[at - 1] ?? 0) <= limit) at -= 1;
  return at;
}

/** True positive rate at a fixed false positive rate. @param limit greatest false positive rate */
export function tprAtFpr(limit: number): Metric {
  return metricOfScores({
    name: `tpr_at_fpr_${limit}`,
    title: `true positive rate at a false positive rate of ${limit}`,
    better: 'higher',
    definition: `Greatest true positive rate of any threshold on the scores whose false positive rate is at most ${limit}, each model at its own threshold.`,
    source: 'Pepe 2003, "The Statistical Evaluation of Medical Tests for Classification and Prediction"',
    relevant: 'examples of the rarer label',
    relevantCount: ({ support }) => Math.min(support[0] ?? 0, support[1] ?? 0),
    function: sensitivityFunction(limit),
    ranksOnly: true,
    negativesShare: limit,
  });
}
