import type { Bound, DriftAssumed, Interval, Margin, Verdict } from '../base/index.js';
import { normalQuantile, type DriftEstimate, type Metric, type Simultaneous } from '../metrics/index.js';

/** The confidence of every bound and interval that judges. */
export const level = 0.95;

/** What a finding says beyond its drift. */
export interface Judgement {
  readonly interval?: Interval | undefined;
  readonly bound?: Bound | undefined;
  readonly verdict: Verdict;
  readonly surelyWorse: boolean;
}

/**
 * Holds a drift against its margin.
 *
 * `kept`: the one-sided 95 % bound lies inside the margin; a release is kept only if every promise is, so this needs no
 * correction (an intersection-union test). `violated`: the 95 % interval that holds for all findings `together` lies
 * beyond the margin. Otherwise `undecided`. A metric without a better side is held on both.
 *
 * @param n examples (units, where there are units) behind the drift, to say how many more would decide
 */
export function judge(
  drift: DriftEstimate,
  better: Metric['better'],
  margin: Margin,
  together: Pick<Simultaneous, 'tail' | 'over'>,
  n: number,
): Judgement {
  if (drift.kind === 'not-estimable') return { verdict: drift, surelyWorse: false };
  const alpha = 1 - level;
  const wide = drift.bounds(together.tail);
  const narrow = drift.bounds(alpha);
  const interval: Interval = {
    lower: wide.lower,
    upper: wide.upper,
    level,
    simultaneousOver: together.over,
    method: drift.method,
  };
  const sides = sidesOf(better).map((sign) => ({
    sign,
    /** How far the drift may be on this side, at worst; worse is positive. */
    worst: sign > 0 ? narrow.upper : -narrow.lower,
    /** How far it surely is. */
    surely: sign > 0 ? wide.lower : -wide.upper,
  }));
  const [first, second] = sides;
  const telling = second && first && second.worst > first.worst ? second : first;
  if (!telling) throw new RangeError('a metric has a worse side');
  const surely = Math.max(...sides.map((side) => side.surely));
  const bound: Bound = {
    value: telling.sign * telling.worst,
    side: telling.sign > 0 ? 'upper' : 'lower',
    level,
    method: drift.method,
  };
  const verdict: Verdict = sides.every(({ worst }) => worst <= margin.allowed)
    ? { kind: 'kept' }
    : surely > margin.allowed
      ? { kind: 'violated', excess: surely - margin.allowed }
      : { kind: 'undecided', ...examplesNeeded(drift, telling, surely, together.tail, margin.allowed, n) };
  return { interval, bound, verdict, surelyWorse: surely > 0 };
}

/** The directions that count as worse: 1 for up, −1 for down. */
function sidesOf(better: Metric['better']): readonly (1 | -1)[] {
  return better === 'higher' ? [-1] : better === 'lower' ? [1] : [-1, 1];
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
 * @param telling the side that decides, with how far the drift may be on it at worst
 * @param surely how far it surely is, at the tail of what holds at once
 */
function examplesNeeded(
  drift: Extract<DriftEstimate, { kind: 'drift' }>,
  telling: { readonly sign: 1 | -1; readonly worst: number },
  surely: number,
  tail: number,
  margin: number,
  n: number,
): { readonly examplesNeeded: number | 'unreachable'; readonly assuming: DriftAssumed } {
  const power = normalQuantile(level) + normalQuantile(0.8);
  // What differs between trainings stays, however many examples there are.
  const lasting = drift.trainings?.halfWidth(1 - level) ?? 0;
  const lastingInPower = (lasting * power) / normalQuantile(level);
  const ifNothingMoved = factorFor(power ** 2 * drift.varianceWithoutDrift, margin ** 2 - lastingInPower ** 2);
  const seen = telling.sign * drift.value;
  const lastingAtOnce = drift.trainings?.halfWidth(tail) ?? 0;
  const asSeen =
    seen < margin
      ? factorFor((telling.worst - seen) ** 2 - lasting ** 2, (margin - seen) ** 2 - lasting ** 2)
      : factorFor((seen - surely) ** 2 - lastingAtOnce ** 2, (seen - margin) ** 2 - lastingAtOnce ** 2);
  const assuming = ifNothingMoved > 1 && surely <= 0 ? 'nothing-moved' : 'as-seen';
  const factor = assuming === 'nothing-moved' ? ifNothingMoved : asSeen;
  // Not a number where the drift is the margin itself.
  return { examplesNeeded: factor <= reachable ? Math.max(1, Math.ceil(n * (factor - 1))) : 'unreachable', assuming };
}

/** How many times as many examples bring a squared width to a squared room; infinitely many where there is none. */
function factorFor(width: number, room: number): number {
  return room > 0 ? Math.max(0, width) / room : Infinity;
}
