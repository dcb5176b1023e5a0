import type { Estimate } from '../base/index.js';
import { contrastScoreInterval, type PairCounts } from './contrast-score.js';
import { combined, varianceOf, type Influence } from './influence.js';
import type { Metric, Pairing } from './metric.js';
import { differenceBounds } from './mover.js';
import { normalQuantile } from './normal.js';
import { sideEstimate, type SideEstimate } from './one-side.js';
import { pairedDrift, type DriftEstimate, type PairedDrift } from './paired-drift.js';
import type { CellSet } from './statistics.js';
import type { Cell, TallyFrame } from './tally.js';
import { driftOverTrainings } from './training-noise.js';

type Drift = Extract<DriftEstimate, { kind: 'drift' }>;
type Known = Extract<SideEstimate, { kind: 'estimate' }>;

/**
 * How far a metric lies beyond a share of what the baseline has: the drift minus `share` times the size of the baseline's value, in the metric's own
 * unit. The share is signed: at −0.05 the contrast is above 0 where less than 5 % was lost, at 0.05 it is below 0 where less than 5 % was added.
 *
 * The baseline's value is estimated from the same examples as the drift, so the contrast has an interval of its own. Rates of plain
 * examples: a score interval over the pairs, at 0 the test of Tang, Tang and Chan. All else: from the bounds of the drift and of the
 * baseline's value (MOVER), with their correlation as the variances of both sides and of the drift tell it. With several trainings: of
 * each pair by itself.
 *
 * @returns not estimable where the baseline's value is 0, or may lie on either side of it
 */
export function driftBeyondShare(
  frame: TallyFrame,
  metric: Metric,
  set: CellSet,
  everyone: CellSet,
  share: number,
): DriftEstimate {
  const { trainings, ...first } = set;
  if (!trainings || trainings.others.length === 0) {
    return contrastOf(frame, metric, set, pairedDrift(frame, metric, set, everyone), share);
  }
  const { trainings: ofEveryone, ...firstOfEveryone } = everyone;
  const sets = [first, ...trainings.others];
  const all = sets.map((own, i) =>
    pairedDrift(frame, metric, own, i === 0 ? firstOfEveryone : (ofEveryone?.others[i - 1] ?? own)),
  );
  const contrasts = all.map((paired, i) => contrastOf(frame, metric, sets[i] ?? first, paired, share));
  const { pairing } = trainings;
  const baseline = valuesOf(
    all.map((paired) => paired.baseline),
    pairing?.baseline,
  );
  const variant = valuesOf(
    all.map((paired) => paired.variant),
    pairing?.variant,
  );
  const isKnown = pairing !== undefined && baseline !== undefined && variant !== undefined;
  return driftOverTrainings(
    contrasts,
    isKnown ? { baseline: baseline.map((value) => value + share * Math.abs(value)), variant } : undefined,
  );
}

/** A side's values over its own trainings, each once. */
function valuesOf(estimates: readonly Estimate[], which: readonly number[] | undefined): readonly number[] | undefined {
  const each = new Map<number, number>();
  for (const [i, estimate] of estimates.entries()) {
    if (estimate.kind === 'not-estimable') return undefined;
    each.set(which?.[i] ?? i, estimate.value);
  }
  return [...each.values()];
}

function contrastOf(
  frame: TallyFrame,
  metric: Metric,
  set: CellSet,
  { drift, baseline: value }: PairedDrift,
  share: number,
): DriftEstimate {
  if (drift.kind === 'not-estimable') return drift;
  if (value.kind === 'not-estimable') return value;
  if (value.value === 0)
    return { kind: 'not-estimable', reason: 'the full model has 0 here, and a share of 0 is nothing' };
  const baseline = sideEstimate(frame, metric, set, 'baseline');
  const variant = sideEstimate(frame, metric, set, 'variant');
  if (baseline.kind === 'not-estimable') return baseline;
  if (variant.kind === 'not-estimable') return variant;
  if (mayBeEither(metric, baseline)) {
    return {
      kind: 'not-estimable',
      reason: 'what the full model has here may lie on either side of 0, so that a share of it means nothing',
    };
  }
  const { pairing } = metric;
  const part = -share * Math.sign(value.value);
  const correlation = correlationWith(drift, baseline, variant);
  const influence = (): Influence =>
    combined([
      { influence: drift.influence(), factor: 1 },
      { influence: baseline.influence(), factor: part },
    ]);
  const common = { kind: 'drift' as const, value: drift.value + part * baseline.value, influence };
  // Where nothing truly moved, both sides vary alike: half of the drift's variance is then what it takes from the baseline.
  const varianceWithoutDrift = Math.max(0, (1 - part) * drift.varianceWithoutDrift + part * part * baseline.variance);
  if (pairing.kind === 'rate' && !pairing.weight && !frame.hasUnits && !frame.hasWeights) {
    const counts = pairsOf(pairing, set.cells);
    return {
      ...common,
      method: 'contrast-score',
      varianceWithoutDrift,
      bounds: (tail) => contrastScoreInterval(counts, 1 - part, normalQuantile(1 - tail)),
    };
  }
  return {
    ...common,
    method: `mover-share-${drift.method}`,
    varianceWithoutDrift,
    bounds: (tail) => {
      const { lower, upper } = differenceBounds(
        { value: drift.value, ...drift.bounds(tail) },
        scaled(baseline, tail, -part),
        part < 0 ? correlation : -correlation,
      );
      return { lower, upper };
    },
  };
}

/** Rates lie above 0, and so do losses; a coefficient or a signed mean whose interval holds 0 may have either sign. */
function mayBeEither({ unit, span }: Metric, baseline: Known): boolean {
  if (unit === 'rate' && (span ?? 1) <= 1) return false;
  const { lower, upper } = baseline.bounds(0.025);
  return lower <= 0 && upper >= 0;
}

/** Of the drift and the baseline's value: what the variances of both sides and of the drift leave no other choice. */
function correlationWith(drift: Drift, baseline: Known, variant: Known): number {
  const ofDrift = seenVariance(drift.influence());
  const scale = 2 * Math.sqrt(ofDrift * baseline.variance);
  return scale > 0 ? Math.max(-1, Math.min(1, (variant.variance - baseline.variance - ofDrift) / scale)) : 0;
}

/** Without what stands for flips that were not seen. */
function seenVariance({ shared, own }: Influence): number {
  return shared.size === 0 ? own : varianceOf({ shared, own: 0 });
}

function scaled(side: Known, tail: number, factor: number): { value: number; lower: number; upper: number } {
  const { lower, upper } = side.bounds(tail);
  const [a, b] = [factor * lower, factor * upper];
  return { value: factor * side.value, lower: Math.min(a, b), upper: Math.max(a, b) };
}

function pairsOf(pairing: Extract<Pairing, { kind: 'rate' }>, cells: readonly Cell[]): PairCounts {
  let [both, gained, lost, neither] = [0, 0, 0, 0];
  for (const cell of cells) {
    if (!pairing.isRelevant(cell)) continue;
    const [before, after] = [pairing.isHit(cell, 'baseline'), pairing.isHit(cell, 'variant')];
    if (before && after) both += cell.count;
    else if (after) gained += cell.count;
    else if (before) lost += cell.count;
    else neither += cell.count;
  }
  return { both, gained, lost, neither };
}
