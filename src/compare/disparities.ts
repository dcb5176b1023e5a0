import { estimate, notEstimable, type Estimate } from '../base/index.js';
import { pairedDrift, type CellSet, type Metric, type PairedDrift, type TallyFrame } from '../metrics/index.js';
import { disparities, type Disparity } from './disparity-list.js';
import { groupIntervals, type GroupIntervals } from './group-intervals.js';
import type { SliceCells } from './slices.js';
import type { Withholds } from './withhold-small.js';

/** A disparity of both models in one attribute. */
export interface DisparityDrift {
  readonly disparity: Disparity;
  readonly attribute: string;
  readonly unit: 'rate' | 'number';
  readonly baseline: Estimate;
  readonly variant: Estimate;
  readonly drift: { readonly value: number; readonly lower: number; readonly upper: number } | undefined;
  /** How many group intervals hold at once behind it. */
  readonly simultaneousOver: number;
  readonly groups: { readonly baseline: string; readonly variant: string } | undefined;
  readonly leftOut: readonly { readonly value: string; readonly reason: string }[];
}

/**
 * Measures every disparity of an attribute on both sides.
 *
 * The interval of its drift is projected from the groups' intervals, which hold all at once: wherever in them the truth lies, the
 * disparity's drift lies in the projection. (A bootstrap of a range never covers a true 0.)
 *
 * @param groups the attribute's shown slices
 */
export function measureDisparities(
  frame: TallyFrame,
  attribute: string,
  groups: readonly SliceCells[],
  metrics: readonly Metric[],
  minSlice: number,
  withholds: Withholds = () => false,
): readonly DisparityDrift[] {
  const everyone = { cells: groups.flatMap((group) => group.cells) };
  return disparities[frame.task].map((disparity) => {
    const perMetric = disparity.of.map((name) => {
      const metric = metrics.find((known) => known.name === name);
      if (!metric) throw new RangeError(`no metric ${name}`);
      return {
        metric,
        groups: groups.map((group) => measureGroup(frame, metric, group, minSlice, everyone, withholds)),
      };
    });
    return combine(frame, disparity, attribute, perMetric);
  });
}

interface MeasuredGroup {
  readonly value: string;
  readonly cells: SliceCells;
  readonly paired: PairedDrift;
  readonly leftOut: string | undefined;
}

interface MeasuredMetric {
  readonly metric: Metric;
  readonly groups: readonly MeasuredGroup[];
}

function measureGroup(
  frame: TallyFrame,
  metric: Metric,
  cells: SliceCells,
  minSlice: number,
  everyone: CellSet,
  withholds: Withholds,
): MeasuredGroup {
  const paired = pairedDrift(frame, metric, cells, everyone);
  const tooFew = `fewer than ${minSlice} ${metric.relevant}`;
  const leftOut = withholds(metric, cells)
    ? `${tooFew}, or hidden so that such a number cannot be found by subtraction`
    : paired.n < minSlice
      ? tooFew
      : paired.drift.kind === 'not-estimable'
        ? paired.drift.reason
        : undefined;
  return { value: cells.slice[0]?.value ?? '', cells, paired, leftOut };
}

function combine(
  frame: TallyFrame,
  disparity: Disparity,
  attribute: string,
  perMetric: readonly MeasuredMetric[],
): DisparityDrift {
  const leftOut = new Map<string, string>();
  for (const { groups } of perMetric)
    for (const g of groups) if (g.leftOut !== undefined) leftOut.set(g.value, g.leftOut);
  const common = {
    disparity,
    attribute,
    unit: disparity.kind === 'ratio' ? ('number' as const) : (perMetric[0]?.metric.unit ?? 'rate'),
    leftOut: [...leftOut].map(([value, reason]) => ({ value, reason })),
  };
  const usable = perMetric.map(({ metric, groups }) => ({
    metric,
    groups: groups.filter((g) => g.leftOut === undefined),
  }));
  const simultaneousOver = usable.reduce((sum, { groups }) => sum + 3 * groups.length, 0);
  const nothing = { ...common, drift: undefined, simultaneousOver, groups: undefined };
  if (usable.some(({ groups }) => groups.length < 2)) {
    const reason = notEstimable('fewer than two groups are large enough');
    return { ...nothing, baseline: reason, variant: reason };
  }
  const spreads = usable.map(({ metric, groups }) =>
    spreadOf(
      disparity.kind,
      metric,
      groups.map((g) => ({ value: g.value, ...groupIntervals(frame, g.paired, g.cells, 0.025 / simultaneousOver) })),
    ),
  );
  const pick = (side: 'baseline' | 'variant'): Spread[typeof side] | undefined => {
    const list = spreads.map((spread) => spread[side]).filter((s) => s.value !== undefined);
    if (list.length < spreads.length) return undefined;
    return list.reduce((a, b) => {
      const takesB = disparity.kind === 'ratio' ? (b.value ?? 0) < (a.value ?? 0) : (b.value ?? 0) > (a.value ?? 0);
      const pickBound = disparity.kind === 'ratio' ? Math.min : Math.max;
      return { ...(takesB ? b : a), lower: pickBound(a.lower, b.lower), upper: pickBound(a.upper, b.upper) };
    });
  };
  const before = pick('baseline');
  const after = pick('variant');
  if (before?.value === undefined || after?.value === undefined) {
    const reason = notEstimable('every group is at 0');
    return {
      ...nothing,
      baseline: before?.value === undefined ? reason : estimate(before.value),
      variant: after?.value === undefined ? reason : estimate(after.value),
    };
  }
  const reach = Math.max(...spreads.map((spread) => spread.reach));
  const least = Math.max(after.lower - before.upper, -reach);
  const most = Math.min(after.upper - before.lower, reach);
  const value = after.value - before.value;
  return {
    ...common,
    baseline: estimate(before.value),
    variant: estimate(after.value),
    drift: { value, lower: Math.min(least, value), upper: Math.max(most, value) },
    simultaneousOver,
    groups: disparity.kind === 'worst' ? { baseline: before.group, variant: after.group } : undefined,
  };
}

interface SideSpread {
  /** Absent where it is 0/0. */
  readonly value: number | undefined;
  readonly lower: number;
  readonly upper: number;
  /** The group that is worst. */
  readonly group: string;
}

interface Spread {
  readonly baseline: SideSpread;
  readonly variant: SideSpread;
  /** How far the disparity can have moved, given how far any group has. */
  readonly reach: number;
}

function spreadOf(
  kind: Disparity['kind'],
  metric: Metric,
  groups: readonly ({ readonly value: string } & GroupIntervals)[],
): Spread {
  const side = (name: 'baseline' | 'variant'): SideSpread => {
    const all = groups.map((group) => ({ group: group.value, ...group[name] }));
    const max = (key: 'value' | 'lower' | 'upper'): number => Math.max(...all.map((g) => g[key]));
    const min = (key: 'value' | 'lower' | 'upper'): number => Math.min(...all.map((g) => g[key]));
    const worstValue = metric.better === 'lower' ? max('value') : min('value');
    const group = all.find(({ value }) => value === worstValue)?.group ?? '';
    if (kind === 'difference') {
      return {
        value: max('value') - min('value'),
        lower: Math.max(0, max('lower') - min('upper')),
        upper: max('upper') - min('lower'),
        group,
      };
    }
    if (kind === 'worst') {
      const pick = metric.better === 'lower' ? max : min;
      return { value: pick('value'), lower: pick('lower'), upper: pick('upper'), group };
    }
    return {
      value: max('value') > 0 ? min('value') / max('value') : undefined,
      lower: max('upper') > 0 ? Math.max(0, min('lower')) / max('upper') : 0,
      upper: max('lower') > 0 ? Math.min(1, min('upper') / max('lower')) : 1,
      group,
    };
  };
  const highest = Math.max(...groups.map(({ drift }) => drift.upper));
  const lowest = Math.min(...groups.map(({ drift }) => drift.lower));
  const reach =
    kind === 'difference'
      ? Math.max(0, highest - lowest)
      : kind === 'worst'
        ? Math.max(Math.abs(highest), Math.abs(lowest))
        : Infinity;
  return { baseline: side('baseline'), variant: side('variant'), reach };
}
