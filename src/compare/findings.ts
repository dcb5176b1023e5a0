import { compareLists, type Estimate, type Margin, type Slice, type Verdict } from '../base/index.js';
import {
  simultaneous,
  type DriftEstimate,
  type Metric,
  type Simultaneous,
  type TallyFrame,
  type ValueRanks,
} from '../metrics/index.js';
import { candidatesOf, type Candidate } from './finding-candidates.js';
import { judge, level, type Judgement } from './judge.js';
import type { DeclaredMargin } from './margins.js';
import { moderateTrainings } from './moderate-trainings.js';
import type { SliceCells } from './slices.js';
import type { Withholds } from './withhold-small.js';

/** One judged drift. */
export interface DriftFinding extends Judgement {
  readonly kind: 'drift' | 'differential';
  /** For differential drift: the group of the same attribute that it is held against; absent: everyone else. */
  readonly against: string | undefined;
  readonly metric: Metric;
  readonly slice: Slice;
  readonly n: number;
  readonly units: number | undefined;
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** For differential drift: that of those it is held against. */
  readonly restDrift: number | undefined;
  readonly drift: number | undefined;
  readonly margin: Margin;
}

/** By which rules drifts are judged: the margins, whom these leave out, and how all are held at once. */
export interface JudgingRules {
  readonly margins: readonly DeclaredMargin[];
  readonly source: Margin['source'];
  /** Relevant examples below which a metric is not judged in a slice. */
  readonly minSlice: number;
  /** Metrics that a slice withholds, so that nobody's number can be found by subtraction. */
  readonly withholds?: Withholds | undefined;
  /** The group that others are held against, by attribute; besides everyone else. */
  readonly references?: ReadonlyMap<string, string> | undefined;
  /** Joint resamples at most; as many as are worth while unless given. */
  readonly resamples?: number | undefined;
  /** An order of the attributes' values that no name decides, for the joint resampling. */
  readonly ranks: ValueRanks;
  /** Called when a slice's findings are estimated. */
  readonly onSlice?: (() => void) | undefined;
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
  const all = slices.flatMap((slice) => {
    const found = metrics.flatMap((metric, i) => candidatesOf(frame, slice, slices, metric, i, rules));
    rules.onSlice?.();
    return found;
  });
  const candidates = moderateTrainings(all.filter((candidate) => 'paired' in candidate));
  const ordered = inNamelessOrder(frame, candidates, rules.ranks);
  const together = {
    ...simultaneous(
      ordered.flatMap((candidate) =>
        estimatesOf(candidate).flatMap((one) => (one.kind === 'drift' ? [one.influence()] : [])),
      ),
      level,
      rules.resamples,
    ),
    over: ordered.filter(({ estimate }) => estimate.kind === 'drift').length,
  };
  const findings = candidates
    .map(({ paired, estimate, beyond, kind, against, slice, margin, restDrift }): DriftFinding => ({
      ...unlessAlwaysWorse(
        judge(
          estimate,
          paired.metric.better,
          margin,
          together,
          paired.units ?? paired.n,
          beyond.size === 0 ? undefined : (sign) => beyond.get(sign) ?? estimate,
        ),
        kind === 'drift' && paired.metric.isDistance === true,
      ),
      kind,
      against,
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

/** A distance is above 0 wherever anything moved: that it is surely so does not make it worse than promised. */
function unlessAlwaysWorse(judgement: Judgement, isDistance: boolean): Judgement {
  return isDistance ? { ...judgement, surelyWorse: false } : judgement;
}

/** The drift, and what a relative margin holds in its place, which holds at once with all else. */
function estimatesOf({ estimate, beyond }: Candidate): readonly DriftEstimate[] {
  return [estimate, ...beyond.values()];
}

/** By metric, kind and slice, values of attributes by their ranks: an order that renaming groups does not change. */
function inNamelessOrder(frame: TallyFrame, candidates: readonly Candidate[], ranks: ValueRanks): readonly Candidate[] {
  const key = ({ metricIndex, kind, against, slice }: Candidate): readonly number[] => [
    metricIndex,
    kind === 'drift' ? 0 : against === undefined ? 1 : 2,
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

const rank: Readonly<Record<Verdict['kind'], number>> = { violated: 0, undecided: 1, 'not-estimable': 2, kept: 3 };

/** Violated first, then undecided, not estimable, kept but worse, kept; within each by how bad the bound is for its margin. */
function worstFirst(a: DriftFinding, b: DriftFinding): number {
  const order = (finding: DriftFinding): number =>
    finding.verdict.kind === 'kept' && !finding.surelyWorse ? 4 : rank[finding.verdict.kind];
  return order(a) - order(b) || badness(b) - badness(a);
}

/** The drift to the worse in margins: comparable over metrics of different units. */
function badness({ drift, metric, margin }: DriftFinding): number {
  if (drift === undefined || margin.allowed === 0) return 0;
  const isEither = metric.better === 'neither' || margin.sides === 'both';
  const worse = isEither ? Math.abs(drift) : metric.better === 'higher' ? -drift : drift;
  return worse / margin.allowed;
}
