import { logLossClip } from './losses.js';

/** Log loss and Brier score of one binary answer. @param score of the positive class, in [0, 1]; @param label 0 or 1 */
export function binaryLosses(score: number, label: number): readonly [number, number] {
  return [binaryLogLoss(score, label), binaryBrier(score, label)];
}

/** Log loss and Brier score (summed over classes) of one multiclass answer. @param scores sum to 1; @param label index */
export function multiclassLosses(scores: ArrayLike<number>, label: number): readonly [number, number] {
  return [multiclassLogLoss(scores, label), multiclassBrier(scores, label)];
}

/** Absolute, squared and signed error of one prediction. */
export function regressionErrors(prediction: number, label: number): readonly [number, number, number] {
  const error = prediction - label;
  return [Math.abs(error), error * error, error];
}

/** −ln of the score that the truth got. */
export function binaryLogLoss(score: number, label: number): number {
  return -Math.log(clip(label === 1 ? score : 1 - score));
}

/** The squared distance of the score from the truth. */
export function binaryBrier(score: number, label: number): number {
  return (score - label) ** 2;
}

/** −ln of the score that the truth got. */
export function multiclassLogLoss(scores: ArrayLike<number>, label: number): number {
  return -Math.log(clip(scores[label] ?? 0));
}

/** The squared distances of all scores from the truth. */
export function multiclassBrier(scores: ArrayLike<number>, label: number): number {
  let squares = 0;
  for (let k = 0; k < scores.length; k++) squares += ((scores[k] ?? 0) - (k === label ? 1 : 0)) ** 2;
  return squares;
}

/**
 * 1 where the label is among the k largest scores, else 0. Of equal scores the first class comes first, as it does for the answer
 * itself, so that the top 1 is accuracy.
 */
export function isInTop(k: number, scores: ArrayLike<number>, label: number): 0 | 1 {
  const own = scores[label] ?? 0;
  let before = 0;
  for (let j = 0; j < scores.length; j++) {
    const other = scores[j] ?? 0;
    if (other > own || (other === own && j < label)) before += 1;
  }
  return before < k ? 1 : 0;
}

/**
 * The pinball loss of a prediction taken for a quantile: being too low costs the quantile's share of the error, being too high the rest.
 *
 * @see Koenker, Bassett 1978, "Regression quantiles"
 */
export function pinball(quantile: number, prediction: number, label: number): number {
  const short = label - prediction;
  return short >= 0 ? quantile * short : (quantile - 1) * short;
}

function clip(score: number): number {
  return Math.min(1 - logLossClip, Math.max(logLossClip, score));
}
