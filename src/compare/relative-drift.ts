import { estimate, notEstimable } from '../base/index.js';
import type { PairedDrift, TallyFrame } from '../metrics/index.js';
import { bySubstitution } from './disparities/by-substitution.js';
import { alone } from './disparities/disparity-drift.js';
import type { RelativeDrift } from './disparities/relative.js';
import { groupEstimates } from './group-intervals.js';
import type { SliceCells } from './slices.js';

/**
 * A metric's drift in a slice over the size of its baseline, which keeps the drift's sign. Not estimable where the baseline is at 0.
 *
 * Its 95 % interval moves the baseline and the drift to their own bounds and adds up what that changes, with the correlation of both
 * (the method of variance estimates recovery). There is none where the baseline may be 0.
 *
 * @see Zou, Huang, Zhang 2009, "A note on confidence interval estimation for a linear function of binomial proportions"
 */
export function relativeDrift(frame: TallyFrame, paired: PairedDrift, slice: SliceCells): RelativeDrift {
  const estimates = groupEstimates(frame, paired, slice);
  if ('reason' in estimates) return { value: notEstimable(estimates.reason), bounds: undefined };
  const { baseline, drift } = estimates;
  if (baseline.value === 0)
    return { value: notEstimable('the baseline is at 0, so that no drift is relative to it'), bounds: undefined };
  const value = estimate(drift.value / Math.abs(baseline.value));
  const { lower, upper } = baseline.bounds(alone);
  if (lower <= 0 && upper >= 0) return { value, bounds: undefined };
  const relative = ({
    before: [was = NaN],
    drift: [moved = NaN],
  }: {
    readonly before: readonly number[];
    readonly drift: readonly number[];
  }): number => moved / Math.abs(was);
  return { value, bounds: bySubstitution(relative, [estimates], 'drift', alone) };
}
