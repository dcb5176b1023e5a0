import type { Bound, Estimate, Interval, Margin, Slice, Verdict } from '../base/index.js';
import type { OwnInterval } from './own-interval.js';

/** One drift and what became of its promise. */
export interface Finding {
  /** `drift`: of the metric in the slice; `differential`: how much more it moved than everyone else, or than a named group. */
  readonly kind: 'drift' | 'differential';
  /** For `differential`: the value of the attribute's group that it is held against; absent: everyone else. */
  readonly against?: string | undefined;
  readonly metric: string;
  /** For metrics that are about one class, such as `recall`: which. */
  readonly class?: string | undefined;
  readonly slice: Slice;
  /** Relevant examples in the slice; `null` where not shown. */
  readonly n: number | null;
  readonly units?: number | undefined;
  /** The metric in the slice, on each side; for `differential` too. */
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** For `differential`: the drift of those it is held against. */
  readonly restDrift?: number | undefined;
  /** Present unless not estimable. For `differential`: drift of the group minus drift of the rest. */
  readonly drift?: number | undefined;
  readonly interval?: Interval | undefined;
  /** The one-sided bound of the drift, on the side that tells; it decides `kept`, unless the margin is relative. */
  readonly bound?: Bound | undefined;
  /**
   * For a relative margin, by which it is judged: how far the drift lies beyond the share of what the baseline has, in the metric's unit;
   * below 0 is within. `bound` decides `kept`, `interval` (simultaneous) `violated`.
   */
  readonly beyondShare?: { readonly value: number; readonly interval: Interval; readonly bound: Bound } | undefined;
  readonly margin: Margin;
  readonly verdict: Verdict;
  /** The simultaneous interval lies wholly on the worse side of zero. */
  readonly surelyWorse: boolean;
}

/** A drift that a margin is about, in a slice that is shown but has too few relevant examples to be judged. */
export interface NotJudgedRecord {
  readonly kind: 'drift' | 'differential';
  readonly metric: string;
  /** For metrics that are about one class, such as `recall`: which. */
  readonly class?: string | undefined;
  readonly slice: Slice;
  readonly reason: string;
}

/** The joint resampling behind the intervals of findings (max-T). */
export interface TogetherRecord {
  readonly method: 'max-t';
  /** How many findings hold at once. */
  readonly findings: number;
  /** The two-sided critical value of a normal estimate: 1.96 for one finding alone. */
  readonly critical: number;
  /** Joint resamples drawn; 0 for a single finding. */
  readonly resamples: number;
  /** From which the draws come, the same for every audit. */
  readonly seed: string;
}

/** A drift that nobody promised anything about, found by looking at all of them. */
export interface ExploredDrift {
  readonly metric: string;
  readonly class?: string | undefined;
  readonly slice: Slice;
  readonly n: number;
  readonly drift: number;
  /** Its own, not simultaneous. */
  readonly interval: OwnInterval;
  /** Two-sided, by inverting the interval; at least 1e-12. */
  readonly pValue: number;
  /** Adjusted over all drifts looked at, by Benjamini and Hochberg. */
  readonly adjusted: number;
  /** How many drifts were looked at. */
  readonly among: number;
}
