import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import { clopperPearsonUpper, studentQuantile } from './student.js';
import { tangoInterval } from './tango.js';

type Drift = Extract<DriftEstimate, { kind: 'drift' }>;

/**
 * Few flips make a variance too sure of itself: the interval is never narrower on either side than Tango's over as many pairs without
 * any flip.
 *
 * @param pairs examples, or units; as many equal ones as they are worth
 * @param units how many, where there are units: critical values are then Student's
 * @param span how far apart two values of the metric can be
 */
export function withFloor(drift: Drift, pairs: number, units: number | undefined, span = 1): Drift {
  const quantile = units === undefined ? normalQuantile : (p: number): number => studentQuantile(p, units - 1);
  const least = Math.max(1, pairs);
  return {
    ...drift,
    varianceWithoutDrift: Math.max(
      drift.varianceWithoutDrift,
      (clopperPearsonUpper(0, least, 0.2) / least) * span ** 2,
    ),
    bounds: (tail) => {
      const { lower, upper } = drift.bounds(tail);
      const floor = tangoInterval(0, 0, least, quantile(1 - tail)).upper * span;
      return { lower: Math.min(lower, drift.value - floor), upper: Math.max(upper, drift.value + floor) };
    },
    influence: () => {
      const { shared } = drift.influence();
      return { shared, own: (span / least) ** 2 };
    },
  };
}
