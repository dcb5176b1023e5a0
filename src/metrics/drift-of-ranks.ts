import { influenceOfLeftOut, type Influence } from './influence.js';
import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import { areaOf, aucWithoutUnits, differenceComponents, type RankSums } from './rank-sums.js';
import { jackknifeVariance } from './jackknife.js';
import { clopperPearsonUpper, studentQuantile } from './student.js';
import { tangoInterval } from './tango.js';

/**
 * Drift of AUC: DeLong's variance of the paired difference at Student's critical value (Welch's degrees of freedom), or the
 * jackknife over units.
 *
 * Where few ranks changed such a variance is too sure of itself, so the interval is never narrower than Tango's over as many
 * pairs without any flip as there are examples of the rarer label (or units). Scores that were counted on a grid widen it by
 * as much as that may have moved either AUC.
 *
 * @see DeLong, DeLong, Clarke-Pearson 1988
 */
export function rankDrift(ranks: RankSums): DriftEstimate {
  const { positives, negatives, byUnit } = ranks;
  if (positives === 0 || negatives === 0) return { kind: 'not-estimable', reason: 'examples of one label only' };
  const value = areaOf(ranks, 'variant') - areaOf(ranks, 'baseline');
  if (byUnit && byUnit.size < 2) return { kind: 'not-estimable', reason: 'fewer than two units' };
  if (Math.min(positives, negatives) < 2) return { kind: 'not-estimable', reason: 'it depends on a single example' };
  const leftOut = byUnit && driftWithoutUnits(ranks);
  const { variance, degreesOfFreedom } = leftOut
    ? { variance: jackknifeVariance([...leftOut.values()]), degreesOfFreedom: leftOut.size - 1 }
    : deLong(ranks);
  const pairs = leftOut ? leftOut.size : Math.min(positives, negatives);
  const grid = ranks.gridError.baseline + ranks.gridError.variant;
  return {
    kind: 'drift',
    value,
    method: `${leftOut ? 'auc-unit-jackknife' : 'delong'}${grid > 0 ? '-grid' : ''}`,
    bounds: (tail) => {
      const critical = studentQuantile(1 - tail, degreesOfFreedom);
      const least = tangoInterval(0, 0, pairs, leftOut ? critical : normalQuantile(1 - tail)).upper;
      const half = Math.max(critical * Math.sqrt(variance), least) + grid;
      return { lower: value - half, upper: value + half };
    },
    varianceWithoutDrift: Math.max(variance, clopperPearsonUpper(0, pairs, 0.2) / pairs),
    influence: (): Influence => (leftOut ? influenceOfLeftOut(leftOut) : { shared: new Map(), own: variance }),
  };
}

/** Welch and Satterthwaite's degrees of freedom for the two parts. */
function deLong(ranks: RankSums): { readonly variance: number; readonly degreesOfFreedom: number } {
  const parts = differenceComponents(ranks);
  const variance = parts.reduce((sum, { ofMean }) => sum + ofMean, 0);
  const spread = parts.reduce((sum, { ofMean, degreesOfFreedom }) => sum + ofMean ** 2 / degreesOfFreedom, 0);
  const least = Math.min(...parts.map(({ degreesOfFreedom }) => degreesOfFreedom));
  return { variance, degreesOfFreedom: spread > 0 ? Math.max(least, variance ** 2 / spread) : least };
}

function driftWithoutUnits(ranks: RankSums): ReadonlyMap<string, number> {
  const baseline = aucWithoutUnits(ranks, 'baseline', areaOf(ranks, 'baseline'));
  const variant = aucWithoutUnits(ranks, 'variant', areaOf(ranks, 'variant'));
  return new Map([...variant].map(([unit, after]) => [unit, after - (baseline.get(unit) ?? 0)]));
}
