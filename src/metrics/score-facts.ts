import type { Estimate } from '../base/index.js';
import type { LabelledScores, ScoreFunction } from './labelled-scores.js';
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
  /** How far each value may be from that of the scores themselves because they were counted on a grid; nothing where that is not known. */
  readonly gridError: Readonly<Record<Side, number>> | undefined;
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
  const anyGrid = sets.baseline.reordered !== undefined || sets.variant.reordered !== undefined;
  const errorOf = (side: Side): number => {
    const { reordered } = sets[side];
    return ranksOnly && reordered ? reorderingError(of, reordered, values[side]) : 0;
  };
  const common = {
    name,
    values,
    gridError: ranksOnly || !anyGrid ? { baseline: errorOf('baseline'), variant: errorOf('variant') } : undefined,
  };
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
function reorderingError(of: ScoreFunction, reordered: readonly LabelledScores[], found: Estimate): number {
  if (found.kind !== 'value') return 0;
  const others = reordered.map((scores) => of.value(scores));
  return Math.max(...others.map((other) => (other.kind === 'value' ? Math.abs(other.value - found.value) : 0)));
}

/** A set's scores of one model, and where they were counted on a grid the best and the worst order within its places. */
export interface SetScores {
  readonly scores: LabelledScores;
  readonly reordered: readonly LabelledScores[] | undefined;
}

/** Scores of a set. @param isOnGrid whether they were counted on a grid */
export function setScores(scores: LabelledScores, isOnGrid: boolean): SetScores {
  return { scores, reordered: isOnGrid ? [parted(scores, true), parted(scores, false)] : undefined };
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
