import { jackknifeVariance } from './jackknife.js';
import type { Metric } from './metric.js';
import { statisticsOf, statisticsOfSet, without, type CellSet, type Side } from './statistics.js';
import { emptyMoments, sumMoments, type Cell, type TallyFrame } from './tally.js';
import { cellsByUnit } from './units.js';

/**
 * The variance of a metric of one model: over its units by the jackknife; without units that of a binomial rate, of weighted
 * binomial rates, of a mean, or DeLong's.
 */
export function unitsLeftOutOfOne(
  frame: TallyFrame,
  metric: Metric,
  set: CellSet,
  side: Side,
): { readonly variance: number; readonly units: number | undefined } {
  const { cells } = set;
  if (metric.pairing.kind === 'rank') {
    const { ranking } = statisticsOfSet(frame, set, side);
    return { variance: ranking?.variance ?? 0, units: ranking?.units };
  }
  if (!frame.hasUnits) return { variance: varianceWithoutUnits(frame, metric, cells, side), units: undefined };
  const total = statisticsOf(frame, cells, side);
  const whole = metric.value(total);
  const fallback = whole.kind === 'value' ? whole.value : 0;
  const leftOut = [...cellsByUnit(cells).values()].map((part) => {
    const rest = metric.value(without(total, statisticsOf(frame, part, side)));
    return rest.kind === 'value' ? rest.value : fallback;
  });
  return { variance: leftOut.length < 2 ? 0 : jackknifeVariance(leftOut), units: leftOut.length };
}

function varianceWithoutUnits(frame: TallyFrame, metric: Metric, cells: readonly Cell[], side: Side): number {
  const statistics = statisticsOf(frame, cells, side);
  const { pairing } = metric;
  const n = metric.relevantCount(statistics);
  if (pairing.kind === 'rate') {
    // Σ over labels of (weight of the label)² p (1 − p) / n of the label; one label of weight 1 is the binomial.
    const byLabel = new Map<number, { n: number; hits: number }>();
    for (const cell of cells) {
      if (!pairing.isRelevant(cell)) continue;
      const key = pairing.weight ? cell.label : -1;
      const entry = byLabel.get(key) ?? { n: 0, hits: 0 };
      entry.n += cell.count;
      if (pairing.isHit(cell, side)) entry.hits += cell.count;
      byLabel.set(key, entry);
    }
    const share = 1 / byLabel.size;
    return [...byLabel.values()].reduce((sum, e) => sum + (share ** 2 * (e.hits / e.n) * (1 - e.hits / e.n)) / e.n, 0);
  }
  if (pairing.kind === 'counts' || pairing.kind === 'rank' || n < 2) return 0;
  const sums = sumMoments(cells.map((cell) => cell.moments[pairing.loss] ?? emptyMoments()));
  const mean = sums[side].value() / n;
  const squares = (side === 'baseline' ? sums.baselineSquared : sums.variantSquared).value() / n;
  return Math.max(0, squares - mean * mean) / (n - 1);
}
