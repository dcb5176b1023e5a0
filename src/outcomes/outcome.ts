import type { Activation } from '../base/index.js';

/** How a model's output becomes what it said; the plan's outcome with its classes read and its labels known. */
export type OutcomeSpec =
  | {
      readonly task: 'binary';
      readonly output: string;
      readonly activation: Activation;
      /** The labels: the negative one, then the positive one. */
      readonly labels: readonly [string, string];
      /** Scores at or above it are positive. */
      readonly threshold: number;
      /** Metrics of scores with a number in their name that are measured besides the usual ones, such as `tpr_at_fpr_0.01`. */
      readonly ofScores?: readonly string[] | undefined;
    }
  | {
      readonly task: 'multiclass';
      readonly output: string;
      readonly activation: Activation;
      /** In the order of the output. */
      readonly classes: readonly string[];
      /** The k of top-k accuracy, each below the number of classes; the usual ones unless given. */
      readonly top?: readonly number[] | undefined;
    }
  | {
      readonly task: 'regression';
      readonly output: string;
      /** Of the pinball loss; the usual ones unless given. */
      readonly quantiles?: readonly number[] | undefined;
    };

/** What one model said for one example. */
export type Outcome =
  /** The score of the positive class, in [0, 1], as a 32-bit float. */
  | { readonly kind: 'score'; readonly score: number }
  /** A score a class, each in [0, 1], as 32-bit floats. */
  | { readonly kind: 'scores'; readonly scores: readonly number[] }
  | { readonly kind: 'value'; readonly value: number };

/** The index of the answer: for binary 1 where the score reaches the threshold; for multiclass the first largest score. */
export function answerOf(outcome: Outcome, spec: OutcomeSpec): number {
  // Scores are 32-bit floats: one that the model and the plan write as 0.7 is a hair below 0.7 in 64 bits.
  if (outcome.kind === 'score') return spec.task === 'binary' && outcome.score >= Math.fround(spec.threshold) ? 1 : 0;
  if (outcome.kind === 'value') return 0;
  let best = 0;
  for (const [k, score] of outcome.scores.entries()) if (score > (outcome.scores[best] ?? 0)) best = k;
  return best;
}

/** What the answer is called: a class, or the number. */
export function answerName(outcome: Outcome, spec: OutcomeSpec): string {
  if (outcome.kind === 'value') return String(outcome.value);
  const names = spec.task === 'binary' ? spec.labels : spec.task === 'multiclass' ? spec.classes : [];
  return names[answerOf(outcome, spec)] ?? '';
}
