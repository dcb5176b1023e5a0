import type { Estimate } from '../base/index.js';
import type { LabelledScores, ScoreFunction } from './labelled-scores.js';
import type { ScoreResolution } from './score-resolution.js';
import { placesOf, type ScorePlaces } from './score-places.js';
import type { ScoredFunction } from './scored-function.js';
import type { Side } from './statistics.js';

/** Influences are rounded to so many levels on either side of 0, from the largest of a set down: sums of them are then exact. */
export const influenceLevels = 2 ** 20;

/** What follows from the counted scores of a set alone, for one function. */
export interface ScoreFacts {
  readonly name: string;
  readonly values: Readonly<Record<Side, Estimate>>;
  /** What one level of influence is; 0 where nothing has any. */
  readonly scale: number;
  /** Sums of the squared levels of each side over the negatives, then over the positives, an example counting once. */
  readonly squares: Readonly<Record<Side, readonly [number, number]>>;
  /** How far each value may be from that of the scores themselves because they were counted on a grid; nothing where no bound was found. */
  readonly gridError: Readonly<Record<Side, number | undefined>>;
}

/** Levels of influence by score, of the negatives and of the positives. */
export type Levels = readonly [Int32Array, Int32Array];

/** Values and influences of one function for both models on one set. */
export function scoreFacts(
  { name, function: of, ranksOnly }: ScoredFunction,
  sets: Readonly<Record<Side, SetScores>>,
): { readonly facts: ScoreFacts; readonly levels: Readonly<Record<Side, Levels>> | undefined } {
  const sides = { baseline: sets.baseline.scores, variant: sets.variant.scores };
  const values = { baseline: of.value(sides.baseline), variant: of.value(sides.variant) };
  const errorOf = (side: Side): number | undefined => {
    const { onGrid } = sets[side];
    const found = values[side];
    if (!onGrid || found.kind !== 'value') return 0;
    return of.range || !ranksOnly ? placesError(of, onGrid, found.value) : reorderingError(of, onGrid, found.value);
  };
  const common = { name, values, gridError: { baseline: errorOf('baseline'), variant: errorOf('variant') } };
  const none = { ...common, scale: 0, squares: { baseline: [0, 0], variant: [0, 0] } } as const;
  if (values.baseline.kind !== 'value' || values.variant.kind !== 'value') return { facts: none, levels: undefined };
  const influences = { baseline: of.influence(sides.baseline), variant: of.influence(sides.variant) };
  const largest = Math.max(
    ...(['baseline', 'variant'] as const).map((side) => largestOf(influences[side], sides[side])),
  );
  if (!(largest > 0)) return { facts: none, levels: undefined };
  const factor = influenceLevels / largest;
  const levelsOf = (side: Side): Levels => {
    const [negatives, positives] = influences[side];
    const [n, p] = sides[side].masses;
    return [rounded(negatives, n, factor), rounded(positives, p, factor)];
  };
  const levels = { baseline: levelsOf('baseline'), variant: levelsOf('variant') };
  const squaresOf = (side: Side): readonly [number, number] => [
    squares(levels[side][0], sides[side].masses[0]),
    squares(levels[side][1], sides[side].masses[1]),
  ];
  return {
    facts: {
      ...common,
      scale: 1 / factor,
      squares: { baseline: squaresOf('baseline'), variant: squaresOf('variant') },
    },
    levels,
  };
}

function largestOf(influences: readonly [Float64Array, Float64Array], { masses }: LabelledScores): number {
  let largest = 0;
  for (const [label, list] of influences.entries()) {
    for (let i = 0; i < list.length; i++)
      if ((masses[label]?.[i] ?? 0) > 0) largest = Math.max(largest, Math.abs(list[i] ?? 0));
  }
  if (!Number.isFinite(largest)) throw new RangeError('an influence that is not finite');
  return largest;
}

/** Where nothing has a label and a score, nothing is looked up, and its influence may be out of range. */
function rounded(influences: Float64Array, masses: Float64Array, factor: number): Int32Array {
  const levels = new Int32Array(influences.length);
  for (let i = 0; i < levels.length; i++)
    if ((masses[i] ?? 0) > 0) levels[i] = Math.round((influences[i] ?? 0) * factor);
  return levels;
}

function squares(levels: Int32Array, masses: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < levels.length; i++) sum += (masses[i] ?? 0) * (levels[i] ?? 0) ** 2;
  return sum;
}

/** By how much the value moves if, among those that share a place of the grid, all positives stood above all negatives, or below. */
function reorderingError(of: ScoreFunction, { reordered }: OnGrid, found: number): number {
  const others = reordered.map((scores) => of.value(scores));
  return Math.max(...others.map((other) => (other.kind === 'value' ? Math.abs(other.value - found) : 0)));
}

/** By how much the value moves at most, wherever in their places the scores were. */
function placesError(of: ScoreFunction, { places }: OnGrid, found: number): number | undefined {
  const range = of.range?.(places, found);
  return range && Math.max(0, range.upper - found, found - range.lower);
}

/** A set's scores of one model, and what a grid leaves open of them where they were counted on one. */
export interface SetScores {
  readonly scores: LabelledScores;
  readonly onGrid: OnGrid | undefined;
}

interface OnGrid {
  /** The best and the worst order within the places. */
  readonly reordered: readonly LabelledScores[];
  readonly places: ScorePlaces;
}

/** Scores of a set. @param resolution how finely they were counted */
export function setScores(scores: LabelledScores, resolution: ScoreResolution): SetScores {
  if (resolution === 'exact') return { scores, onGrid: undefined };
  const reordered = [parted(scores, true), parted(scores, false)];
  return { scores, onGrid: { reordered, places: placesOf(scores, resolution) } };
}

/** Each score twice: once for each label. */
function parted({ scores, masses: [negatives, positives] }: LabelledScores, isBest: boolean): LabelledScores {
  const [both, n, p] = [0, 1, 2].map(() => new Float64Array(scores.length * 2)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let k = 0; k < scores.length; k++) {
    both[2 * k] = scores[k] ?? 0;
    both[2 * k + 1] = scores[k] ?? 0;
    n[2 * k + (isBest ? 0 : 1)] = negatives[k] ?? 0;
    p[2 * k + (isBest ? 1 : 0)] = positives[k] ?? 0;
  }
  return { scores: both, masses: [n, p] };
}
