import type { Estimate } from '../base/index.js';
import type { ScoreFunction } from './labelled-scores.js';
import type { Cell, TallyFrame } from './tally.js';
import type { Side, Statistics } from './statistics.js';

export type Task = TallyFrame['task'];

/** A pure function of a tally, with all that a reader needs to know about it. */
export interface Metric {
  /** As in plans. */
  readonly name: string;
  /** As in a sentence. */
  readonly title: string;
  readonly tasks: readonly Task[];
  readonly better: 'higher' | 'lower' | 'neither';
  /** `rate`: a share of examples, shown in points; `number`: in its own unit. */
  readonly unit: 'rate' | 'number';
  readonly definition: string;
  /** How far apart two of its values can be, where that is not 1: 2 for a coefficient in [−1, 1]. */
  readonly span?: number;
  /** Which examples it is about. */
  readonly relevant: string;
  readonly source?: string;
  /** Between the two models' answers: 0 for the baseline and at least 0 for the variant, so that a drift above 0 is no news. */
  readonly isDistance?: boolean;
  /** For a metric about one class: its index; such metrics are made by {@link metricsFor}. */
  readonly class?: number;
  /** How many examples it is about. @param statistics plain counts: of examples, whatever they weigh */
  relevantCount(statistics: Statistics): number;
  value(statistics: Statistics): Estimate;
  /** How it pairs up, which decides how its drift gets an interval. */
  readonly pairing: Pairing;
}

export type Pairing =
  /** A share of the same examples on both sides: score intervals apply. */
  | {
      readonly kind: 'rate';
      isRelevant(cell: Cell): boolean;
      isHit(cell: Cell, side: Side): boolean;
      /** What one example of this label weighs, where they do not all weigh the same; the weights sum to one. @param support examples a label */
      weight?(label: number, support: Float64Array): number;
    }
  /** A mean of a loss, by its name: the paired differences have a mean and a variance. `isShare`: the loss is 0 or 1. */
  | { readonly kind: 'mean'; readonly loss: string; readonly isShare?: boolean }
  /** The root of a mean of a loss: by the delta method. */
  | { readonly kind: 'root-mean'; readonly loss: string }
  /** How much of the labels' variance squared errors leave: by the delta method, from their sums with the labels'. */
  | { readonly kind: 'explained' }
  /** The area under the ROC curve: from exact placements of the second pass; with weights by its function, like any other. */
  | { readonly kind: 'rank'; readonly function: ScoreFunction }
  /**
   * A function of the scores and the labels: from its influences, summed by the second pass. `ranksOnly`: only their order counts.
   * `negativesShare`: its variance rests on this share of the negatives, those with the largest scores.
   */
  | {
      readonly kind: 'scores';
      readonly function: ScoreFunction;
      readonly ranksOnly: boolean;
      readonly negativesShare?: number | undefined;
    }
  /** A property of the labels, which both models share: it has no drift and cannot be judged. */
  | { readonly kind: 'labels' }
  /** Any other function of the counts: leaving one example out at a time. */
  | { readonly kind: 'counts' };

/** Whether a metric needs the second pass over the examples. */
export function needsSecondPass({ pairing }: Pick<Metric, 'pairing'>): boolean {
  return pairing.kind === 'rank' || pairing.kind === 'scores';
}
