import { ExactSum, type Estimate } from '../base/index.js';
import { rankingOf, type RankSums, type SideRanking } from './rank-sums.js';
import { massOf, type Cell, type TallyFrame } from './tally.js';
import { cellsByUnit } from './units.js';

/** One of the two models. */
export type Side = 'baseline' | 'variant';

/**
 * What one model did on a set of examples: all that a metric needs. Additive, but for rounding of the loss sums.
 *
 * For a class k: `support[k]` examples have it, `hits[k]` of them were answered with it, `predicted[k]` answers named it. With
 * weights all of these are sums of weights; {@link countsOf} has the plain numbers.
 */
export interface Statistics {
  readonly n: number;
  readonly support: Float64Array;
  readonly hits: Float64Array;
  readonly predicted: Float64Array;
  /** Sums of the losses, by name. */
  readonly losses: Readonly<Record<string, number>>;
  /** How its scores rank the examples; absent where no second pass said so, and where a unit or an example is left out. */
  readonly ranking?: SideRanking | undefined;
  /** Values of metrics of scores, by name; absent like a ranking. */
  readonly scores?: ReadonlyMap<string, Estimate> | undefined;
}

/** Some examples: their cells, and what the second pass found, for metrics that need it. */
export interface CellSet {
  readonly cells: readonly Cell[];
  readonly ranks?: RankSums | undefined;
  /** The same examples under further trainings of both sides, if there are any. */
  readonly trainings?: OtherTrainings | undefined;
  /** The statistics of both sides, where they were made before. */
  readonly known?: KnownStatistics | undefined;
}

/** The same set under further pairs of a training of the baseline and one of the variant. */
export interface OtherTrainings {
  readonly others: readonly CellSet[];
  /** Which training each pair has (the set's own pair first), where they are not pairs of one training each. */
  readonly pairing?: { readonly baseline: readonly number[]; readonly variant: readonly number[] } | undefined;
}

/** Both sides of a set, made once and used by every metric. */
export interface KnownStatistics {
  readonly baseline: Statistics;
  readonly variant: Statistics;
  readonly counts: { readonly baseline: Statistics; readonly variant: Statistics };
  /** A side without each unit, units in a fixed order; nothing where these are too many to be kept. */
  withoutUnits(side: Side): ReadonlyMap<string, Statistics> | undefined;
}

/** Numbers that a set keeps of its units, a side: for 100,000 units each metric leaves them out anew. */
const mostKept = 2 ** 16;

/** Makes the statistics of a set once, when they are first asked for. */
export function withStatistics<T extends CellSet>(frame: TallyFrame, set: T): T {
  const made: Partial<Record<Side, Statistics>> = {};
  const counted: Partial<Record<Side, Statistics>> = {};
  const side = (name: Side): Statistics =>
    (made[name] ??= { ...statisticsOf(frame, set.cells, name), ...ofScores(set.ranks, name) });
  const counts = (name: Side): Statistics =>
    (counted[name] ??= frame.hasWeights ? countsOf(frame, set.cells, name) : side(name));
  const leftOut: Partial<Record<Side, ReadonlyMap<string, Statistics>>> = {};
  const width = 3 * frame.classes.length + frame.losses.length + 1;
  return {
    ...set,
    known: {
      withoutUnits(name) {
        if (leftOut[name]) return leftOut[name];
        const units = cellsByUnit(set.cells);
        if (units.size * width > mostKept) return undefined;
        return (leftOut[name] = new Map(leavingOut(frame, side(name), units, name)));
      },
      get baseline() {
        return side('baseline');
      },
      get variant() {
        return side('variant');
      },
      counts: {
        get baseline() {
          return counts('baseline');
        },
        get variant() {
          return counts('variant');
        },
      },
    },
  };
}

/** What one side did on a set without each of its units, one unit after the other in a fixed order. */
export function withoutEachUnit(
  frame: TallyFrame,
  set: CellSet,
  side: Side,
): Iterable<readonly [unit: string, rest: Statistics]> {
  const kept = set.known?.withoutUnits(side);
  return kept ?? leavingOut(frame, statisticsOf(frame, set.cells, side), cellsByUnit(set.cells), side);
}

function* leavingOut(
  frame: TallyFrame,
  total: Statistics,
  units: ReadonlyMap<string, readonly Cell[]>,
  side: Side,
): Generator<readonly [string, Statistics]> {
  for (const [unit, cells] of units) yield [unit, without(total, statisticsOf(frame, cells, side))];
}

/** What one side did on a set, its ranking included. */
export function statisticsOfSet(frame: TallyFrame, set: CellSet, side: Side): Statistics {
  const { cells, ranks, known } = set;
  return known?.[side] ?? { ...statisticsOf(frame, cells, side), ...ofScores(ranks, side) };
}

function ofScores(ranks: RankSums | undefined, side: Side): Pick<Statistics, 'ranking' | 'scores'> {
  return {
    ranking: ranks && rankingOf(ranks, side),
    scores: ranks && new Map(ranks.facts.functions.map(({ name, values }) => [name, values[side]])),
  };
}

/** How many examples the set has, whatever they weigh: what small groups are measured by. No losses. */
export function countsOfSet(frame: TallyFrame, set: CellSet, side: Side): Statistics {
  return set.known?.counts[side] ?? countsOf(frame, set.cells, side);
}

/** Statistics of nothing. */
export function emptyStatistics(frame: TallyFrame): Statistics {
  const k = frame.classes.length;
  return {
    n: 0,
    support: new Float64Array(k),
    hits: new Float64Array(k),
    predicted: new Float64Array(k),
    losses: {},
  };
}

/** What one side did on these cells, weighted. Loss sums are exact until they are rounded once, at the end. */
export function statisticsOf(frame: TallyFrame, cells: readonly Cell[], side: Side): Statistics {
  const losses: Record<string, number> = {};
  for (const [i, name] of frame.losses.entries()) {
    let sum: ExactSum | undefined;
    for (const { moments } of cells) {
      const part = moments[i]?.[side];
      if (part) (sum ??= new ExactSum(part.bits)).addSum(part);
    }
    losses[name] = sum?.value() ?? 0;
  }
  return { ...added(frame, cells, side, massOf), losses };
}

/** How many examples there are, whatever they weigh; without losses. */
export function countsOf(frame: TallyFrame, cells: readonly Cell[], side: Side): Statistics {
  return added(frame, cells, side, ({ count }) => count);
}

function added(frame: TallyFrame, cells: readonly Cell[], side: Side, amountOf: (cell: Cell) => number): Statistics {
  const total = emptyStatistics(frame);
  let n = 0;
  for (const cell of cells) {
    const amount = amountOf(cell);
    n += amount;
    addAmount(total, cell.label, cell[side], amount);
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
    losses: Object.fromEntries(
      Object.entries(total.losses).map(([name, sum]) => [name, sum - (part.losses[name] ?? 0)]),
    ),
  };
}

/** `total` without one example of this label and answer that weighs so much; loss sums stay as they are. */
export function withoutOne(total: Statistics, label: number, answer: number, weight = 1): Statistics {
  const copy: Statistics = {
    n: total.n - weight,
    support: total.support.slice(),
    hits: total.hits.slice(),
    predicted: total.predicted.slice(),
    losses: total.losses,
  };
  addAmount(copy, label, answer, -weight);
  return copy;
}

function addAmount(statistics: Statistics, label: number, answer: number, amount: number): void {
  const { support, hits, predicted } = statistics;
  if (support.length === 0) return;
  support[label] = (support[label] ?? 0) + amount;
  predicted[answer] = (predicted[answer] ?? 0) + amount;
  if (label === answer) hits[label] = (hits[label] ?? 0) + amount;
}
