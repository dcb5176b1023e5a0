import { unitsLeftOut } from './drift-of-means.js';
import type { Metric } from './metric.js';
import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import { statisticsOf, withoutOne } from './statistics.js';
import { clopperPearsonUpper, studentQuantile } from './student.js';
import type { Cell, TallyFrame } from './tally.js';
import { tangoInterval } from './tango.js';

/**
 * Drift of a metric that is some other function of the counts (precision, F1): the jackknife over examples, exact from the cells
 * since examples of one cell are alike, or over units.
 *
 * Few flips make a jackknife too sure of itself, so the interval is never narrower than Tango's over as many pairs without
 * any flip (units, where there are units).
 */
export function countsDrift(frame: TallyFrame, metric: Metric, cells: readonly Cell[]): DriftEstimate {
  const drift = frame.hasUnits ? unitsLeftOut(frame, metric, cells) : examplesLeftOut(frame, metric, cells);
  if (drift.kind === 'not-estimable') return drift;
  const pairs = drift.leftOut?.size ?? metric.relevantCount(statisticsOf(frame, cells, 'baseline'));
  const quantile = drift.leftOut ? (p: number) => studentQuantile(p, pairs - 1) : normalQuantile;
  const least = Math.max(1, pairs);
  return {
    ...drift,
    varianceWithoutDrift: Math.max(drift.varianceWithoutDrift, clopperPearsonUpper(0, least, 0.2) / least),
    bounds: (tail) => {
      const { lower, upper } = drift.bounds(tail);
      const floor = tangoInterval(0, 0, least, quantile(1 - tail)).upper;
      return { lower: Math.min(lower, drift.value - floor), upper: Math.max(upper, drift.value + floor) };
    },
  };
}

function examplesLeftOut(frame: TallyFrame, metric: Metric, cells: readonly Cell[]): DriftEstimate {
  const baseline = statisticsOf(frame, cells, 'baseline');
  const variant = statisticsOf(frame, cells, 'variant');
  const difference = (without?: Cell): number | undefined => {
    const before = metric.value(without ? withoutOne(baseline, without.label, without.baseline) : baseline);
    const after = metric.value(without ? withoutOne(variant, without.label, without.variant) : variant);
    return before.kind === 'value' && after.kind === 'value' ? after.value - before.value : undefined;
  };
  const value = difference();
  const n = baseline.n;
  const parts = cells.map((cell) => ({ count: cell.count, drift: difference(cell) }));
  if (value === undefined || n < 2 || parts.some(({ drift }) => drift === undefined)) {
    return { kind: 'not-estimable', reason: 'it depends on a single example' };
  }
  const mean = parts.reduce((sum, { count, drift = 0 }) => sum + (count * drift) / n, 0);
  const variance = (parts.reduce((sum, { count, drift = 0 }) => sum + count * (drift - mean) ** 2, 0) * (n - 1)) / n;
  const error = Math.sqrt(variance);
  return {
    kind: 'drift',
    value,
    method: 'jackknife',
    bounds: (tail) => {
      const half = normalQuantile(1 - tail) * error;
      return { lower: value - half, upper: value + half };
    },
    varianceWithoutDrift: variance,
  };
}
