import type { Bound, DriftAssumed, Interval, Margin, Verdict } from '../base/index.js';
import { normalQuantile, type DriftEstimate, type Metric, type Simultaneous } from '../metrics/index.js';

/** The confidence of every bound and interval that judges. */
export const level = 0.95;

/** What a finding says beyond its drift. */
export interface Judgement {
  readonly interval?: Interval | undefined;
  readonly bound?: Bound | undefined;
  readonly beyondShare?: BeyondShare | undefined;
  readonly verdict: Verdict;
  readonly surelyWorse: boolean;
}

/** For a relative margin: how far the drift lies beyond the share of the baseline's value that is allowed; below 0 is within. */
export interface BeyondShare {
  readonly value: number;
  /** Holds for all findings at once; decides `violated`. */
  readonly interval: Interval;
  /** The one-sided bound that decides `kept`. */
  readonly bound: Bound;
}

/** The drift to one side (1: up) beyond a share of the baseline's value, for a relative margin. */
export type BeyondSide = (sign: 1 | -1) => DriftEstimate;

/**
 * Holds a drift against its margin.
 *
 * `kept`: the one-sided 95 % bound lies inside the margin; a release is kept only if every promise is, so this needs no
 * correction (an intersection-union test). `violated`: the 95 % interval that holds for all findings `together` lies
 * beyond the margin. Otherwise `undecided`. A metric without a better side is held on both, and so is one whose margin says so. A relative
 * margin is judged by the drift less the share of the baseline's value, which has an interval of its own.
 *
 * @param n examples (units, where there are units) behind the drift, to say how many more would decide
 * @param beyond for a relative margin
 */
export function judge(
  drift: DriftEstimate,
  better: Metric['better'],
  margin: Margin,
  together: Pick<Simultaneous, 'tail' | 'over'>,
  n: number,
  beyond?: BeyondSide,
): Judgement {
  if (drift.kind === 'not-estimable') return { verdict: drift, surelyWorse: false };
  const wide = drift.bounds(together.tail);
  const worseSides = sidesOf(better);
  const held: HeldSide[] = [];
  for (const sign of margin.sides === 'both' ? bothSides : worseSides) {
    const estimate = beyond?.(sign) ?? drift;
    if (estimate.kind === 'not-estimable')
      return { ...shownOf(drift, together), verdict: estimate, surelyWorse: false };
    held.push(heldSide(estimate, sign, together.tail));
  }
  const [first, second] = held;
  const telling = second && first && second.worst > first.worst ? second : first;
  if (!telling) throw new RangeError('a metric has a worse side');
  const allowed = beyond ? 0 : margin.allowed;
  const surely = Math.max(...held.map((side) => side.surely));
  const verdict: Verdict = held.every(({ worst }) => worst <= allowed)
    ? { kind: 'kept' }
    : surely > allowed
      ? { kind: 'violated', excess: surely - allowed }
      : {
          kind: 'undecided',
          ...examplesNeeded(telling, surely, together.tail, { allowed, room: margin.allowed, sides: held.length }, n),
        };
  const own = beyond ? heldSide(drift, telling.sign, together.tail) : telling;
  return {
    ...shownOf(drift, together),
    bound: boundOf(own),
    ...(beyond ? { beyondShare: beyondShareOf(telling, together) } : {}),
    verdict,
    surelyWorse: worseSides.some((sign) => (sign > 0 ? wide.lower : -wide.upper) > 0),
  };
}

type Known = Extract<DriftEstimate, { kind: 'drift' }>;
type Together = Pick<Simultaneous, 'tail' | 'over'>;

/** One side on which something is held. */
interface HeldSide {
  readonly estimate: Known;
  readonly sign: 1 | -1;
  /** How far it may be on this side, at worst; worse is positive. */
  readonly worst: number;
  /** How far it surely is. */
  readonly surely: number;
}

function heldSide(estimate: Known, sign: 1 | -1, tail: number): HeldSide {
  const narrow = estimate.bounds(1 - level);
  const wide = estimate.bounds(tail);
  return {
    estimate,
    sign,
    worst: sign > 0 ? narrow.upper : -narrow.lower,
    surely: sign > 0 ? wide.lower : -wide.upper,
  };
}

function shownOf(drift: Known, { tail, over }: Together): { readonly interval: Interval } {
  return { interval: { ...drift.bounds(tail), level, simultaneousOver: over, method: drift.method } };
}

function boundOf({ estimate, sign, worst }: HeldSide): Bound {
  return { value: sign * worst, side: sign > 0 ? 'upper' : 'lower', level, method: estimate.method };
}

/** Turned so that beyond the share is above 0, whichever side it is on. */
function beyondShareOf({ estimate, sign, worst }: HeldSide, { tail, over }: Together): BeyondShare {
  const { lower, upper } = estimate.bounds(tail);
  const ends = sign > 0 ? { lower, upper } : { lower: -upper, upper: -lower };
  const { method } = estimate;
  return {
    value: sign * estimate.value,
    interval: { ...ends, level, simultaneousOver: over, method },
    bound: { value: worst, side: 'upper', level, method },
  };
}

const bothSides = [-1, 1] as const;

/** The directions that count as worse: 1 for up, −1 for down. */
export function sidesOf(better: Metric['better']): readonly (1 | -1)[] {
  return better === 'higher' ? [-1] : better === 'lower' ? [1] : bothSides;
}

/** Beyond this many times the examples at hand, more of them are no answer. */
export const reachable = 1000;

/**
 * How many more examples would decide.
 *
 * First, how many would give `kept` with 80 % power if nothing had truly moved: the variance falls with their number. Where today's
 * number would already do, or the drift is surely to the worse, something did move, and the answer is how many would decide if the drift is as it was seen: the bound
 * then comes inside the margin, or the interval beyond it.
 *
 * @param telling the side that decides
 * @param surely how far it surely is, at the tail of what holds at once
 * @param margin what is `allowed` of what is held, how much `room` there is if nothing moved, and on how many `sides` it is held: on
 *   both, each may fail half as often
 */
function examplesNeeded(
  { estimate: drift, sign, worst }: HeldSide,
  surely: number,
  tail: number,
  { allowed: margin, room, sides }: { readonly allowed: number; readonly room: number; readonly sides: number },
  n: number,
): { readonly examplesNeeded: number | 'unreachable'; readonly assuming: DriftAssumed } {
  const power = normalQuantile(level) + normalQuantile(1 - 0.2 / sides);
  // What differs between trainings stays, however many examples there are.
  const lasting = drift.trainings?.halfWidth(1 - level) ?? 0;
  const lastingInPower = (lasting * power) / normalQuantile(level);
  const ifNothingMoved = factorFor(power ** 2 * drift.varianceWithoutDrift, room ** 2 - lastingInPower ** 2);
  const seen = sign * drift.value;
  const lastingAtOnce = drift.trainings?.halfWidth(tail) ?? 0;
  const asSeen =
    seen < margin
      ? factorFor((worst - seen) ** 2 - lasting ** 2, (margin - seen) ** 2 - lasting ** 2)
      : factorFor((seen - surely) ** 2 - lastingAtOnce ** 2, (seen - margin) ** 2 - lastingAtOnce ** 2);
  const isWorse = surely > margin - room;
  const assuming = ifNothingMoved > 1 && !isWorse ? 'nothing-moved' : 'as-seen';
  const factor = assuming === 'nothing-moved' ? ifNothingMoved : asSeen;
  // Not a number where the drift is the margin itself.
  return { examplesNeeded: factor <= reachable ? Math.max(1, Math.ceil(n * (factor - 1))) : 'unreachable', assuming };
}

/** How many times as many examples bring a squared width to a squared room; infinitely many where there is none. */
function factorFor(width: number, room: number): number {
  return room > 0 ? Math.max(0, width) / room : Infinity;
}
