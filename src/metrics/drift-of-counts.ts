import { unitsLeftOut } from './drift-of-means.js';
import type { Metric } from './metric.js';
import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import { countsOfSet, statisticsOfSet, withoutOne, type CellSet } from './statistics.js';
import { massOf, squaredMassOf, type Cell, type TallyFrame } from './tally.js';
import { withFloor } from './unseen-floor.js';

/**
 * Drift of a metric that is some other function of the counts (precision, F1): the jackknife over examples, exact from the cells
 * since examples of one cell are alike (linearised where they have weights), or over units.
 *
 * Few flips make a jackknife too sure of itself, so the interval is never narrower than Tango's over as many pairs without
 * any flip (units, where there are units; Kish's effective number, where there are weights).
 */
export function countsDrift(frame: TallyFrame, metric: Metric, set: CellSet): DriftEstimate {
  const { cells } = set;
  const drift = frame.hasUnits ? unitsLeftOut(frame, metric, set) : examplesLeftOut(frame, metric, set);
  if (drift.kind === 'not-estimable') return drift;
  const units = new Set(cells.map(({ unit }) => unit)).size;
  const pairs = frame.hasUnits ? units : effectiveRelevant(frame, metric, set);
  return withFloor(drift, pairs, frame.hasUnits ? units : undefined, metric.span);
}

/** How many relevant examples there are, as many equal ones as they are worth. */
function effectiveRelevant(frame: TallyFrame, metric: Metric, set: CellSet): number {
  const { cells } = set;
  const counts = (['baseline', 'variant'] as const).map((side) => metric.relevantCount(countsOfSet(frame, set, side)));
  const relevant = Math.min(...counts);
  if (!frame.hasWeights) return relevant;
  const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
  const squares = cells.reduce((sum, cell) => sum + squaredMassOf(cell), 0);
  const examples = cells.reduce((sum, { count }) => sum + count, 0);
  return squares > 0 && examples > 0 ? (relevant * (mass * mass)) / squares / examples : relevant;
}

function examplesLeftOut(frame: TallyFrame, metric: Metric, set: CellSet): DriftEstimate {
  const { cells } = set;
  const baseline = statisticsOfSet(frame, set, 'baseline');
  const variant = statisticsOfSet(frame, set, 'variant');
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
  /** What is left out: an example of the cell's average weight, which is never more than there is. */
  const weightOf = (cell: Cell): number => (frame.hasWeights ? massOf(cell) / cell.count : 1);
  const difference = (without?: Cell): number | undefined => {
    const weight = without ? weightOf(without) : 0;
    const before = metric.value(without ? withoutOne(baseline, without.label, without.baseline, weight) : baseline);
    const after = metric.value(without ? withoutOne(variant, without.label, without.variant, weight) : variant);
    return before.kind === 'value' && after.kind === 'value' ? after.value - before.value : undefined;
  };
  const value = difference();
  const parts = cells
    .filter((cell) => massOf(cell) > 0)
    .map((cell) => ({ cell, left: difference(cell), weight: weightOf(cell) }));
  if (value === undefined || n < 2 || parts.some(({ left }) => left === undefined)) {
    return { kind: 'not-estimable', reason: 'it depends on a single example' };
  }
  const slopes = parts.map(({ cell, left = value, weight }) => ({ cell, slope: (value - left) / weight }));
  const mean = slopes.reduce((sum, { cell, slope }) => sum + (massOf(cell) * slope) / mass, 0);
  const influence = new Map(
    slopes.map(({ cell, slope }) => [cell, Math.sqrt((squaredMassOf(cell) * (n - 1)) / n) * (slope - mean)]),
  );
  let variance = 0;
  for (const part of influence.values()) variance += part * part;
  const error = Math.sqrt(variance);
  return {
    kind: 'drift',
    value,
    method: frame.hasWeights ? 'jackknife-weights' : 'jackknife',
    bounds: (tail) => {
      const half = normalQuantile(1 - tail) * error;
      return { lower: value - half, upper: value + half };
    },
    varianceWithoutDrift: variance,
    influence: () => ({ shared: influence, own: 0 }),
  };
}
