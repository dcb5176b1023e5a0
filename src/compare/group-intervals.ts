import {
  needsSecondPass,
  normalQuantile,
  sideEstimate,
  simultaneous,
  statisticsOfSet,
  varianceOf,
  wilsonInterval,
  type Bounded,
  type CellSet,
  type DriftEstimate,
  type Influence,
  type Metric,
  type PairedDrift,
  type SideEstimate,
  type TallyFrame,
} from '../metrics/index.js';
import type { PairedBounds } from './disparities/paired-bounds.js';

/** An estimate that is there, of either side or of a drift. */
export interface Known {
  readonly value: number;
  bounds(tail: number): { readonly lower: number; readonly upper: number };
  influence(): Influence;
}

/** One metric of one group: both sides and the drift. */
export interface GroupEstimates {
  readonly baseline: Known;
  readonly variant: Known;
  readonly drift: Known & { readonly estimate: Extract<DriftEstimate, { kind: 'drift' }> };
}

/** What a group's metric is estimated to be, or why it is not. Where no variance was seen, bounds keep a floor. */
export function groupEstimates(
  frame: TallyFrame,
  paired: PairedDrift,
  set: CellSet,
): GroupEstimates | { readonly reason: string } {
  const { metric, drift, n } = paired;
  if (drift.kind === 'not-estimable') return drift;
  const sides = (['baseline', 'variant'] as const).map((side) => sideEstimate(frame, metric, set, side));
  const [baseline, variant] = sides;
  if (baseline?.kind !== 'estimate') return { reason: baseline?.reason ?? '' };
  if (variant?.kind !== 'estimate') return { reason: variant?.reason ?? '' };
  const pairs = Math.max(1, paired.units ?? n);
  return {
    baseline: withSideFloor(metric, baseline, pairs),
    variant: withSideFloor(metric, variant, pairs),
    drift: { ...withDriftFloor(frame, metric, set, drift, baseline, pairs), estimate: drift },
  };
}

/** Their bounds at one tail. */
export function boundsOf({ baseline, variant, drift }: GroupEstimates, tail: number): PairedBounds {
  const of = (known: Known): Bounded => ({ value: known.value, ...known.bounds(tail) });
  return { baseline: of(baseline), variant: of(variant), drift: of(drift) };
}

/** Joint resamples for the groups of one disparity: many disparities are measured, and none is judged. */
const usualResamples = 4000;

/**
 * With which probability each bound may be passed so that all hold at once: the values of both sides and the drifts of all groups
 * (max-T over their influences).
 *
 * @param groups in an order that no name decides
 */
export function jointTail(
  groups: readonly GroupEstimates[],
  level: number,
  resamples: number = usualResamples,
): { readonly tail: number; readonly over: number } {
  const influences = groups.flatMap(({ baseline, variant, drift }) => [
    baseline.influence(),
    variant.influence(),
    drift.influence(),
  ]);
  return simultaneous(influences, level, resamples);
}

/** What is not a rate has Wald's bounds, which collapse where all are right: then at least Wilson's of as many without a miss. */
function withSideFloor(metric: Metric, side: Extract<SideEstimate, { kind: 'estimate' }>, pairs: number): Known {
  if (metric.pairing.kind === 'rate' || metric.pairing.kind === 'labels') return side;
  const isShare = metric.pairing.kind === 'mean' && metric.pairing.isShare === true;
  const [least, most] = metric.unit === 'rate' && metric.span === undefined ? [0, 1] : [-Infinity, Infinity];
  const hasFloor = metric.pairing.kind === 'counts' || needsSecondPass(metric) || isShare;
  return {
    value: side.value,
    bounds: (tail) => {
      const { lower, upper } = side.bounds(tail);
      const half = hasFloor ? unseen(pairs, tail) * (metric.span ?? 1) : 0;
      return {
        lower: Math.max(least, Math.min(lower, side.value - half)),
        upper: Math.min(most, Math.max(upper, side.value + half)),
      };
    },
    influence: () => widened(side.influence(), hasFloor ? 1 / pairs ** 2 : 0),
  };
}

/** A mean loss, or a function of one, that moved nowhere has no variance: then as if a share of examples that may go unseen moved by the loss's spread. */
function withDriftFloor(
  frame: TallyFrame,
  metric: Metric,
  set: CellSet,
  drift: Extract<DriftEstimate, { kind: 'drift' }>,
  side: Extract<SideEstimate, { kind: 'estimate' }>,
  pairs: number,
): Known {
  const { kind } = metric.pairing;
  if (kind !== 'mean' && kind !== 'root-mean' && kind !== 'explained') return drift;
  if (varianceOf(drift.influence()) > 0) return drift;
  const typical = Math.abs(statisticsOfSet(frame, set, 'baseline').n > 0 ? side.value : 0);
  const spread = Math.max(Math.sqrt(side.variance * pairs), typical, Number.MIN_VALUE);
  return {
    value: drift.value,
    bounds: (tail) => {
      const half = Math.max(unseen(pairs, tail) * spread, 1e-12);
      const { lower, upper } = drift.bounds(tail);
      return { lower: Math.min(lower, drift.value - half), upper: Math.max(upper, drift.value + half) };
    },
    influence: () => widened(drift.influence(), (spread / pairs) ** 2),
  };
}

/** The share of something that none of so many showed. */
function unseen(pairs: number, tail: number): number {
  return wilsonInterval(0, pairs, normalQuantile(1 - tail)).upper;
}

function widened({ shared, own }: Influence, by: number): Influence {
  return { shared, own: own + by };
}
