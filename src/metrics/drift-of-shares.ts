import { meanDrift } from './drift-of-means.js';
import type { Metric, Pairing } from './metric.js';
import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import type { CellSet } from './statistics.js';
import { clopperPearsonUpper } from './student.js';
import { emptyMoments, massOf, squaredMassOf, sumMoments, type TallyFrame } from './tally.js';
import { tangoInterval } from './tango.js';
import { withFloor } from './unseen-floor.js';

/**
 * Drift of a mean of zeros and ones that no cell tells apart (top-k accuracy). Plain examples: the squares of the differences count
 * the flips, so that Tango's interval applies. With weights or units: that of a mean, with a floor for flips that were not seen.
 */
export function shareDrift(
  frame: TallyFrame,
  metric: Metric,
  pairing: Extract<Pairing, { kind: 'mean' }>,
  set: CellSet,
): DriftEstimate {
  const { cells } = set;
  const drift = meanDrift(frame, metric, pairing, set);
  if (drift.kind === 'not-estimable') return drift;
  if (frame.hasUnits) {
    const units = new Set(cells.map(({ unit }) => unit)).size;
    return withFloor(drift, units, units);
  }
  if (frame.hasWeights) {
    const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
    return withFloor(drift, mass ** 2 / cells.reduce((sum, cell) => sum + squaredMassOf(cell), 0), undefined);
  }
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const index = frame.losses.indexOf(pairing.loss);
  const sums = sumMoments(cells.map((cell) => cell.moments[index] ?? emptyMoments()));
  const [net, flips] = [sums.variant.value() - sums.baseline.value(), sums.differenceSquared.value()];
  const [gained, lost] = [(flips + net) / 2, (flips - net) / 2];
  return {
    ...drift,
    method: 'tango',
    bounds: (tail) => tangoInterval(gained, lost, n, normalQuantile(1 - tail)),
    varianceWithoutDrift: clopperPearsonUpper(flips, n, 0.2) / n,
    influence: () => ({ shared: drift.influence().shared, own: 1 / n ** 2 }),
  };
}
