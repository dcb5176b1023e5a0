import type { ScoreCell } from './score-counts.js';
import { mergedCounts } from './score-runs.js';

/** Scores, ascending and each once, and how many examples have each (with weights: what they weigh). */
export interface CountedScores {
  readonly scores: Float64Array;
  readonly counts: Float64Array;
}

/** The scores of several cells as one: of two at a time, then of two of those. */
export function mergeScores(cells: readonly Pick<ScoreCell, 'scores' | 'counts'>[]): CountedScores {
  const [first, second, ...more] = cells;
  if (!first) return { scores: new Float64Array(0), counts: new Float64Array(0) };
  if (!second) return first;
  if (more.length === 0) return mergedCounts(first, second);
  const half = Math.ceil(cells.length / 2);
  return mergedCounts(mergeScores(cells.slice(0, half)), mergeScores(cells.slice(half)));
}

/** How many lie below each cut. @param cuts ascending */
export function countsBelow({ scores, counts }: CountedScores, cuts: readonly number[]): readonly number[] {
  let [at, sum] = [0, 0];
  return cuts.map((cut) => {
    for (; at < scores.length && (scores[at] ?? 0) < cut; at++) sum += counts[at] ?? 0;
    return sum;
  });
}

/**
 * The smallest score at or below which at least so many of a hundred lie, of each: always a score that somebody has, ties or not.
 *
 * @param percents ascending
 * @returns nothing for any where there are no scores
 * @see Hyndman, Fan 1996, "Sample quantiles in statistical packages", definition 1
 */
export function quantilesOf(
  { scores, counts }: CountedScores,
  percents: readonly number[],
): readonly (number | undefined)[] {
  const total = sumOf(counts);
  let at = 0;
  let below = counts[0] ?? 0;
  return percents.map((percent) => {
    while (at < scores.length - 1 && !(below * 100 >= percent * total)) below += counts[++at] ?? 0;
    return scores[at];
  });
}

function sumOf(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** How far two distributions of scores are apart. */
export interface ScoreDistance {
  /** The largest difference of the shares at or below any score, in [0, 1]: Kolmogorov and Smirnov's statistic; no test. */
  readonly kolmogorovSmirnov: number;
  /** How far scores lie apart on average once both are sorted, in [0, 1]: the first Wasserstein distance. */
  readonly wasserstein: number;
}

/** The distance of two distributions, neither of them empty. */
export function scoreDistance(a: CountedScores, b: CountedScores): ScoreDistance {
  const ofA = sumOf(a.counts);
  const ofB = sumOf(b.counts);
  let [i, j, belowA, belowB, largest, area, last] = [0, 0, 0, 0, 0, 0, 0];
  while (i < a.scores.length || j < b.scores.length) {
    const score = Math.min(a.scores[i] ?? Infinity, b.scores[j] ?? Infinity);
    const apart = Math.abs(belowA / ofA - belowB / ofB);
    area += apart * (score - last);
    largest = Math.max(largest, apart);
    if (a.scores[i] === score) belowA += a.counts[i++] ?? 0;
    if (b.scores[j] === score) belowB += b.counts[j++] ?? 0;
    last = score;
  }
  return { kolmogorovSmirnov: largest, wasserstein: area };
}
