/** A number that could be computed, or why not: 0/0 is never 0, 1 or NaN. */
export type Estimate =
  { readonly kind: 'value'; readonly value: number } | { readonly kind: 'not-estimable'; readonly reason: string };

/** An estimate that exists. @throws {RangeError} when the value is not finite, because that is a defect of the caller. */
export function estimate(value: number): Estimate {
  if (!Number.isFinite(value)) throw new RangeError(`not an estimate: ${value}`);
  return { kind: 'value', value };
}

/** An estimate that does not exist, with the reason as a reader should see it. */
export function notEstimable(reason: string): Estimate {
  return { kind: 'not-estimable', reason };
}

/** A two-sided interval and how it came about. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** The coverage it has, jointly with the others where `simultaneousOver` is above 1: 0.95. */
  readonly level: number;
  /** Over how many judged findings the level holds at once; 1 where it holds for this one alone. */
  readonly simultaneousOver: number;
  /** The method's name, as `docs/statistics.md` explains it: `tango`, `unit-jackknife`, `wilson` … */
  readonly method: string;
}

/** A one-sided bound: with probability `level`, the true value lies on its good side. */
export interface Bound {
  readonly value: number;
  readonly side: 'lower' | 'upper';
  readonly level: number;
  readonly method: string;
}
