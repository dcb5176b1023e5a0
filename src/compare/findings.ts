import type { Estimate, Margin, Slice, Verdict } from '../base/index.js';
import {
  pairedDrift,
  simultaneous,
  type DriftEstimate,
  type Metric,
  type PairedDrift,
  type Simultaneous,
  type TallyFrame,
  type ValueRanks,
} from '../metrics/index.js';
import { differentialDrift } from './differential.js';
import { judge, level, type Judgement } from './judge.js';
import { marginFor, type DeclaredMargin } from './margins.js';
import { compareLists, type SliceCells } from './slices.js';
import type { Withholds } from './withhold-small.js';

/** One judged drift. */
export interface DriftFinding extends Judgement {
  readonly kind: 'drift' | 'differential';
  readonly metric: Metric;
  readonly slice: Slice;
  readonly n: number;
  readonly units: number | undefined;
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** For differential drift: that of everyone else. */
  readonly restDrift: number | undefined;
  readonly drift: number | undefined;
  readonly margin: Margin;
}

export interface JudgingRules {
  readonly margins: readonly DeclaredMargin[];
  readonly source: Margin['source'];
  /** Relevant examples below which a metric is not judged in a slice. */
  readonly minSlice: number;
  /** Metrics that a slice withholds, so that nobody's number can be found by subtraction. */
  readonly withholds?: Withholds | undefined;
  /** An order of the attributes' values that no name decides, for the joint resampling. */
  readonly ranks: ValueRanks;
}

/** A promise that a shown slice is too small for: a margin covers slices of at least `minSlice` relevant examples. */
export interface NotJudged {
  readonly kind: 'drift' | 'differential';
  readonly metric: Metric;
  readonly slice: Slice;
  readonly reason: string;
}

/** What the margins judge, and what they would if there were more examples. */
export interface JudgedSlices {
  /** Worst first. */
  readonly findings: readonly DriftFinding[];
  /** In the order of the slices and metrics. */
  readonly notJudged: readonly NotJudged[];
  /** How wide the intervals of all findings are, so that they hold at once. */
  readonly together: Simultaneous;
}

/**
 * Every drift that the margins judge, in the shown slices, at the simultaneous level over all of them.
 *
 * @param slices everyone first; hidden slices left out
 */
export function judgeSlices(
  frame: TallyFrame,
  slices: readonly SliceCells[],
  metrics: readonly Metric[],
  rules: JudgingRules,
): JudgedSlices {
  const [everyone] = slices;
  if (!everyone) return { findings: [], notJudged: [], together: simultaneous([], level) };
  const all = slices.flatMap((slice) =>
    metrics.flatMap((metric, i) => candidatesOf(frame, slice, everyone, metric, i, rules)),
  );
  const candidates = all.filter((candidate) => 'paired' in candidate);
  const together = simultaneous(
    inNamelessOrder(frame, candidates, rules.ranks).flatMap(({ estimate }) =>
      estimate.kind === 'drift' ? [estimate.influence()] : [],
    ),
    level,
  );
  const findings = candidates
    .map(({ paired, estimate, kind, slice, margin, restDrift }): DriftFinding => ({
      ...judge(estimate, paired.metric.better, margin, together, paired.units ?? paired.n),
      kind,
      metric: paired.metric,
      slice: slice.slice,
      n: paired.n,
      units: paired.units,
      baseline: paired.baseline,
      variant: paired.variant,
      restDrift,
      drift: estimate.kind === 'drift' ? estimate.value : undefined,
      margin,
    }))
    .sort(worstFirst);
  return { findings, notJudged: all.filter((candidate) => 'reason' in candidate), together };
}

/** By metric, kind and slice, values of attributes by their ranks: an order that renaming groups does not change. */
function inNamelessOrder(
  frame: TallyFrame,
  candidates: readonly Candidate[],
  ranks: ValueRanks,
): readonly Candidate[] {
  const key = ({ metricIndex, kind, slice }: Candidate): readonly number[] => [
    metricIndex,
    kind === 'drift' ? 0 : 1,
    slice.by.length,
    ...slice.slice.flatMap(({ attribute, value }) => {
      const position = frame.attributes.indexOf(attribute);
      return [position, ranks[position]?.get(value) ?? 0];
    }),
  ];
  return candidates
    .map((candidate) => ({ candidate, key: key(candidate) }))
    .sort((a, b) => compareLists(a.key, b.key))
    .map(({ candidate }) => candidate);
}

interface Candidate {
  readonly metricIndex: number;
  readonly paired: PairedDrift;
  readonly estimate: DriftEstimate;
  readonly kind: 'drift' | 'differential';
  readonly slice: SliceCells;
  readonly margin: Margin;
  readonly restDrift: number | undefined;
}

function candidatesOf(
  frame: TallyFrame,
  slice: SliceCells,
  everyone: SliceCells,
  metric: Metric,
  metricIndex: number,
  rules: JudgingRules,
): readonly (Candidate | NotJudged)[] {
  const drift = marginFor('drift', metric, slice, rules.margins, rules.source);
  const differential = marginFor('differential', metric, slice, rules.margins, rules.source);
  if (!drift && !differential) return [];
  const tooFew = (kind: NotJudged['kind'], whose = ''): NotJudged => ({
    kind,
    metric,
    slice: slice.slice,
    reason: `fewer than ${rules.minSlice} ${metric.relevant}${whose}, or hidden so that such a number cannot be found by subtraction`,
  });
  const paired = pairedDrift(frame, metric, slice, everyone);
  if (rules.withholds?.(metric, slice) === true || paired.n < rules.minSlice) {
    return [...(drift ? [tooFew('drift')] : []), ...(differential ? [tooFew('differential')] : [])];
  }
  const candidates: (Candidate | NotJudged)[] = [];
  if (drift)
    candidates.push({
      metricIndex,
      paired,
      estimate: paired.drift,
      kind: 'drift',
      slice,
      margin: drift,
      restDrift: undefined,
    });
  if (differential) {
    const inside = new Set(slice.cells);
    const others = { cells: everyone.cells.filter((cell) => !inside.has(cell)), ranks: slice.restRanks };
    const rest = pairedDrift(frame, metric, others, everyone);
    if (rest.n < rules.minSlice) candidates.push(tooFew('differential', ' among everyone else'));
    else {
      candidates.push({
        metricIndex,
        paired,
        estimate: differentialDrift(paired.drift, rest.drift),
        kind: 'differential',
        slice,
        margin: differential,
        restDrift: rest.drift.kind === 'drift' ? rest.drift.value : undefined,
      });
    }
  }
  return candidates;
}

const rank: Readonly<Record<Verdict['kind'], number>> = { violated: 0, undecided: 1, 'not-estimable': 2, kept: 3 };

/** Violated first, then undecided, not estimable, kept but worse, kept; within each by how bad the bound is for its margin. */
function worstFirst(a: DriftFinding, b: DriftFinding): number {
  const order = (finding: DriftFinding): number =>
    finding.verdict.kind === 'kept' && !finding.surelyWorse ? 4 : rank[finding.verdict.kind];
  return order(a) - order(b) || badness(b) - badness(a);
}

/** The drift to the worse in margins: comparable over metrics of different units. */
function badness({ drift, metric, margin }: DriftFinding): number {
  if (drift === undefined) return 0;
  const worse = metric.better === 'higher' ? -drift : metric.better === 'lower' ? drift : Math.abs(drift);
  return worse / margin.allowed;
}
