import { estimate, notEstimable, type Estimate } from '../../base/index.js';
import type { Bounded } from '../../metrics/index.js';

/** A drift over the size of what drifted. */
export interface RelativeDrift {
  readonly value: Estimate;
  /** Absent where the baseline may be 0, so that nothing bounds it. */
  readonly bounds: { readonly lower: number; readonly upper: number } | undefined;
}

/** The drift over |before|, which keeps the drift's sign; NaN or infinite where before is 0. */
export function relativeTo(before: number, after: number): number {
  return (after - before) / Math.abs(before);
}

/** A relative drift from bounds of the baseline and of the drift that hold together. */
export function relativeBounds(before: Bounded, drift: Bounded): RelativeDrift {
  if (before.value === 0)
    return {
      value: notEstimable('the baseline is at 0, so that no drift can be told relative to it'),
      bounds: undefined,
    };
  const value = estimate(drift.value / Math.abs(before.value));
  if (before.lower <= 0 && before.upper >= 0) return { value, bounds: undefined };
  const sizes = [Math.abs(before.lower), Math.abs(before.upper)];
  const lower = Math.min(...sizes.map((size) => drift.lower / size));
  const upper = Math.max(...sizes.map((size) => drift.upper / size));
  return { value, bounds: { lower: Math.min(lower, value.kind === 'value' ? value.value : lower), upper } };
}
