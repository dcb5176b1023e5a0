import type { LabelledScores } from './labelled-scores.js';

/** What the placements of one model's scores come to over a set; whole numbers. */
export interface Placements {
  /** By score: the placement of a negative there, and of a positive. */
  readonly of: readonly [Float64Array, Float64Array];
  /** Their sums, and those of their squares, over the negatives and over the positives. */
  readonly sums: readonly [bigint, bigint];
  readonly squares: readonly [bigint, bigint];
  /** Half of the pairs that share a score, as a share of all pairs. */
  readonly halfOfTies: number;
}

/**
 * An example's placement is twice the number of examples of the other label that its score ranks rightly against, a tie counting once.
 * For a positive: twice the negatives below it; for a negative: twice the positives above.
 *
 * @param scores with counts of examples as masses
 */
export function placementsOf({ scores, masses: [negatives, positives] }: LabelledScores): Placements {
  const of = [new Float64Array(scores.length), new Float64Array(scores.length)] as const;
  const sums: [bigint, bigint] = [0n, 0n];
  const squares: [bigint, bigint] = [0n, 0n];
  const total = positives.reduce((sum, count) => sum + count, 0);
  let [below, positivesBelow, ties] = [0, 0, 0];
  for (let k = 0; k < scores.length; k++) {
    const n = negatives[k] ?? 0;
    const p = positives[k] ?? 0;
    of[0][k] = 2 * (total - positivesBelow) - p;
    of[1][k] = 2 * below + n;
    below += n;
    positivesBelow += p;
    ties += n * p;
  }
  for (const label of [0, 1] as const) {
    const counts = label === 0 ? negatives : positives;
    let sum = 0;
    // Squares in two halves, so that products with counts stay exact.
    let [high, low] = [0, 0];
    for (let k = 0; k < counts.length; k++) {
      const count = counts[k] ?? 0;
      const placement = of[label][k] ?? 0;
      const square = placement * placement;
      const upper = Math.floor(square / half);
      sum += count * placement;
      high += count * upper;
      low += count * (square - upper * half);
    }
    sums[label] = BigInt(sum);
    squares[label] = BigInt(high) * BigInt(half) + BigInt(low);
  }
  return { of, sums, squares, halfOfTies: below * total > 0 ? ties / (2 * below * total) : 0 };
}

const half = 2 ** 26;
