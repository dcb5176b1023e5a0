import {
  statisticsOfSet,
  studentQuantile,
  normalQuantile,
  unitsLeftOutOfOne,
  wilsonInterval,
  type Bounded,
  type CellSet,
  type Metric,
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
    const relevantUnits = paired.units ?? units;
    const critical =
      units === undefined || relevantUnits === undefined
        ? normalQuantile(1 - tail)
        : studentQuantile(1 - tail, Math.max(1, relevantUnits - 1));
    const { pairing } = paired.metric;
    if (pairing.kind === 'rate') {
      const independent = (value * (1 - value)) / n;
      // Where no variance is seen, each unit counts once; examples that weigh differently are worth Kish's number at most.
      const flat = n / (paired.units ?? n);
      const kish = n / effectiveExamples(frame, set, paired.metric);
      const designEffect = Math.max(1, kish, variance > 0 && independent > 0 ? variance / independent : flat);
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

/** Kish's effective number of examples: (Σ w)² / Σ w². */
function effectiveExamples(frame: TallyFrame, { cells }: CellSet, { pairing }: Metric): number {
  if (pairing.kind !== 'rate') return Infinity;
  const relevant = cells.filter((cell) => pairing.isRelevant(cell));
  const { support } = statisticsOfSet(frame, { cells }, 'baseline');
  const weigh = (label: number): number => pairing.weight?.(label, support) ?? 1;
  const sum = relevant.reduce((total, { count, label }) => total + count * weigh(label), 0);
  const squares = relevant.reduce((total, { count, label }) => total + count * weigh(label) ** 2, 0);
  return squares > 0 ? sum ** 2 / squares : 1;
}
