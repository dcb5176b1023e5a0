import type { Estimate, Margin, Slice, Verdict } from '../base/index.js';
import { pairedDrift, type DriftEstimate, type Metric, type PairedDrift, type TallyFrame } from '../metrics/index.js';
import { differentialDrift } from './differential.js';
import { judge, type Judgement } from './judge.js';
import { marginFor, type DeclaredMargin } from './margins.js';
import type { SliceCells } from './slices.js';
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
  const everyone = slices[0];
  if (!everyone) return { findings: [], notJudged: [] };
  const all = slices.flatMap((slice) =>
    metrics.flatMap((metric) => candidatesOf(frame, slice, everyone, metric, rules)),
  );
  const candidates = all.filter((candidate) => 'paired' in candidate);
  const judged = candidates.length;
  const findings = candidates
    .map(({ paired, estimate, kind, slice, margin, restDrift }): DriftFinding => ({
      ...judge(estimate, paired.metric.better, margin, judged, paired.units ?? paired.n),
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
  return { findings, notJudged: all.filter((candidate) => 'reason' in candidate) };
}

interface Candidate {
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
    candidates.push({ paired, estimate: paired.drift, kind: 'drift', slice, margin: drift, restDrift: undefined });
  if (differential) {
    const inside = new Set(slice.cells);
    const others = { cells: everyone.cells.filter((cell) => !inside.has(cell)), ranks: slice.restRanks };
    const rest = pairedDrift(frame, metric, others, everyone);
    if (rest.n < rules.minSlice) candidates.push(tooFew('differential', ' among everyone else'));
    else {
      candidates.push({
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
