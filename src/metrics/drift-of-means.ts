import { ExactSum } from '../base/index.js';
import { influenceOfLeftOut, type Influence } from './influence.js';
import { jackknifeVariance } from './jackknife.js';
import type { Metric, Pairing } from './metric.js';
import type { DriftEstimate } from './paired-drift.js';
import { statisticsOfSet, withoutEachUnit, type CellSet, type Statistics } from './statistics.js';
import { studentQuantile } from './student.js';
import {
  emptyMoments,
  massOf,
  squaredMassOf,
  sumMoments,
  type Cell,
  type LossMoments,
  type TallyFrame,
} from './tally.js';

type LossPairing = Extract<Pairing, { loss: string }>;

/**
 * Drift of a mean loss, or of the root of one: Student's interval over the paired differences (by the delta method for a
 * root), linearised where examples have weights, or over the units left out one at a time.
 */
export function meanDrift(frame: TallyFrame, metric: Metric, pairing: LossPairing, set: CellSet): DriftEstimate {
  return frame.hasUnits ? unitsLeftOut(frame, metric, set) : fromMoments(frame, pairing, set.cells);
}

/** Student's interval from a variance. */
export function studentDrift(
  value: number,
  variance: number,
  degreesOfFreedom: number,
  method: string,
  influence: () => Influence,
): Extract<DriftEstimate, { kind: 'drift' }> {
  const error = Math.sqrt(Math.max(0, variance));
  return {
    kind: 'drift',
    value,
    method,
    bounds: (tail) => {
      const half = studentQuantile(1 - tail, degreesOfFreedom) * error;
      return { lower: value - half, upper: value + half };
    },
    varianceWithoutDrift: variance,
    influence,
  };
}

/** The metric's drift without each unit, with the jackknife's variance. */
export function unitsLeftOut(frame: TallyFrame, metric: Metric, set: CellSet): DriftEstimate {
  const units = new Set(set.cells.map(({ unit }) => unit)).size;
  if (units < 2) return { kind: 'not-estimable', reason: 'fewer than two units' };
  const drift = (baseline: Statistics, variant: Statistics): number | undefined => {
    const [before, after] = [metric.value(baseline), metric.value(variant)];
    return before.kind === 'value' && after.kind === 'value' ? after.value - before.value : undefined;
  };
  const value = drift(statisticsOfSet(frame, set, 'baseline'), statisticsOfSet(frame, set, 'variant'));
  const variants = withoutEachUnit(frame, set, 'variant')[Symbol.iterator]();
  const leftOut = new Map<string, number>();
  for (const [unit, baseline] of withoutEachUnit(frame, set, 'baseline')) {
    const next = variants.next();
    const rest = next.done === true ? undefined : drift(baseline, next.value[1]);
    if (rest === undefined) return { kind: 'not-estimable', reason: 'it depends on a single unit' };
    leftOut.set(unit, rest);
  }
  if (value === undefined) return { kind: 'not-estimable', reason: 'no examples' };
  const variance = jackknifeVariance([...leftOut.values()]);
  return studentDrift(value, variance, units - 1, 'unit-jackknife', () => influenceOfLeftOut(leftOut));
}

function fromMoments(frame: TallyFrame, pairing: LossPairing, cells: readonly Cell[]): DriftEstimate {
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  if (count < 2) return { kind: 'not-estimable', reason: 'fewer than two examples' };
  const index = frame.losses.indexOf(pairing.loss);
  const sums = sumMoments(cells.map((cell) => cell.moments[index] ?? emptyMoments()));
  const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
  if (mass <= 0) return { kind: 'not-estimable', reason: 'weights that are all 0' };
  const squares = cells.reduce((sum, cell) => sum + squaredMassOf(cell), 0);
  const before = sums.baseline.value() / mass;
  const after = sums.variant.value() / mass;
  const difference = differenceOf(sums) / mass;
  const by = sums.bySquaredWeight ?? sums;
  /** Σ w² (x − mean)² / (Σ w)², by n / (n − 1). */
  const varianceOfMean = (squared: ExactSum, linear: number, mean: number): number =>
    (Math.max(0, squared.value() - 2 * mean * linear + mean * mean * squares) / mass ** 2) * (count / (count - 1));
  const ofDifference = varianceOfMean(sums.differenceSquared, differenceOf(by), difference);
  const influence = (slopes: Slopes): Influence =>
    influenceOfMeans(cells, index, { before, after, mass }, slopes, count / (count - 1));
  const method = frame.hasWeights ? '-weights' : '';
  if (pairing.kind === 'mean') {
    return studentDrift(difference, ofDifference, count - 1, `paired-t${method}`, () =>
      influence({ baseline: 1, variant: 1 }),
    );
  }
  // √m changes by dm / (2 √m); a mean of zero has no variance, and no slope is needed there. The variant's slope times the
  // difference, plus what the slopes differ by times the baseline, keeps large but equal errors from drowning a small drift.
  const slope = (mean: number): number => (mean > 0 ? 1 / (2 * Math.sqrt(mean)) : 0);
  const [a, b] = [slope(before), slope(after)];
  const ofBaseline = varianceOfMean(sums.baselineSquared, by.baseline.value(), before);
  const ofVariant = varianceOfMean(sums.variantSquared, by.variant.value(), after);
  const covariance = (ofVariant - ofBaseline - ofDifference) / 2;
  const variance = b * b * ofDifference + (b - a) ** 2 * ofBaseline + 2 * b * (b - a) * covariance;
  const roots = Math.sqrt(Math.max(0, after)) + Math.sqrt(Math.max(0, before));
  return studentDrift(roots > 0 ? difference / roots : 0, variance, count - 1, `delta${method}`, () =>
    influence({ baseline: a, variant: b }),
  );
}

function differenceOf({ baseline, variant }: Pick<LossMoments, 'baseline' | 'variant'>): number {
  const shift = new ExactSum(variant.bits);
  shift.addSum(variant);
  shift.subtractSum(baseline);
  return shift.value();
}

interface Slopes {
  readonly baseline: number;
  readonly variant: number;
}

/** The influence on `slopes.variant × mean of the variant − slopes.baseline × mean of the baseline`. */
function influenceOfMeans(
  cells: readonly Cell[],
  index: number,
  of: { readonly before: number; readonly after: number; readonly mass: number },
  slopes: Slopes,
  small: number,
): Influence {
  const shared = new Map<unknown, number>();
  for (const cell of cells) {
    const moments = cell.moments[index];
    const squared = squaredMassOf(cell);
    if (!moments || squared <= 0) continue;
    const by = moments.bySquaredWeight ?? moments;
    const centred = (linear: number, mean: number): number => linear - mean * squared;
    const mean =
      (slopes.variant * centred(by.variant.value(), of.after) -
        slopes.baseline * centred(by.baseline.value(), of.before)) /
      squared;
    shared.set(cell, (Math.sqrt(small * squared) * mean) / of.mass);
    // Around its cell's average an example strays by its own difference; that is shared by every slice that holds the cell.
    const drift = differenceOf(by) / squared;
    const stray = Math.max(0, moments.differenceSquared.value() - drift * drift * squared);
    shared.set(moments, (slopes.variant * Math.sqrt(small * stray)) / of.mass);
  }
  return { shared, own: 0 };
}
