import type { Bounded, Metric, TallyFrame } from '../../metrics/index.js';
import { level } from '../judge.js';
import type { Withholds } from '../withhold-small.js';
import { changeOfRange, type Changed } from './change-of-range.js';
import { GroupSums, type Measured, type Quantity } from './group-sums.js';
import { partsOfGroup, partsOfGroups, type DeployedSlice, type GroupParts } from './parts-of-groups.js';

/** A group and which share of it gets each deployed variant; the rest of it has the baseline. */
export interface SharedGroup {
  readonly cells: DeployedSlice;
  /** In the order of the variants. */
  readonly shares: readonly number[];
}

/** What deployed values depend on. */
export interface DeploymentRules {
  readonly everyone: DeployedSlice;
  /** The shares of all, in the order of the variants. */
  readonly common: readonly number[];
  readonly minSlice: number;
  readonly withholds: Withholds;
}

/** A metric as deployed, in everyone and in the groups that can be shown. */
export interface DeployedMetric {
  readonly metric: Metric;
  /** With the shares of all; absent where it cannot be shown. */
  readonly everyone: Omit<DeployedGroup, 'common' | 'ownership' | 'gap'> | undefined;
  readonly groups: readonly DeployedGroup[];
  /** Groups that are shown but not with this metric, by their position, with the reason. */
  readonly leftOut: readonly { readonly position: number; readonly reason: string }[];
  /** The largest value of any of these groups minus the smallest; absent with fewer than two. */
  readonly spread: DeployedSpread | undefined;
  /** Over how many groups the intervals hold at once. */
  readonly over: number;
}

/** One group, by its position among those given. */
export interface DeployedGroup {
  readonly position: number;
  readonly n: number;
  /** If everyone in it had the baseline. */
  readonly baseline: number;
  /** With its own shares. */
  readonly deployed: number;
  /** Deployed minus baseline. */
  readonly drift: Bounded;
  /** With the shares of all. */
  readonly common: number;
  /** Deployed minus that: what comes only from which devices the group has. */
  readonly ownership: Bounded;
  /** To the other groups that are shown; absent where there are none. */
  readonly gap: DeployedGap | undefined;
}

/** How far a group lies from the other groups together, in parts that add up to `deployed`. */
export interface DeployedGap {
  readonly baseline: Bounded;
  /** What the variants add if all groups had the shares of all. */
  readonly compression: Bounded;
  /** What is added by who has which device. */
  readonly ownership: Bounded;
  readonly deployed: Bounded;
}

/** How far groups lie apart, and what moves that. */
export interface DeployedSpread {
  readonly baseline: Bounded;
  readonly common: Bounded;
  readonly deployed: Bounded;
  /** Common minus baseline. */
  readonly compression: Bounded;
  /** Deployed minus common. */
  readonly ownership: Bounded;
}

/** Whether a metric is a mean over examples that do not depend on the model, so that shares of models mix its values exactly. */
export function canBeDeployed({ pairing, isDistance, class: ofClass }: Metric): boolean {
  return (pairing.kind === 'rate' || pairing.kind === 'mean') && isDistance !== true && ofClass === undefined;
}

/**
 * What each group gets as deployed: the mean of the models' values, each by the share of the group that has a device with it, and
 * which part of the differences between groups comes only from these shares.
 *
 * Which device somebody has is taken to say nothing else about them. Only groups that are shown take part, so that everything here
 * follows from what is shown of each variant, and nothing of anybody else does.
 *
 * @param groups of one attribute or crossing: they share no example
 */
export function deployedMetric(
  frame: TallyFrame,
  metric: Metric,
  groups: readonly SharedGroup[],
  rules: DeploymentRules,
): DeployedMetric {
  const measured: Measured[] = [];
  const leftOut: { position: number; reason: string }[] = [];
  for (const [position, { cells, shares }] of groups.entries()) {
    const found = measure(frame, metric, cells, rules);
    if ('reason' in found) leftOut.push({ position, reason: found.reason });
    else measured.push({ position, shares, parts: found });
  }
  const over = Math.max(1, measured.length);
  const parts = partsOfGroups(
    frame,
    measured.map((group) => group.parts),
  );
  const sums = new GroupSums(parts, measured, rules.common);
  const tail = (1 - level) / 2 / over;
  return {
    metric,
    everyone: everyoneOf(frame, metric, rules),
    groups: measured.map(({ position, parts: { n } }, i) => ({
      position,
      n,
      baseline: sums.of(i, 'baseline', tail).value,
      deployed: sums.of(i, 'deployed', tail).value,
      drift: within(metric, sums.of(i, 'drift', tail)),
      common: sums.of(i, 'common', tail).value,
      ownership: within(metric, sums.of(i, 'ownership', tail)),
      gap:
        measured.length < 2
          ? undefined
          : {
              baseline: within(metric, sums.gap(i, 'baseline', tail)),
              compression: within(metric, sums.gap(i, 'compression', tail), 2),
              ownership: within(metric, sums.gap(i, 'ownership', tail), 2),
              deployed: within(metric, sums.gap(i, 'deployed', tail)),
            },
    })),
    leftOut,
    spread: measured.length < 2 ? undefined : spreadOf(metric, sums, measured.length, tail),
    over,
  };
}

function measure(
  frame: TallyFrame,
  metric: Metric,
  cells: DeployedSlice,
  { everyone, minSlice, withholds }: DeploymentRules,
): GroupParts | { readonly reason: string } {
  const tooFew = `fewer than ${minSlice} ${metric.relevant}`;
  const [first] = cells.pairs;
  if (first && withholds(metric, first))
    return { reason: `${tooFew}, or withheld so that such a number cannot be found by subtraction` };
  const found = partsOfGroup(frame, metric, cells, everyone);
  return !('reason' in found) && found.n < minSlice ? { reason: tooFew } : found;
}

function everyoneOf(frame: TallyFrame, metric: Metric, rules: DeploymentRules): DeployedMetric['everyone'] {
  const found = measure(frame, metric, rules.everyone, rules);
  if ('reason' in found) return undefined;
  const sums = new GroupSums(
    partsOfGroups(frame, [found]),
    [{ position: 0, shares: rules.common, parts: found }],
    rules.common,
  );
  const tail = (1 - level) / 2;
  return {
    position: -1,
    n: found.n,
    baseline: sums.of(0, 'baseline', tail).value,
    deployed: sums.of(0, 'deployed', tail).value,
    drift: within(metric, sums.of(0, 'drift', tail)),
  };
}

/** From bounds that hold at once for both sides and the change of every group: an interval of a range that is simulated never holds a true 0. */
function spreadOf(metric: Metric, sums: GroupSums, groups: number, tail: number): DeployedSpread {
  const narrow = tail / 3;
  const range = (before: Quantity, after: Quantity, change: Quantity): Changed =>
    changeOfRange(
      Array.from({ length: groups }, (_, i) => ({
        before: ofOneModel(metric, sums.of(i, before, narrow)),
        after: ofOneModel(metric, sums.of(i, after, narrow)),
        change: within(metric, sums.of(i, change, narrow)),
      })),
    );
  const compressed = range('baseline', 'common', 'compression');
  const owned = range('common', 'deployed', 'ownership');
  return {
    baseline: compressed.before,
    common: compressed.after,
    deployed: owned.after,
    compression: compressed.change,
    ownership: owned.change,
  };
}

/** A rate moves no further than from one end to the other. @param moves how many such moves are held against each other */
function within({ unit, span = 1 }: Metric, { value, lower, upper }: Bounded, moves = 1): Bounded {
  if (unit !== 'rate') return { value, lower, upper };
  return { value, lower: Math.max(-span * moves, lower), upper: Math.min(span * moves, upper) };
}

/** A rate itself lies between none and all. */
function ofOneModel({ unit }: Metric, { value, lower, upper }: Bounded): Bounded {
  return unit === 'rate' ? { value, lower: Math.max(0, lower), upper: Math.min(1, upper) } : { value, lower, upper };
}
