import type { Estimate } from '../base/index.js';
import { countsDrift } from './drift-of-counts.js';
import { explainedDrift } from './drift-of-explained.js';
import { meanDrift } from './drift-of-means.js';
import { rateDrift, togethernessOf } from './drift-of-rates.js';
import { rankDrift } from './drift-of-ranks.js';
import { scoreDrift } from './drift-of-scores.js';
import { shareDrift } from './drift-of-shares.js';
import { driftOverTrainings, type TrainingNoise } from './training-noise.js';
import type { Influence } from './influence.js';
import type { Metric } from './metric.js';
import { countsOfSet, statisticsOfSet, type CellSet, type Statistics } from './statistics.js';
import type { Cell, TallyFrame } from './tally.js';

/** How a metric moved from the baseline to the variant in one set of cells. */
export interface PairedDrift {
  readonly metric: Metric;
  /** Relevant examples: of the side with fewer, where the two differ (precision). */
  readonly n: number;
  /** Units with a relevant example; absent without units. */
  readonly units?: number | undefined;
  readonly baseline: Estimate;
  readonly variant: Estimate;
  readonly drift: DriftEstimate;
}

/** A drift that knows how sure it is, or why there is none. */
export type DriftEstimate =
  | { readonly kind: 'not-estimable'; readonly reason: string }
  | {
      readonly kind: 'drift';
      readonly value: number;
      readonly method: string;
      /** Bounds, each of which the true drift passes with probability `tail` at most. */
      bounds(tail: number): { readonly lower: number; readonly upper: number };
      /** The variance the drift would have if nothing had truly moved, at the upper 80 % bound of the discordance seen. */
      readonly varianceWithoutDrift: number;
      /** What trainings add to it; absent with one training. */
      readonly trainings?: TrainingNoise | undefined;
      /** What each unit or example adds to it: how it moves together with other drifts. */
      influence(): Influence;
    };

/**
 * Measures one metric's drift, example by example, with the interval that suits how the metric pairs up.
 *
 * @param set the slice
 * @param everyone all examples, from which small slices borrow how strongly flips keep together within units
 */
export function pairedDrift(frame: TallyFrame, metric: Metric, set: CellSet, everyone: CellSet = set): PairedDrift {
  const first = driftOfTraining(frame, metric, set, everyone);
  if (!set.trainings || set.trainings.others.length === 0) return first;
  const { others, pairing } = set.trainings;
  const all = [
    first,
    ...others.map((other, i) => driftOfTraining(frame, metric, other, everyone.trainings?.others[i] ?? other)),
  ];
  const baseline = meanOverTrainings(
    all.map((one) => one.baseline),
    pairing?.baseline,
  );
  const variant = meanOverTrainings(
    all.map((one) => one.variant),
    pairing?.variant,
  );
  const values =
    pairing && baseline.kind === 'value' && variant.kind === 'value'
      ? { baseline: baseline.each, variant: variant.each }
      : undefined;
  return {
    ...first,
    n: Math.min(...all.map(({ n }) => n)),
    baseline: plain(baseline),
    variant: plain(variant),
    drift: driftOverTrainings(
      all.map(({ drift }) => drift),
      values,
      metric.unit === 'rate' ? (metric.span ?? 1) : undefined,
    ),
  };
}

type OverTrainings =
  { readonly kind: 'value'; readonly value: number; readonly each: readonly number[] } | NotEstimable;
type NotEstimable = Extract<Estimate, { kind: 'not-estimable' }>;

/** The mean over a side's trainings. @param which training each pair has; one of its own unless given */
function meanOverTrainings(pairs: readonly Estimate[], which?: readonly number[]): OverTrainings {
  const each = new Map<number, number>();
  for (const [i, estimate] of pairs.entries()) {
    if (estimate.kind === 'not-estimable') return { ...estimate, reason: `in one training: ${estimate.reason}` };
    each.set(which?.[i] ?? i, estimate.value);
  }
  const values = [...each.values()];
  return { kind: 'value', value: values.reduce((sum, value) => sum + value, 0) / values.length, each: values };
}

function plain(estimate: OverTrainings): Estimate {
  return estimate.kind === 'value' ? { kind: 'value', value: estimate.value } : estimate;
}

function driftOfTraining(frame: TallyFrame, metric: Metric, set: CellSet, everyone: CellSet): PairedDrift {
  const { cells } = set;
  const baseline = statisticsOfSet(frame, set, 'baseline');
  const variant = statisticsOfSet(frame, set, 'variant');
  const before = metric.value(baseline);
  const after = metric.value(variant);
  const common = {
    metric,
    n: Math.min(
      metric.relevantCount(countsOfSet(frame, set, 'baseline')),
      metric.relevantCount(countsOfSet(frame, set, 'variant')),
    ),
    baseline: before,
    variant: after,
    units: frame.hasUnits ? new Set(relevantCells(metric, cells).map(({ unit }) => unit)).size : undefined,
  };
  const missing = [before, after].find((side) => side.kind === 'not-estimable');
  if (missing?.kind === 'not-estimable') return { ...common, drift: missing };
  return { ...common, drift: driftOf(frame, metric, set, baseline, everyone) };
}

function driftOf(
  frame: TallyFrame,
  metric: Metric,
  set: CellSet,
  baseline: Statistics,
  everyone: CellSet,
): DriftEstimate {
  const { pairing } = metric;
  const { cells, ranks } = set;
  switch (pairing.kind) {
    case 'rate':
      return rateDrift(frame, pairing, cells, baseline, () =>
        togethernessOf(frame, pairing, everyone.cells, statisticsOfSet(frame, everyone, 'baseline')),
      );
    case 'labels':
      return { kind: 'not-estimable', reason: 'both models have the same labels' };
    case 'counts':
      return countsDrift(frame, metric, set);
    case 'rank':
      return ranks?.moments ? rankDrift(ranks) : scoreDrift(frame, metric, set);
    case 'scores':
      return scoreDrift(frame, metric, set);
    case 'explained':
      return explainedDrift(frame, metric, set);
    case 'mean':
      return pairing.isShare === true
        ? shareDrift(frame, metric, pairing, set)
        : meanDrift(frame, metric, pairing, set);
    case 'root-mean':
      return meanDrift(frame, metric, pairing, set);
  }
}

function relevantCells(metric: Metric, cells: readonly Cell[]): readonly Cell[] {
  const { pairing } = metric;
  return pairing.kind === 'rate' ? cells.filter((cell) => pairing.isRelevant(cell)) : cells;
}
