import type { Estimate } from '../base/index.js';
import type { ScorePlaces, SureRange } from './score-places.js';

/** One model's scores of the positive class over a set of examples, counted by score and label. */
export interface LabelledScores {
  /** Each score once, ascending, in [0, 1]. */
  readonly scores: Float64Array;
  /** At each score: the mass of the negatives, then that of the positives. A mass is a number of examples, or a sum of their weights. */
  readonly masses: readonly [negatives: Float64Array, positives: Float64Array];
}

/**
 * A function of how one model's scores and the labels lie together: all that a metric of scores needs to have a value, a variance, and
 * a paired drift with its own interval.
 *
 * It must be homogeneous of degree 0 in the masses (doubling them all changes nothing), and depend on nothing else.
 */
export interface ScoreFunction {
  value(scores: LabelledScores): Estimate;
  /**
   * By how much the value moves, to first order, per mass added at each score and label: ∂value/∂mass, so that Σ mass × influence is
   * 0 and the variance is the sum over independent units of (Σ weight × influence)². Only asked for where there is a value.
   */
  influence(scores: LabelledScores): readonly [negatives: Float64Array, positives: Float64Array];
  /**
   * Where the value surely lies if each score may be anywhere in its place of a grid; nothing where no bound is found. Needed unless
   * only the order of positives and negatives counts, and it is never larger than in the best order or smaller than in the worst.
   *
   * @param value that of the scores as they were counted
   */
  range?(places: ScorePlaces, value: number): SureRange | undefined;
}

/** Remembers what was made of a set's scores as long as they are held, since several functions and both their halves need it. */
export function oncePerScores<T extends object>(make: (scores: LabelledScores) => T): (scores: LabelledScores) => T {
  const made = new WeakMap<LabelledScores, T>();
  return (scores) => {
    const known = made.get(scores);
    if (known) return known;
    const found = make(scores);
    made.set(scores, found);
    return found;
  };
}
