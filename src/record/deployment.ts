import { sliceKey, type Interval, type Slice } from '../base/index.js';
import {
  canBeDeployed,
  cutSlices,
  deployedMetric,
  level,
  type DeployedGap,
  type DeployedGroup,
  type DeployedMetric,
  type DeployedSlice,
  type DeployedSpread,
  type SliceCells,
} from '../compare/index.js';
import { metricsFor, type Bounded, type PairTally } from '../metrics/index.js';
import type { DeploymentPlan } from '../plan/index.js';
import type {
  DeclaredShares,
  DeployedGroupRecord,
  DeployedMetricRecord,
  DeploymentRecord,
  EstimatedRecord,
} from './deployment-types.js';
import { slicesOf, whatIsHidden, type FairnessEvidence } from './fairness.js';

/** Everything that the deployment part of a record depends on. */
export interface DeploymentEvidence {
  readonly plan: DeploymentPlan;
  /** Of every variant that a tier gets (of any variant where none does), by name; all over the same examples. */
  readonly variants: readonly { readonly name: string; readonly fairness: FairnessEvidence }[];
  /** Variants against each other, `between[j][i]` for i < j; only with one training of each and without units. */
  readonly between: readonly (readonly PairTally[])[];
}

/** What each group gets as deployed: a pure function of tallies and declared shares. */
export function deploymentRecord({ plan, variants, between }: DeploymentEvidence): DeploymentRecord {
  const [first] = variants.map(({ fairness }) => fairness);
  if (!first) throw new RangeError('a deployment of no variant');
  const { frame } = first.tally;
  const { hidden, withholds } = whatIsHidden(first, slicesOf(first));
  const pairs = variants.map(({ fairness }) => byKey(slicesOf(fairness)));
  const others = between.map((row) => row.map((tally) => byKey(cutSlices(tally, first.attributes, first.crossings))));
  const cellsOf = (slice: Slice): DeployedSlice => ({
    pairs: pairs.flatMap((known) => known.get(sliceKey(slice)) ?? []),
    between: others.map((row) => row.flatMap((known) => known.get(sliceKey(slice)) ?? [])),
  });
  const cut = plan.by.length === 0 ? [] : [...(pairs[0]?.values() ?? [])].filter(({ by }) => isSame(by, plan.by));
  const declared = [{ slice: [], isOwn: true, shares: plan.common }, ...cut.map(({ slice }) => sharesOf(plan, slice))];
  const shown = declared.filter(({ slice }) => slice.length > 0 && !hidden.has(sliceKey(slice)));
  const groups = shown.map(({ slice, shares }) => ({
    cells: cellsOf(slice),
    shares: byVariant(plan, shares, variants),
  }));
  const rules = {
    everyone: cellsOf([]),
    common: byVariant(plan, plan.common, variants),
    minSlice: first.minSlice,
    withholds,
  };
  const slices = shown.map(({ slice }) => slice);
  return {
    source: plan.source,
    tiers: plan.tiers,
    by: plan.by,
    shares: declared,
    isBound: variants.some(({ fairness }) => fairness.trainings !== undefined),
    metrics: metricsFor(frame)
      .filter(canBeDeployed)
      .map((metric) => metricRecord(deployedMetric(frame, metric, groups, rules), slices, hidden.has(sliceKey([])))),
  };
}

function byKey(slices: readonly SliceCells[]): ReadonlyMap<string, SliceCells> {
  return new Map(slices.map((slice) => [sliceKey(slice.slice), slice]));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

function sharesOf({ groups, common }: DeploymentPlan, slice: Slice): DeclaredShares {
  const own = groups.find((group) => sliceKey(group.slice) === sliceKey(slice));
  return { slice, isOwn: own !== undefined, shares: own?.shares ?? common };
}

/** Which share has each variant: those of all its tiers together, the smallest first, so that the order of tiers changes nothing. */
function byVariant(
  { tiers }: DeploymentPlan,
  shares: readonly number[],
  variants: DeploymentEvidence['variants'],
): readonly number[] {
  return variants.map(({ name }) =>
    tiers
      .flatMap(({ model }, i) => (model === name ? [shares[i] ?? 0] : []))
      .sort((a, b) => a - b)
      .reduce((sum, share) => sum + share, 0),
  );
}

function metricRecord(
  found: DeployedMetric,
  slices: readonly Slice[],
  isEveryoneHidden: boolean,
): DeployedMetricRecord {
  const { metric, everyone, groups, leftOut, spread, over } = found;
  const sliceAt = (position: number): Slice => slices[position] ?? [];
  return {
    metric: metric.name,
    everyone:
      everyone && !isEveryoneHidden
        ? {
            n: everyone.n,
            baseline: everyone.baseline,
            deployed: everyone.deployed,
            drift: estimated(everyone.drift, 'mover', 1),
          }
        : undefined,
    groups: groups.map((group) => groupRecord(group, sliceAt(group.position), over)),
    spread: spread && each(spread, (bounded) => estimated(bounded, 'projected', over)),
    leftOut: leftOut.map(({ position, reason }) => ({ slice: sliceAt(position), reason })),
  };
}

function groupRecord(group: DeployedGroup, slice: Slice, over: number): DeployedGroupRecord {
  const { n, baseline, deployed, common, drift, ownership, gap } = group;
  const of = (bounded: Bounded): EstimatedRecord => estimated(bounded, 'mover', over);
  return {
    slice,
    n,
    baseline,
    deployed,
    drift: of(drift),
    common,
    ownership: of(ownership),
    gap: gap && each(gap, of),
  };
}

function each<T extends DeployedGap | DeployedSpread>(
  parts: T,
  of: (bounded: Bounded) => EstimatedRecord,
): { readonly [K in keyof T]: EstimatedRecord } {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, of(part as Bounded)])) as {
    readonly [K in keyof T]: EstimatedRecord;
  };
}

function estimated({ value, lower, upper }: Bounded, method: string, over: number): EstimatedRecord {
  const interval: Interval = { lower, upper, level, simultaneousOver: over, method };
  return { value, interval };
}
