import { sideEstimate, type Bounded, type CellSet, type PairedDrift, type TallyFrame } from '../metrics/index.js';

/** One group's metric on both sides, and its drift, each with bounds that hold together with all the others. */
export interface GroupIntervals {
  readonly baseline: Bounded;
  readonly variant: Bounded;
  readonly drift: Bounded;
}

/**
 * Bounds of a group's metric on both sides and of its drift.
 *
 * @param tail with which probability each bound may be passed, so that all hold at once
 */
export function groupIntervals(frame: TallyFrame, paired: PairedDrift, set: CellSet, tail: number): GroupIntervals {
  const side = (name: 'baseline' | 'variant'): Bounded => {
    const found = sideEstimate(frame, paired.metric, set, name);
    if (found.kind === 'not-estimable') throw new RangeError(found.reason);
    return { value: found.value, ...found.bounds(tail) };
  };
  if (paired.drift.kind === 'not-estimable') throw new RangeError(paired.drift.reason);
  return {
    baseline: side('baseline'),
    variant: side('variant'),
    drift: { value: paired.drift.value, ...paired.drift.bounds(tail) },
  };
}
