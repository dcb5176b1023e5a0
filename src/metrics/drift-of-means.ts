import { ExactSum } from '../base/index.js';
import { jackknifeVariance } from './jackknife.js';
import type { Metric, Pairing } from './metric.js';
import type { DriftEstimate } from './paired-drift.js';
import { statisticsOf, without } from './statistics.js';
import { studentQuantile } from './student.js';
import { emptyMoments, sumMoments, type Cell, type TallyFrame } from './tally.js';
import { cellsByUnit } from './units.js';

/**
 * Drift of a mean loss, or of the root of one: Student's interval over the paired differences (by the delta method for a
 * root), or over the units left out one at a time.
 */
export function meanDrift(
  frame: TallyFrame,
  metric: Metric,
  pairing: Extract<Pairing, { loss: number }>,
  cells: readonly Cell[],
): DriftEstimate {
  return frame.hasUnits ? unitsLeftOut(frame, metric, cells) : fromMoments(pairing, cells);
}

/** Student's interval from a variance. */
export function studentDrift(
  value: number,
  variance: number,
  degreesOfFreedom: number,
  method: string,
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
  };
}

/** The metric's drift without each unit, with the jackknife's variance. */
export function unitsLeftOut(frame: TallyFrame, metric: Metric, cells: readonly Cell[]): DriftEstimate {
  const byUnit = cellsByUnit(cells);
  if (byUnit.size < 2) return { kind: 'not-estimable', reason: 'fewer than two units' };
  const total = { baseline: statisticsOf(frame, cells, 'baseline'), variant: statisticsOf(frame, cells, 'variant') };
  const drift = (part?: readonly Cell[]): number | undefined => {
    const side = (name: 'baseline' | 'variant'): number | undefined => {
      const rest = part ? without(total[name], statisticsOf(frame, part, name)) : total[name];
      const found = metric.value(rest);
      return found.kind === 'value' ? found.value : undefined;
    };
    const [before, after] = [side('baseline'), side('variant')];
    return before === undefined || after === undefined ? undefined : after - before;
  };
  const value = drift();
  const leftOut = new Map<string, number>();
  for (const [unit, part] of byUnit) {
    const rest = drift(part);
    if (rest === undefined) return { kind: 'not-estimable', reason: 'it depends on a single unit' };
    leftOut.set(unit, rest);
  }
  if (value === undefined) return { kind: 'not-estimable', reason: 'no examples' };
  const variance = jackknifeVariance([...leftOut.values()]);
  return { ...studentDrift(value, variance, byUnit.size - 1, 'unit-jackknife'), leftOut };
}

function fromMoments(pairing: Extract<Pairing, { loss: number }>, cells: readonly Cell[]): DriftEstimate {
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  if (n < 2) return { kind: 'not-estimable', reason: 'fewer than two examples' };
  const sums = sumMoments(cells.map((cell) => cell.moments[pairing.loss] ?? emptyMoments()));
  const before = sums.baseline.value() / n;
  const after = sums.variant.value() / n;
  const shift = new ExactSum(sums.variant.bits);
  shift.addSum(sums.variant);
  shift.subtractSum(sums.baseline);
  const difference = shift.value() / n;
  const varianceOfMean = (squares: ExactSum, mean: number): number =>
    Math.max(0, squares.value() / n - mean * mean) / (n - 1);
  const ofDifference = varianceOfMean(sums.differenceSquared, difference);
  if (pairing.kind === 'mean') return studentDrift(difference, ofDifference, n - 1, 'paired-t');
  // √m changes by dm / (2 √m); a mean of zero has no variance, and no slope is needed there. The variant's slope times the
  // difference, plus what the slopes differ by times the baseline, keeps large but equal errors from drowning a small drift.
  const slope = (mean: number): number => (mean > 0 ? 1 / (2 * Math.sqrt(mean)) : 0);
  const [a, b] = [slope(before), slope(after)];
  const ofBaseline = varianceOfMean(sums.baselineSquared, before);
  const covariance = (varianceOfMean(sums.variantSquared, after) - ofBaseline - ofDifference) / 2;
  const variance = b * b * ofDifference + (b - a) ** 2 * ofBaseline + 2 * b * (b - a) * covariance;
  const roots = Math.sqrt(Math.max(0, after)) + Math.sqrt(Math.max(0, before));
  return studentDrift(roots > 0 ? difference / roots : 0, variance, n - 1, 'delta');
}
