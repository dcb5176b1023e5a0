import {
  countsOfSet,
  statisticsOf,
  statisticsOfSet,
  withoutEachUnit,
  withoutOne,
  type CellSet,
  type Side,
} from './statistics.js';
import { sideOfScores } from './drift-of-scores.js';
import { explainedInfluence } from './drift-of-explained.js';
import { influenceOfLeftOut, varianceOf, type Influence } from './influence.js';
import { jackknifeVariance } from './jackknife.js';
import type { Metric, Pairing } from './metric.js';
import { normalQuantile } from './normal.js';
import { studentQuantile } from './student.js';
import { massOf, squaredMassOf, type Cell, type TallyFrame } from './tally.js';
import { sideOverTrainings } from './training-noise.js';
import { degreesOfFreedomOfUnits, fewUnits } from './unseen-unit.js';
import { wilsonInterval } from './wilson.js';

/** A metric of one model in a set, that knows how sure it is. */
export type SideEstimate =
  | { readonly kind: 'not-estimable'; readonly reason: string }
  | {
      readonly kind: 'estimate';
      readonly value: number;
      /** `wilson`, `wilson-unit-jackknife`, `unit-jackknife` …, as in `docs/statistics.md`. */
      readonly method: string;
      readonly variance: number;
      /** Bounds, each of which the true value passes with probability `tail` at most. */
      bounds(tail: number): { readonly lower: number; readonly upper: number };
      influence(): Influence;
    };

/**
 * A metric of one model with its interval: Wilson's for rates (over as many fewer examples as the linearised variance, or the
 * jackknife over units, says they are worth); for anything else by its variance.
 */
export function sideEstimate(frame: TallyFrame, metric: Metric, set: CellSet, side: Side): SideEstimate {
  const first = estimateOfTraining(frame, metric, set, side);
  if (!set.trainings || set.trainings.others.length === 0) return first;
  const all = [first, ...set.trainings.others.map((other) => estimateOfTraining(frame, metric, other, side))];
  return sideOverTrainings(all, set.trainings.pairing?.[side], metric.unit === 'rate');
}

function estimateOfTraining(frame: TallyFrame, metric: Metric, set: CellSet, side: Side): SideEstimate {
  const statistics = statisticsOfSet(frame, set, side);
  const found = metric.value(statistics);
  if (found.kind === 'not-estimable') return found;
  const { value } = found;
  if (metric.pairing.kind === 'rank') {
    const { ranking } = statistics;
    if (ranking) return byVariance(value, { shared: new Map(), own: ranking.variance }, ranking.units, 'delong');
  }
  if (metric.pairing.kind === 'rank' || metric.pairing.kind === 'scores') {
    const found = sideOfScores(frame, metric, set, side);
    return byVariance(value, found.influence, found.units, found.method);
  }
  const influence = frame.hasUnits
    ? influenceOfUnits(frame, metric, set, side, value)
    : influenceOfCells(frame, metric, set, side);
  const units = frame.hasUnits
    ? new Set(relevantCells(metric.pairing, set.cells).map(({ unit }) => unit)).size
    : undefined;
  const isShare = metric.pairing.kind === 'mean' && metric.pairing.isShare === true;
  if (isShare && !frame.hasUnits && !frame.hasWeights) {
    const bounds = (tail: number): { lower: number; upper: number } =>
      wilsonInterval(value * statistics.n, statistics.n, normalQuantile(1 - tail));
    return { ...byVariance(value, influence, undefined, 'wilson'), bounds };
  }
  if (metric.pairing.kind !== 'rate')
    return byVariance(value, influence, units, frame.hasUnits ? 'unit-jackknife' : 'jackknife');
  return wilson(frame, metric, metric.pairing, set, side, value, influence, units);
}

function wilson(
  frame: TallyFrame,
  metric: Metric,
  pairing: Extract<Pairing, { kind: 'rate' }>,
  set: CellSet,
  side: Side,
  value: number,
  influence: Influence,
  units: number | undefined,
): SideEstimate {
  const n = metric.relevantCount(countsOfSet(frame, set, side));
  const { support } = statisticsOfSet(frame, set, side);
  const variance = varianceOf(influence);
  const kish = effectiveExamples(pairing, set.cells, support);
  const isPlain = !frame.hasUnits && !frame.hasWeights && !pairing.weight;
  const equal = (value * (1 - value)) / n;
  const isSeen = variance > 0 && equal > 0;
  // Examples that weigh differently are worth Kish's number at most. With units nothing may depend on the number of examples, which
  // may stand twice with half the weight each; where no variance is seen each unit counts once.
  const pairs = isPlain
    ? n
    : units === undefined
      ? n / Math.max(1, n / kish, isSeen ? variance / equal : 1)
      : isSeen
        ? (n * equal) / variance
        : effectiveUnits(pairing, set.cells, support);
  // Few units may make most of the variance that is seen.
  const degreesOfFreedom = isSeen
    ? degreesOfFreedomOfUnits([...influence.shared.values()], variance, fewUnits)
    : Number.POSITIVE_INFINITY;
  const quantile = quantileFor(units === undefined ? undefined : Math.min(units - 1, degreesOfFreedom));
  return {
    kind: 'estimate',
    value,
    method: isPlain ? 'wilson' : frame.hasUnits ? 'wilson-unit-jackknife' : 'wilson-kish',
    variance,
    bounds: (tail) => wilsonInterval(value * pairs, pairs, quantile(1 - tail)),
    influence: () => ({ shared: influence.shared, own: influence.own + 1 / pairs ** 2 }),
  };
}

function byVariance(
  value: number,
  influence: Influence,
  units: number | undefined,
  method: string,
): Extract<SideEstimate, { kind: 'estimate' }> {
  const variance = varianceOf(influence);
  const quantile = quantileFor(units === undefined ? undefined : units - 1);
  return {
    kind: 'estimate',
    value,
    method,
    variance,
    bounds: (tail) => {
      const half = quantile(1 - tail) * Math.sqrt(variance);
      return { lower: value - half, upper: value + half };
    },
    influence: () => influence,
  };
}

/** Student's, with at least one degree of freedom; the normal one where there are no units. */
function quantileFor(degreesOfFreedom: number | undefined): (p: number) => number {
  return degreesOfFreedom === undefined ? normalQuantile : (p) => studentQuantile(p, Math.max(1, degreesOfFreedom));
}

function relevantCells(pairing: Pairing, cells: readonly Cell[]): readonly Cell[] {
  return pairing.kind === 'rate' ? cells.filter((cell) => pairing.isRelevant(cell)) : cells;
}

function influenceOfUnits(frame: TallyFrame, metric: Metric, set: CellSet, side: Side, value: number): Influence {
  const leftOut = new Map(
    Array.from(withoutEachUnit(frame, set, side), ([unit, statistics]) => {
      const rest = metric.value(statistics);
      return [unit, rest.kind === 'value' ? rest.value : value] as const;
    }),
  );
  if (leftOut.size < 2) return { shared: new Map(), own: 0 };
  const influence = influenceOfLeftOut(leftOut);
  return { ...influence, own: Math.max(0, jackknifeVariance([...leftOut.values()]) - varianceOf(influence)) };
}

function influenceOfCells(frame: TallyFrame, metric: Metric, set: CellSet, side: Side): Influence {
  const { pairing } = metric;
  const { cells } = set;
  if (pairing.kind === 'rate') return influenceOfRate(pairing, cells, statisticsOfSet(frame, set, side).support, side);
  if (pairing.kind === 'mean' || pairing.kind === 'root-mean') return influenceOfMean(frame, pairing, cells, side);
  if (pairing.kind === 'explained') {
    return explainedInfluence(frame, cells, {
      baseline: Number(side === 'baseline'),
      variant: Number(side === 'variant'),
    });
  }
  return influenceOfCounts(frame, metric, cells, side);
}

function influenceOfRate(
  pairing: Extract<Pairing, { kind: 'rate' }>,
  cells: readonly Cell[],
  support: Float64Array,
  side: Side,
): Influence {
  const relevant = cells.filter((cell) => pairing.isRelevant(cell));
  const stratumOf = (cell: Cell): number => (pairing.weight ? cell.label : 0);
  const strata = new Map<number, { mass: number; hits: number }>();
  for (const cell of relevant) {
    const stratum = strata.get(stratumOf(cell)) ?? { mass: 0, hits: 0 };
    stratum.mass += massOf(cell);
    if (pairing.isHit(cell, side)) stratum.hits += massOf(cell);
    strata.set(stratumOf(cell), stratum);
  }
  const mass = [...strata.values()].reduce((sum, stratum) => sum + stratum.mass, 0);
  return {
    shared: new Map(
      relevant.map((cell) => {
        const { mass: of = 1, hits = 0 } = strata.get(stratumOf(cell)) ?? {};
        const share = pairing.weight?.(cell.label, support) ?? 1 / mass;
        const stray = Number(pairing.isHit(cell, side)) - (of > 0 ? hits / of : 0);
        return [cell, Math.sqrt(squaredMassOf(cell)) * share * stray];
      }),
    ),
    own: 0,
  };
}

function influenceOfMean(
  frame: TallyFrame,
  pairing: Extract<Pairing, { loss: string }>,
  cells: readonly Cell[],
  side: Side,
): Influence {
  const index = frame.losses.indexOf(pairing.loss);
  const squaredOf = side === 'baseline' ? ('baselineSquared' as const) : ('variantSquared' as const);
  const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const total = cells.reduce((sum, { moments }) => sum + (moments[index]?.[side].value() ?? 0), 0);
  const mean = mass > 0 ? total / mass : 0;
  const slope = pairing.kind === 'mean' ? 1 : mean > 0 ? 1 / (2 * Math.sqrt(mean)) : 0;
  const scale = mass > 0 && n > 1 ? (slope * Math.sqrt(n / (n - 1))) / mass : 0;
  const shared = new Map<unknown, number>();
  let own = 0;
  for (const cell of cells) {
    const moments = cell.moments[index];
    const squared = squaredMassOf(cell);
    if (!moments || squared <= 0) continue;
    const average = (moments.bySquaredWeight ?? moments)[side].value() / squared;
    shared.set(cell, scale * Math.sqrt(squared) * (average - mean));
    own += scale * scale * Math.max(0, moments[squaredOf].value() - average * average * squared);
  }
  return { shared, own };
}

function influenceOfCounts(frame: TallyFrame, metric: Metric, cells: readonly Cell[], side: Side): Influence {
  const statistics = statisticsOf(frame, cells, side);
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
  if (n < 2 || mass <= 0) return { shared: new Map(), own: 0 };
  const whole = metric.value(statistics);
  if (whole.kind !== 'value') return { shared: new Map(), own: 0 };
  /** By how much the value falls where an example of the cell is left out, per mass. */
  const known = cells.flatMap((cell) => {
    if (massOf(cell) <= 0) return [];
    const weight = frame.hasWeights ? massOf(cell) / cell.count : 1;
    const rest = metric.value(withoutOne(statistics, cell.label, cell[side], weight));
    return rest.kind === 'value' ? [{ cell, slope: (whole.value - rest.value) / weight }] : [];
  });
  const mean =
    known.reduce((sum, { cell, slope }) => sum + massOf(cell) * slope, 0) /
    known.reduce((sum, { cell }) => sum + massOf(cell), 0);
  return {
    shared: new Map(
      known.map(({ cell, slope }) => [cell, Math.sqrt((squaredMassOf(cell) * (n - 1)) / n) * (slope - mean)]),
    ),
    own: 0,
  };
}

/** Kish's effective number of units with relevant examples. */
function effectiveUnits(
  pairing: Extract<Pairing, { kind: 'rate' }>,
  cells: readonly Cell[],
  support: Float64Array,
): number {
  const masses = new Map<string, number>();
  for (const cell of cells) {
    if (!pairing.isRelevant(cell)) continue;
    const share = pairing.weight?.(cell.label, support) ?? 1;
    masses.set(cell.unit, (masses.get(cell.unit) ?? 0) + massOf(cell) * share);
  }
  let [sum, squares] = [0, 0];
  for (const mass of masses.values()) {
    sum += mass;
    squares += mass * mass;
  }
  return squares > 0 ? (sum * sum) / squares : 1;
}

/** Kish's effective number of relevant examples: (Σ w)² / Σ w². */
function effectiveExamples(
  pairing: Extract<Pairing, { kind: 'rate' }>,
  cells: readonly Cell[],
  support: Float64Array,
): number {
  let [sum, squares] = [0, 0];
  for (const cell of cells) {
    if (!pairing.isRelevant(cell)) continue;
    const share = pairing.weight?.(cell.label, support) ?? 1;
    sum += massOf(cell) * share;
    squares += squaredMassOf(cell) * share * share;
  }
  return squares > 0 ? (sum * sum) / squares : 1;
}
