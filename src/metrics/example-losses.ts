import { logLossClip } from './losses.js';

/** Log loss and Brier score of one binary answer. @param score of the positive class, in [0, 1]; @param label 0 or 1 */
export function binaryLosses(score: number, label: number): readonly [number, number] {
  const ofTruth = label === 1 ? score : 1 - score;
  return [-Math.log(clip(ofTruth)), (score - label) ** 2];
}

/** Log loss and Brier score (summed over classes) of one multiclass answer. @param scores sum to 1; @param label index */
export function multiclassLosses(scores: ArrayLike<number>, label: number): readonly [number, number] {
  let squares = 0;
  for (let k = 0; k < scores.length; k++) squares += ((scores[k] ?? 0) - (k === label ? 1 : 0)) ** 2;
  return [-Math.log(clip(scores[label] ?? 0)), squares];
}

/** Absolute, squared and signed error of one prediction. */
export function regressionErrors(prediction: number, label: number): readonly [number, number, number] {
  const error = prediction - label;
  return [Math.abs(error), error * error, error];
}

function clip(score: number): number {
  return Math.min(1 - logLossClip, Math.max(logLossClip, score));
}
