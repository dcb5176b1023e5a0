import {
  statisticsOfSet,
  studentQuantile,
  normalQuantile,
  unitsLeftOutOfOne,
  wilsonInterval,
  type Bounded,
  type CellSet,
  type PairedDrift,
  type TallyFrame,
} from '../metrics/index.js';

/** One group's metric on both sides, and its drift, each with bounds that hold together with all the others. */
export interface GroupIntervals {
  readonly baseline: Bounded;
  readonly variant: Bounded;
  readonly drift: Bounded;
}

/**
 * Bounds of a group's metric: Wilson's for plain rates (over as many fewer examples as the jackknife over units says they are worth),
 * the jackknife's for anything else.
 *
 * @param simultaneousOver how many such bounds are to hold at once
 */
export function groupIntervals(
  frame: TallyFrame,
  paired: PairedDrift,
  set: CellSet,
  simultaneousOver: number,
): GroupIntervals {
  const tail = 0.025 / simultaneousOver;
  const side = (name: 'baseline' | 'variant'): Bounded => {
    const estimate = paired[name];
    if (estimate.kind === 'not-estimable') throw new RangeError(estimate.reason);
    const { value } = estimate;
    const statistics = statisticsOfSet(frame, set, name);
    const n = paired.metric.relevantCount(statistics);
    const { variance, units } = unitsLeftOutOfOne(frame, paired.metric, set, name);
    const critical = units === undefined ? normalQuantile(1 - tail) : studentQuantile(1 - tail, Math.max(1, units - 1));
    const { pairing } = paired.metric;
    if (pairing.kind === 'rate') {
      const independent = (value * (1 - value)) / n;
      const flat = units === undefined ? 1 : n / units;
      const designEffect = Math.max(1, independent > 0 ? variance / independent : flat);
      return { value, ...wilsonInterval((value * n) / designEffect, n / designEffect, critical) };
    }
    const half = critical * Math.sqrt(variance);
    return { value, lower: value - half, upper: value + half };
  };
  if (paired.drift.kind === 'not-estimable') throw new RangeError(paired.drift.reason);
  return {
    baseline: side('baseline'),
    variant: side('variant'),
    drift: { value: paired.drift.value, ...paired.drift.bounds(tail) },
  };
}
