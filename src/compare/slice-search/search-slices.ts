import type { Slice } from '../../base/index.js';
import type { Simultaneous } from '../../metrics/index.js';
import type { Candidate } from './candidate.js';
import { cellsOf } from './cells.js';
import type { Better } from './code-sums.js';
import { findInTurn } from './find-in-turn.js';
import { splitHalves } from './halves.js';
import { showableTogether } from './give-away.js';
import { isLargeEnough } from './is-large-enough.js';
import {
  allAtOnce,
  judgeFound,
  numbersOf,
  worseSide,
  type HalfNumbers,
  type JudgedSlice,
  type Together,
} from './judge-found.js';
import type { SearchTable } from './search-table.js';

/** What to search for. */
export interface SliceSearchOptions {
  /** Which way is worse for the metric whose hits the table has. */
  readonly better: Better;
  /** Relevant examples below which nothing is shown, in either half; also the fewest that a condition must take away. 20 unless given. */
  readonly minSlice?: number | undefined;
  /** Conjunctions to report at most, from 1 to 30; 10 unless given. */
  readonly top?: number | undefined;
  /** Conditions a conjunction has at most, from 1 to 3; 3 unless given. */
  readonly depth?: number | undefined;
  /** How wide the intervals are; so that all of this search hold at once unless given. */
  readonly together?: Together | undefined;
  /** Which of the slices found may be shown beside what else is: the others are counted only. All unless given. */
  readonly mayShow?: ((found: readonly Slice[]) => readonly boolean[]) | undefined;
}

/** A conjunction that was found in one half and judged by the other. */
export interface FoundSlice {
  readonly slice: Slice;
  /** In the half in which it was found: chosen for being bad, so worse than it is. */
  readonly discovered: HalfNumbers & {
    /** What the search ranks by: the differential drift to the worse without those before it, less what chance could have added. */
    readonly atLeast: number;
  };
  /** In the other half: what may be believed. */
  readonly judged: JudgedSlice;
}

/** What a search found, and what it went through. */
export interface SliceSearch {
  /** Worst first, as discovered: each is bad beyond the examples of those before it. */
  readonly found: readonly FoundSlice[];
  /** Found, but too small in the other half to be judged or shown, or such that a small group could be computed from what is shown. */
  readonly notJudged: number;
  /** How often the half was searched: after each slice that is found without its examples. */
  readonly rounds: number;
  /** Conjunctions of values that occur in the half that was searched, over all rounds. */
  readonly possible: number;
  /** Those of them whose numbers were compared. */
  readonly lookedAt: number;
  /** Those that were not: too small, or, by the bound, not the worst. */
  readonly pruned: number;
  /** Relevant examples in each half. */
  readonly examples: { readonly discovery: number; readonly judging: number };
  /** How wide the intervals are. */
  readonly together: Simultaneous;
}

/**
 * Finds the conjunctions of up to three conditions in which a metric drifted worst, compared with everyone else: among all of them, in
 * one random half of the examples (units); and judges those found by the other half.
 *
 * The result depends on what the table holds alone: not on the order of rows, how they are split, or what values and units are
 * called.
 *
 * @throws {RangeError} where the table is not one (see {@link SearchTable}) or an option is out of its range
 */
export function searchSlices(table: SearchTable, options: SliceSearchOptions): SliceSearch {
  const rules = {
    better: options.better,
    minSlice: within('minSlice', options.minSlice ?? 20, 1, Number.MAX_SAFE_INTEGER),
    top: within('top', options.top ?? 10, 1, 30),
    depth: within('depth', options.depth ?? 3, 1, 3),
  };
  const cells = cellsOf(table);
  const { discovery, judging } = splitHalves(cells);
  const sizes = cells.values.map(({ length }) => length);
  const { candidates, rounds, possible, lookedAt } = findInTurn(discovery, sizes, rules.top, rules);
  const sliceOf = ({ conditions }: Candidate): Slice =>
    conditions.map(({ column, code }) => ({
      attribute: table.columns[column]?.name ?? '',
      value: cells.values[column]?.[code] ?? '',
    }));
  const large = candidates.filter((candidate) => isLargeEnough(judging, candidate, rules.minSlice));
  const allowed = options.mayShow?.(large.map(sliceOf));
  const harmless = large.filter((_, i) => allowed?.[i] !== false);
  const together = showableTogether(judging, harmless, rules.minSlice);
  const shown = harmless.filter((_, i) => together[i] === true);
  const discovered = numbersOf(discovery, shown);
  const { judged, together: width } = judgeFound(
    judging,
    shown,
    discovered.map((numbers) => worseSide(rules.better, numbers)),
    options.together ?? allAtOnce,
  );
  return {
    found: shown.flatMap((candidate, i) => {
      const [one, other] = [discovered[i], judged[i]];
      if (!one || !other) return [];
      return [{ slice: sliceOf(candidate), discovered: { ...one, atLeast: candidate.score }, judged: other }];
    }),
    notJudged: candidates.length - shown.length,
    rounds,
    possible,
    lookedAt,
    pruned: possible - lookedAt,
    examples: { discovery: total(discovery.counts), judging: total(judging.counts) },
    together: width,
  };
}

function within(name: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${name} is ${value}, where a whole number from ${least} to ${most} is expected`);
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
