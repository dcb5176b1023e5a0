import { noInfluence, varianceOf, type Influence } from './influence.js';
import { studentDrift, unitsLeftOut } from './drift-of-means.js';
import type { Metric } from './metric.js';
import type { DriftEstimate } from './paired-drift.js';
import { labelMoments } from './r-squared.js';
import { statisticsOf, type CellSet, type Side } from './statistics.js';
import { massOf, squaredMassOf, type Cell, type LossMoments, type TallyFrame } from './tally.js';

/**
 * Drift of R²: by the delta method over mean squared errors and the labels' mean and variance, all of which vary together; or over
 * the units left out one at a time.
 */
export function explainedDrift(frame: TallyFrame, metric: Metric, set: CellSet): DriftEstimate {
  const { cells } = set;
  if (frame.hasUnits) return unitsLeftOut(frame, metric, set);
  const [before, after] = (['baseline', 'variant'] as const).map((side) =>
    metric.value(statisticsOf(frame, cells, side)),
  );
  if (before?.kind !== 'value' || after?.kind !== 'value') return { kind: 'not-estimable', reason: 'no examples' };
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  if (count < 2) return { kind: 'not-estimable', reason: 'fewer than two examples' };
  const influence = explainedInfluence(frame, cells, { baseline: -1, variant: 1 });
  const method = frame.hasWeights ? 'delta-weights' : 'delta';
  return studentDrift(after.value - before.value, varianceOf(influence), count - 1, method, () => influence);
}

/** How a side counts: 1 for the R² of one model, 1 and −1 for a drift. */
export type SideFactors = Readonly<Record<Side, number>>;

/**
 * The influence of each cell's examples on R²: an example with squared error x and label y moves it by
 * −(x − M) / V + (M / V²) ((y − ȳ)² − V), with M the mean squared error and V the variance of the labels.
 */
export function explainedInfluence(frame: TallyFrame, cells: readonly Cell[], factors: SideFactors): Influence {
  const statistics = statisticsOf(frame, cells, 'baseline');
  const labels = labelMoments(statistics);
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  if (!labels || count < 2) return noInfluence;
  const { mean, variance } = labels;
  const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
  const parts = cells.map((cell) => sumsOf(frame, cell, factors));
  const squared = (side: Side): number => statisticsOf(frame, cells, side).losses['squared'] ?? 0;
  const error = (factors.baseline * squared('baseline') + factors.variant * squared('variant')) / mass;
  // In terms of x, y² and y, and without any.
  const slope = error / variance ** 2;
  const [a, b, c, d] = [-1 / variance, slope, -2 * mean * slope, mean * mean * slope];
  const small = Math.sqrt(count / (count - 1)) / mass;
  const shared = new Map<unknown, number>();
  for (const [i, cell] of cells.entries()) {
    const part = parts[i];
    const { w = 0, x = 0, y = 0, y2 = 0, y3 = 0, y4 = 0, xx = 0, xy = 0, xy2 = 0 } = part ?? {};
    if (w <= 0) continue;
    const first = (a * x + b * y2 + c * y + d * w) / w;
    const squares =
      a * a * xx +
      b * b * y4 +
      c * c * y2 +
      d * d * w +
      2 * (a * b * xy2 + a * c * xy + a * d * x + b * c * y3) +
      2 * (b * d * y2 + c * d * y);
    shared.set(cell, small * Math.sqrt(w) * first);
    // Errors stray most: shared, with its sign turned, with what else is made of them.
    const stray = Math.sqrt(Math.max(0, squares - first * first * w));
    if (part) shared.set(part.key, -small * stray);
  }
  return { shared, own: 0 };
}

/** Sums over a cell, times w², of the sides' squared errors x by their factors and the labels y. */
interface CellSums {
  readonly key: LossMoments;
  readonly w: number;
  readonly x: number;
  readonly xx: number;
  readonly xy: number;
  readonly xy2: number;
  readonly y: number;
  readonly y2: number;
  readonly y3: number;
  readonly y4: number;
}

function sumsOf({ losses }: TallyFrame, cell: Cell, factors: SideFactors): CellSums | undefined {
  const of = (name: string): LossMoments | undefined => cell.moments[losses.indexOf(name)];
  const squared = of('squared');
  if (!squared) return undefined;
  const by = (name: string, side: Side): number => {
    const moments = of(name);
    return moments ? (moments.bySquaredWeight ?? moments)[side].value() : 0;
  };
  const over = (name: string): number =>
    factors.baseline * by(name, 'baseline') + factors.variant * by(name, 'variant');
  const [ofBaseline, ofVariant] = [squared.baselineSquared.value(), squared.variantSquared.value()];
  const product = (ofBaseline + ofVariant - squared.differenceSquared.value()) / 2;
  const isDrift = factors.baseline * factors.variant === -1;
  return {
    key: squared,
    w: squaredMassOf(cell),
    x: over('squared'),
    xx: isDrift
      ? squared.differenceSquared.value()
      : factors.baseline ** 2 * ofBaseline +
        factors.variant ** 2 * ofVariant +
        2 * factors.baseline * factors.variant * product,
    xy: over('squared_label'),
    xy2: over('squared_label_2'),
    y: by('label', 'baseline'),
    y2: by('label_2', 'baseline'),
    y3: by('label_3', 'baseline'),
    y4: of('label_2')?.baselineSquared.value() ?? 0,
  };
}
