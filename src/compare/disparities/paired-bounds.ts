import type { Bounded } from '../../metrics/index.js';

/**
 * A number on both sides and its drift, each with bounds that hold together with those of all others of its kind.
 *
 * What is computed from such numbers by the functions below has bounds that hold wherever in theirs the truth lies. A value is NaN
 * where it is 0/0; bounds never are.
 */
export interface PairedBounds {
  readonly baseline: Bounded;
  readonly variant: Bounded;
  readonly drift: Bounded;
}

/** a − b. */
export function minus(a: PairedBounds, b: PairedBounds): PairedBounds {
  const of = (x: Bounded, y: Bounded): Bounded => ({
    value: x.value - y.value,
    lower: x.lower - y.upper,
    upper: x.upper - y.lower,
  });
  return tightened(of(a.baseline, b.baseline), of(a.variant, b.variant), of(a.drift, b.drift));
}

/** The sum, each times the factor. */
export function sumOf(list: readonly PairedBounds[], factor = 1): PairedBounds {
  const of = (side: keyof PairedBounds): Bounded => ({
    value: factor * total(list.map((one) => one[side].value)),
    lower: factor * total(list.map((one) => one[side].lower)),
    upper: factor * total(list.map((one) => one[side].upper)),
  });
  return tightened(of('baseline'), of('variant'), of('drift'));
}

/** The largest: it moves no further than the one that moved furthest, either way. */
export function largestOf(list: readonly PairedBounds[]): PairedBounds {
  return extremeOf(list, Math.max);
}

/** The smallest. */
export function smallestOf(list: readonly PairedBounds[]): PairedBounds {
  return extremeOf(list, Math.min);
}

/** The largest minus the smallest: at least 0. */
export function rangeOf(list: readonly PairedBounds[]): PairedBounds {
  const { baseline, variant, drift } = minus(largestOf(list), smallestOf(list));
  return tightened(notNegative(baseline), notNegative(variant), drift);
}

/** |a|: it moves no further than a does. */
export function magnitudeOf(a: PairedBounds): PairedBounds {
  const of = ({ value, lower, upper }: Bounded): Bounded => ({
    value: Math.abs(value),
    lower: lower <= 0 && upper >= 0 ? 0 : Math.min(Math.abs(lower), Math.abs(upper)),
    upper: Math.max(Math.abs(lower), Math.abs(upper)),
  });
  const [before, after] = [of(a.baseline), of(a.variant)];
  const value = after.value - before.value;
  const reach = Math.max(Math.abs(a.drift.lower), Math.abs(a.drift.upper));
  const isSame = (sign: 1 | -1): boolean =>
    Math.min(sign * a.baseline.lower, sign * a.baseline.upper, sign * a.variant.lower, sign * a.variant.upper) >= 0;
  if (isSame(1)) return tightened(before, after, a.drift);
  if (isSame(-1)) return tightened(before, after, { value, lower: -a.drift.upper, upper: -a.drift.lower });
  return tightened(before, after, { value, lower: -reach, upper: reach });
}

/**
 * a/b of numbers that are not negative, where a is never above b, so that the quotient lies in [0, 1].
 *
 * Its drift: with a = m + x and b = M + y after drifts x and y, (m + x)/(M + y) − m/M grows in x and falls in y; while x reaches
 * up and y down past 0 it is furthest from 0 at the smallest M, and linear in m.
 */
export function quotientOf(a: PairedBounds, b: PairedBounds): PairedBounds {
  const of = (x: Bounded, y: Bounded): Bounded => ({
    value: x.value >= 0 && y.value > 0 ? Math.min(1, x.value / y.value) : NaN,
    lower: y.upper > 0 ? clamped(x.lower / y.upper) : 0,
    upper: y.lower > 0 ? clamped(x.upper / y.lower) : 1,
  });
  const [before, after] = [of(a.baseline, b.baseline), of(a.variant, b.variant)];
  const base = Math.max(0, b.baseline.lower);
  const up = furthest(a.baseline, base, Math.max(0, a.drift.upper), Math.min(0, b.drift.lower));
  const down = furthest(a.baseline, base, Math.min(0, a.drift.lower), Math.max(0, b.drift.upper));
  const drift = {
    value: after.value - before.value,
    lower: down.length > 0 ? Math.min(...down) : -1,
    upper: up.length > 0 ? Math.max(...up) : 1,
  };
  return tightened(before, after, drift);
}

/** (m + x)/(M + y) − m/M at both ends of m; nothing where a denominator reaches 0. */
function furthest(m: Bounded, base: number, x: number, y: number): readonly number[] {
  if (base <= 0 || base + y <= 0) return [];
  return [Math.max(0, m.lower), Math.max(0, m.upper)].map((end) => (end + x) / (base + y) - end / base);
}

function extremeOf(list: readonly PairedBounds[], pick: (...values: number[]) => number): PairedBounds {
  const side = (name: 'baseline' | 'variant'): Bounded => ({
    value: pick(...list.map((one) => one[name].value)),
    lower: pick(...list.map((one) => one[name].lower)),
    upper: pick(...list.map((one) => one[name].upper)),
  });
  const [baseline, variant] = [side('baseline'), side('variant')];
  return tightened(baseline, variant, {
    value: variant.value - baseline.value,
    lower: Math.min(...list.map(({ drift }) => drift.lower)),
    upper: Math.max(...list.map(({ drift }) => drift.upper)),
  });
}

/** A drift is no further than the sides' own bounds allow, and holds its own value. */
function tightened(baseline: Bounded, variant: Bounded, drift: Bounded): PairedBounds {
  const value = variant.value - baseline.value;
  const lower = Math.max(drift.lower, variant.lower - baseline.upper);
  const upper = Math.min(drift.upper, variant.upper - baseline.lower);
  const known = Number.isNaN(value) ? [] : [value];
  return { baseline, variant, drift: { value, lower: Math.min(lower, ...known), upper: Math.max(upper, ...known) } };
}

function notNegative({ value, lower, upper }: Bounded): Bounded {
  return { value, lower: Math.max(0, lower), upper: Math.max(0, upper) };
}

function clamped(share: number): number {
  return Math.max(0, Math.min(1, share));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
