import type { Interval } from '../../base/index.js';
import {
  pairedDrift,
  simultaneous,
  type DriftEstimate,
  type PairedDrift,
  type Simultaneous,
} from '../../metrics/index.js';
import { differentialDrift } from '../differential.js';
import { level } from '../judge.js';
import type { Candidate } from './candidate.js';
import type { SearchCells } from './cells.js';
import type { Better } from './code-sums.js';
import { patternCells, shareOfHits, type PatternCells } from './pattern-cells.js';

/** The numbers of a slice in one half: rates of its relevant examples, and the drift of everyone else beside its own. */
export interface HalfNumbers {
  readonly n: number;
  readonly baseline: number;
  readonly variant: number;
  readonly drift: number;
  /** The drift of everyone else. */
  readonly restDrift: number;
  /** How much more the slice drifted than everyone else. */
  readonly differential: number;
}

/** What the half that was not searched says of a found slice. */
export interface JudgedSlice extends HalfNumbers {
  /** Units with a relevant example; absent without units. */
  readonly units: number | undefined;
  /** Absent where fewer than two units make it not estimable. */
  readonly driftInterval: Interval | undefined;
  readonly differentialInterval: Interval | undefined;
  /** The whole interval of the differential drift is on the worse side of 0. */
  readonly surelyWorse: boolean;
  /** The estimates themselves, to judge them together with others. */
  readonly estimates: { readonly drift: DriftEstimate; readonly differential: DriftEstimate };
}

/** Chooses how wide intervals are that are shown together, in the order of the slices: drift, then differential drift. */
export type Together = (estimates: readonly DriftEstimate[]) => Simultaneous;

/** All intervals of a search hold at once with 95 %: max-T over drift and differential drift of each slice. */
export const allAtOnce: Together = (estimates) =>
  simultaneous(
    estimates.flatMap((estimate) => (estimate.kind === 'drift' ? [estimate.influence()] : [])),
    level,
  );

/** The slices' numbers in the half in which they were found: flattered by having been chosen, so without intervals. */
export function numbersOf(cells: SearchCells, candidates: readonly Candidate[]): readonly HalfNumbers[] {
  const patterns = patternCells({ ...cells, units: undefined }, candidates);
  return candidates.map((_, i) => measure(patterns, i).numbers);
}

/**
 * Judges found slices by the half that was not searched.
 *
 * @param worseSides −1 where a fall is worse, 1 where a rise is; one a candidate
 */
export function judgeFound(
  cells: SearchCells,
  candidates: readonly Candidate[],
  worseSides: readonly (1 | -1)[],
  together: Together,
): { readonly judged: readonly JudgedSlice[]; readonly together: Simultaneous } {
  const patterns = patternCells(cells, candidates);
  const measured = candidates.map((_, i) => measure(patterns, i));
  const width = together(measured.flatMap(({ own, differential }) => [own.drift, differential]));
  const judged = measured.map(({ own, differential, numbers }, i): JudgedSlice => {
    const interval = intervalOf(differential, width);
    const worse = worseSides[i] === 1 ? (interval?.lower ?? 0) : -(interval?.upper ?? 0);
    return {
      ...numbers,
      units: own.units,
      driftInterval: intervalOf(own.drift, width),
      differentialInterval: interval,
      surelyWorse: worse > 0,
      estimates: { drift: own.drift, differential },
    };
  });
  return { judged, together: width };
}

/** The side on which a differential drift is worse. */
export function worseSide(better: Better, discovered: HalfNumbers): 1 | -1 {
  if (better === 'neither') return discovered.differential > 0 ? 1 : -1;
  return better === 'higher' ? -1 : 1;
}

function measure(
  patterns: PatternCells,
  candidate: number,
): { readonly own: PairedDrift; readonly differential: DriftEstimate; readonly numbers: HalfNumbers } {
  const everyone = { cells: patterns.cells };
  const own = pairedDrift(patterns.frame, shareOfHits, { cells: patterns.inside(candidate) }, everyone);
  const rest = pairedDrift(patterns.frame, shareOfHits, { cells: patterns.outside(candidate) }, everyone);
  const value = (side: 'baseline' | 'variant', of: PairedDrift): number =>
    of[side].kind === 'value' ? of[side].value : Number.NaN;
  const drift = value('variant', own) - value('baseline', own);
  const restDrift = value('variant', rest) - value('baseline', rest);
  return {
    own,
    differential: differentialDrift(own.drift, rest.drift),
    numbers: {
      n: own.n,
      baseline: value('baseline', own),
      variant: value('variant', own),
      drift,
      restDrift,
      differential: drift - restDrift,
    },
  };
}

function intervalOf(estimate: DriftEstimate, { tail, over }: Simultaneous): Interval | undefined {
  if (estimate.kind !== 'drift') return undefined;
  return { ...estimate.bounds(tail), level, simultaneousOver: over, method: estimate.method };
}
