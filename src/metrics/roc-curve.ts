import { massesAbove } from './descending.js';
import { oncePerScores, type LabelledScores } from './labelled-scores.js';

/** The ROC curve of some scores: at threshold k everything from score k up is positive; at the end nothing is. */
export interface RocCurve {
  /** False positive rates by threshold, falling from 1 to 0. */
  readonly negatives: Float64Array;
  /** True positive rates by threshold, falling from 1 to 0. */
  readonly positives: Float64Array;
  /** How many scores there are: one less than points. */
  readonly steps: number;
  /** What all negatives and all positives weigh. */
  readonly totals: { readonly negatives: number; readonly positives: number };
}

/** The curve; nothing where a label is missing. */
export function rocCurve(scores: LabelledScores): RocCurve | undefined {
  const curve = curveOf(scores);
  return curve.totals.negatives > 0 && curve.totals.positives > 0 ? curve : undefined;
}

const curveOf = oncePerScores((scores: LabelledScores): RocCurve => {
  const { negative, positive } = massesAbove(scores);
  const [n, p] = [negative[0] ?? 0, positive[0] ?? 0];
  return {
    negatives: negative.map((mass) => mass / n),
    positives: positive.map((mass) => mass / p),
    steps: scores.scores.length,
    totals: { negatives: n, positives: p },
  };
});

/** The true positive rate at a false positive rate, on the straight lines between thresholds. */
export function heightAt({ negatives, positives, steps }: RocCurve, rate: number): number {
  for (let k = steps - 1; k >= 0; k--) {
    const to = negatives[k] ?? 0;
    if (to <= rate) continue;
    const from = negatives[k + 1] ?? 0;
    const [low, high] = [positives[k + 1] ?? 0, positives[k] ?? 0];
    return low + ((rate - from) / (to - from)) * (high - low);
  }
  return 1;
}
