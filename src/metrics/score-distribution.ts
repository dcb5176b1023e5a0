import type { ScoreCell } from './score-counts.js';

/** Scores, ascending and each once, and how many examples have each (with weights: what they weigh). */
export interface CountedScores {
  readonly scores: Float64Array;
  readonly counts: Float64Array;
}

/** The scores of several cells as one. */
export function mergeScores(cells: readonly Pick<ScoreCell, 'scores' | 'counts'>[]): CountedScores {
  const [first] = cells;
  if (first && cells.length === 1) return first;
  const all = new Float64Array(cells.reduce((sum, { scores }) => sum + scores.length, 0));
  let end = 0;
  for (const { scores } of cells) {
    all.set(scores, end);
    end += scores.length;
  }
  all.sort();
  let distinct = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[distinct - 1]) all[distinct++] = all[i] ?? 0;
  const scores = all.slice(0, distinct);
  const counts = new Float64Array(distinct);
  for (const cell of cells) {
    let at = 0;
    for (let i = 0; i < cell.scores.length; i++) {
      at = placeFrom(scores, at, cell.scores[i] ?? 0);
      counts[at] = (counts[at] ?? 0) + (cell.counts[i] ?? 0);
    }
  }
  return { scores, counts };
}

/** Where a score that is there stands, not before `from`: most often near it. */
function placeFrom(ascending: Float64Array, from: number, score: number): number {
  let low = from;
  let step = 1;
  while (low + step < ascending.length && (ascending[low + step] ?? 0) <= score) {
    low += step;
    step *= 2;
  }
  let high = Math.min(ascending.length, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < score) low = middle + 1;
    else high = middle;
  }
  return low;
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
