import { ExactSum } from '../base/index.js';
import { rankingOf, type RankSums, type SideRanking } from './rank-sums.js';
import type { Cell, TallyFrame } from './tally.js';

/** One of the two models. */
export type Side = 'baseline' | 'variant';

/**
 * What one model did on a set of examples: all that a metric needs. Additive, but for rounding of the loss sums.
 *
 * For a class k: `support[k]` examples have it, `hits[k]` of them were answered with it, `predicted[k]` answers named it.
 */
export interface Statistics {
  readonly n: number;
  readonly support: Float64Array;
  readonly hits: Float64Array;
  readonly predicted: Float64Array;
  /** Sums of the losses, in the order of the frame. */
  readonly losses: Float64Array;
  /** How its scores rank the examples; absent where no second pass said so, and where a unit or an example is left out. */
  readonly ranking?: SideRanking | undefined;
}

/** Some examples: their cells, and what the second pass found, for metrics that need it. */
export interface CellSet {
  readonly cells: readonly Cell[];
  readonly ranks?: RankSums | undefined;
}

/** What one side did on a set, its ranking included. */
export function statisticsOfSet(frame: TallyFrame, { cells, ranks }: CellSet, side: Side): Statistics {
  return { ...statisticsOf(frame, cells, side), ranking: ranks && rankingOf(ranks, side) };
}

/** Statistics of nothing. */
export function emptyStatistics(frame: TallyFrame): Statistics {
  const k = frame.classes.length;
  return {
    n: 0,
    support: new Float64Array(k),
    hits: new Float64Array(k),
    predicted: new Float64Array(k),
    losses: new Float64Array(2),
  };
}

/** What one side did on these cells. Loss sums are exact until they are rounded once, at the end. */
export function statisticsOf(frame: TallyFrame, cells: readonly Cell[], side: Side): Statistics {
  const total = emptyStatistics(frame);
  let n = 0;
  for (const cell of cells) {
    n += cell.count;
    addCount(total, cell.label, cell[side], cell.count);
  }
  for (const i of total.losses.keys()) {
    const sums = cells.flatMap(({ moments }) => moments[i]?.[side] ?? []);
    const sum = new ExactSum(sums[0]?.bits);
    for (const part of sums) sum.addSum(part);
    total.losses[i] = sum.value();
  }
  return { ...total, n };
}

/** `total` without `part`, for leaving one unit out. */
export function without(total: Statistics, part: Statistics): Statistics {
  const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - (b[i] ?? 0));
  return {
    n: total.n - part.n,
    support: minus(total.support, part.support),
    hits: minus(total.hits, part.hits),
    predicted: minus(total.predicted, part.predicted),
    losses: minus(total.losses, part.losses),
  };
}

/** `total` without one example of this label and answer; loss sums stay as they are. */
export function withoutOne(total: Statistics, label: number, answer: number): Statistics {
  const copy: Statistics = {
    n: total.n - 1,
    support: total.support.slice(),
    hits: total.hits.slice(),
    predicted: total.predicted.slice(),
    losses: total.losses,
  };
  addCount(copy, label, answer, -1);
  return copy;
}

function addCount(statistics: Statistics, label: number, answer: number, count: number): void {
  const { support, hits, predicted } = statistics;
  if (support.length === 0) return;
  support[label] = (support[label] ?? 0) + count;
  predicted[answer] = (predicted[answer] ?? 0) + count;
  if (label === answer) hits[label] = (hits[label] ?? 0) + count;
}
