import { covarianceOf, varianceOf, type Bounded, type Influence } from '../../metrics/index.js';
import type { GroupEstimates, Known } from '../group-intervals.js';

/** Numbers and how much each drifted, from which something is computed. */
export interface Parts {
  /** Of the baseline. */
  readonly before: readonly number[];
  readonly drift: readonly number[];
}

/**
 * Bounds of a smooth function of several groups' values: what moving each part within its own bounds would change at most, squared and
 * added up with the parts' correlations. For a sum it is the method of variance estimates recovery; it never collapses where
 * the parts' bounds do not. Where moving a part either way changes the result the same way (a gap at 0), both ends move.
 *
 * @param of a function of both; may be NaN or infinite, where there is no bound
 * @param sides `side`: parts are the baseline's values alone, or the variant's; `drift`: the baseline's and the drifts
 * @returns nothing where a part's bound leaves the function without a number
 * @see Zou, Huang, Zhang 2009, "A note on confidence interval estimation for a linear function of binomial proportions"
 */
export function bySubstitution(
  of: (parts: Parts) => number,
  groups: readonly GroupEstimates[],
  sides: 'baseline' | 'variant' | 'drift',
  tail: number,
): Bounded | undefined {
  const start: Parts = {
    before: groups.map((group) => (sides === 'variant' ? group.variant : group.baseline).value),
    drift: groups.map((group) => (sides === 'drift' ? group.drift.value : 0)),
  };
  const value = of(start);
  const moves: Move[] = [];
  for (const [i, group] of groups.entries()) {
    const first = sides === 'variant' ? group.variant : group.baseline;
    moves.push(moveOf(first, tail, value, (end) => of({ ...start, before: replaced(start.before, i, end) })));
    if (sides !== 'drift') continue;
    moves.push(moveOf(group.drift, tail, value, (end) => of({ ...start, drift: replaced(start.drift, i, end) })));
  }
  const down = together(moves, 'down');
  const up = together(moves, 'up');
  return Number.isFinite(value + down + up) ? { value, lower: value - down, upper: value + up } : undefined;
}

interface Move {
  readonly down: number;
  readonly up: number;
  /** 1: grows with the part, −1: falls. */
  readonly sign: number;
  readonly influence: Influence;
}

function moveOf(part: Known, tail: number, value: number, of: (end: number) => number): Move {
  const { lower, upper } = part.bounds(tail);
  const [below, above] = [of(lower) - value, of(upper) - value];
  const sign = Math.sign(above - below);
  // Between the ends it may go further than at either: a gap that closes, and opens the other way.
  const down = Math.max(0, -below, -above, value - leastWithin(of, lower, upper));
  const up = Math.max(0, below, above, -leastWithin((at) => -of(at), lower, upper) - value);
  const isTurning = below * above > 0;
  const both = Math.max(down, up);
  return { down: isTurning ? both : down, up: isTurning ? both : up, sign, influence: part.influence() };
}

/** Steps in which a part's bounds are looked through for a turning point. */
const steps = 8;
const golden = (Math.sqrt(5) - 1) / 2;

/** The least value between two ends, by golden section around the least of a few steps; infinite where it is at an end or there is none. */
function leastWithin(of: (at: number) => number, lower: number, upper: number): number {
  if (!(upper > lower)) return Infinity;
  const at = (step: number): number => lower + ((upper - lower) * step) / steps;
  const values = Array.from({ length: steps + 1 }, (_, step) => of(at(step)));
  const least = Math.min(...values);
  const step = values.indexOf(least);
  const isEnd = (step === 0 && of(at(1e-4)) >= least) || (step === steps && of(at(steps - 1e-4)) >= least);
  if (step === -1 || isEnd) return Infinity;
  let [from, to, best] = [at(Math.max(0, step - 1)), at(Math.min(steps, step + 1)), least];
  for (let i = 0; i < 60 && to - from > 1e-9 * (upper - lower); i++) {
    const [low, high] = [to - golden * (to - from), from + golden * (to - from)];
    const [atLow, atHigh] = [of(low), of(high)];
    best = Math.min(best, atLow, atHigh);
    if (atLow < atHigh) to = high;
    else from = low;
  }
  return best;
}

function together(moves: readonly Move[], way: 'down' | 'up'): number {
  let sum = 0;
  for (const [i, a] of moves.entries()) {
    if (a[way] === 0) continue;
    sum += a[way] * a[way];
    for (const b of moves.slice(0, i)) {
      if (b[way] === 0) continue;
      const scale = Math.sqrt(varianceOf(a.influence) * varianceOf(b.influence));
      const correlation = scale > 0 ? covarianceOf(a.influence, b.influence) / scale : 0;
      sum += 2 * a.sign * b.sign * Math.max(-1, Math.min(1, correlation)) * a[way] * b[way];
    }
  }
  // Bounds of different shapes may cancel more than their parts can; the widest part alone stands in then.
  return sum > 0 ? Math.sqrt(sum) : Math.max(0, ...moves.map((move) => move[way]));
}

function replaced(list: readonly number[], at: number, value: number): readonly number[] {
  return list.map((old, i) => (i === at ? value : old));
}
