import {
  correlationOf,
  pairedDrift,
  sideEstimate,
  statisticsOfSet,
  varianceOf,
  type CellSet,
  type Influence,
  type Metric,
  type TallyFrame,
} from '../../metrics/index.js';
import { groupEstimates, type Known } from '../group-intervals.js';
import type { SliceCells } from '../slices.js';
import type { Parts } from './sum-of-parts.js';

/** The examples of a group under every model that is deployed. */
export interface DeployedSlice {
  /** The baseline against each deployed variant, in the order of the variants. */
  readonly pairs: readonly SliceCells[];
  /**
   * Variants against each other, `between[j][i]` for i < j: how their drifts move together. Not looked at where units say so, and
   * unknown where there are several trainings.
   */
  readonly between: readonly (readonly CellSet[])[];
}

/** A metric of one group: the baseline's value, and how each variant drifted from it. */
export interface GroupParts {
  /** Relevant examples. */
  readonly n: number;
  /** What they weigh. */
  readonly mass: number;
  /** The baseline's value, then the drifts in the order of the variants. */
  readonly list: readonly Known[];
  readonly influences: readonly Influence[];
  /** Of the baseline's value and of each drift with one another; absent where several trainings leave it unknown. */
  readonly correlations: readonly (readonly number[])[] | undefined;
}

/** Measures what a group's deployed value is made of, or says why it cannot be. */
export function partsOfGroup(
  frame: TallyFrame,
  metric: Metric,
  { pairs, between }: DeployedSlice,
  everyone: DeployedSlice,
): GroupParts | { readonly reason: string } {
  const drifts: Known[] = [];
  let baseline: Known | undefined;
  let n = Infinity;
  for (const [i, pair] of pairs.entries()) {
    const paired = pairedDrift(frame, metric, pair, everyone.pairs[i]);
    const found = groupEstimates(frame, paired, pair);
    if ('reason' in found) return found;
    n = Math.min(n, paired.n);
    baseline ??= found.baseline;
    drifts.push(found.drift);
  }
  const [first] = pairs;
  if (!first || !baseline) throw new RangeError('nothing is deployed');
  const list = [baseline, ...drifts];
  const influences = list.map((part) => part.influence());
  const hasTrainings = pairs.some(({ trainings }) => (trainings?.others.length ?? 0) > 0);
  return {
    n,
    mass: metric.relevantCount(statisticsOfSet(frame, first, 'baseline')),
    list,
    influences,
    correlations: hasTrainings
      ? undefined
      : frame.hasUnits
        ? influences.map((a) => influences.map((b) => (a === b ? 1 : correlationOf(a, b))))
        : polarised(frame, metric, pairs, between, influences),
  };
}

/** All groups' parts one after the other. Groups of one attribute share no example; units may span them. */
export function partsOfGroups(frame: TallyFrame, groups: readonly GroupParts[]): Parts {
  const placed = groups.flatMap((group, of) => group.list.map((part, i) => ({ part, of, i, group })));
  return {
    list: placed.map(({ part }) => part),
    correlation: (x, y) => {
      const [a, b] = [placed[x], placed[y]];
      if (!a?.group.correlations || !b?.group.correlations) return undefined;
      if (a.of === b.of) return a.group.correlations[a.i]?.[b.i];
      const [one, other] = [a.group.influences[a.i], b.group.influences[b.i]];
      return frame.hasUnits && one && other ? correlationOf(one, other) : 0;
    },
  };
}

/**
 * Correlations from variances of differences, which tallies of two models know exactly: 2 cov(a, b) = var(a) + var(b) − var(a − b).
 * The drifts of two variants differ by the drift from one to the other; a variant's value is the baseline's plus its drift.
 */
function polarised(
  frame: TallyFrame,
  metric: Metric,
  pairs: readonly SliceCells[],
  between: DeployedSlice['between'],
  influences: readonly Influence[],
): readonly (readonly number[])[] {
  const variances = influences.map((influence, i) =>
    i === 0 ? sideVariance(frame, metric, pairs[0], 'baseline') : seen(influence),
  );
  const covariance = (i: number, j: number): number => {
    const [a = 0, b = 0] = [variances[i], variances[j]];
    if (i === 0) return (sideVariance(frame, metric, pairs[j - 1], 'variant') - a - b) / 2;
    const cells = between[j - 1]?.[i - 1];
    if (!cells) throw new RangeError('two variants that were not held against each other');
    const { drift } = pairedDrift(frame, metric, cells);
    return drift.kind === 'drift' ? (a + b - seen(drift.influence())) / 2 : 0;
  };
  return influences.map((a, i) =>
    influences.map((b, j) => {
      if (i === j) return 1;
      const scale = Math.sqrt(varianceOf(a) * varianceOf(b));
      return scale > 0 ? Math.max(-1, Math.min(1, covariance(Math.min(i, j), Math.max(i, j)) / scale)) : 0;
    }),
  );
}

/** The variance that was seen, without what stands in for what was not. */
function seen({ shared }: Influence): number {
  return varianceOf({ shared, own: 0 });
}

function sideVariance(
  frame: TallyFrame,
  metric: Metric,
  set: SliceCells | undefined,
  side: 'baseline' | 'variant',
): number {
  const found = set && sideEstimate(frame, metric, set, side);
  return found?.kind === 'estimate' ? found.variance : 0;
}
