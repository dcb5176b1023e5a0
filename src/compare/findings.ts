import { compareLists, quoted, type Estimate, type Margin, type Slice, type Verdict } from '../base/index.js';
import {
  driftBeyondShare,
  moderatedVariances,
  pairedDrift,
  simultaneous,
  type CellSet,
  type DriftEstimate,
  type Metric,
  type PairedDrift,
  type Simultaneous,
  type TallyFrame,
  type ValueRanks,
} from '../metrics/index.js';
import { differentialDrift } from './differential.js';
import { judge, level, sidesOf, type Judgement } from './judge.js';
import { marginFor, type DeclaredMargin } from './margins.js';
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

/** Lends what few trainings say of one finding the strength of the others of the same metric and kind. */
function moderateTrainings(candidates: readonly Candidate[]): readonly Candidate[] {
  const noisy = candidates.flatMap(({ metricIndex, kind, estimate, beyond }) =>
    ([[0, estimate], ...beyond] as const).flatMap(([side, one]) =>
      one.kind === 'drift' && one.trainings
        ? [{ estimate: one, noise: one.trainings, family: `${metricIndex},${kind},${side}` }]
        : [],
    ),
  );
  if (noisy.length === 0) return candidates;
  const moderated = new Map<DriftEstimate, DriftEstimate>();
  for (const name of new Set(noisy.map(({ family }) => family))) {
    const family = noisy.filter((one) => one.family === name);
    const variances = moderatedVariances(
      family.map(({ noise }) => ({
        variance: noise.variance,
        degreesOfFreedom: noise.degreesOfFreedom,
        scale: noise.ofExamples,
      })),
    );
    for (const [i, { estimate, noise }] of family.entries()) moderated.set(estimate, noise.with(variances[i] ?? noise));
  }
  const known = (estimate: DriftEstimate): DriftEstimate => moderated.get(estimate) ?? estimate;
  return candidates.map((candidate) => ({
    ...candidate,
    estimate: known(candidate.estimate),
    beyond: new Map([...candidate.beyond].map(([sign, estimate]) => [sign, known(estimate)])),
  }));
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

interface Candidate {
  readonly metricIndex: number;
  readonly paired: PairedDrift;
  readonly estimate: DriftEstimate;
  /** For a relative margin: by side, how far the drift lies beyond the share. */
  readonly beyond: ReadonlyMap<1 | -1, DriftEstimate>;
  readonly kind: 'drift' | 'differential';
  readonly against: string | undefined;
  readonly slice: SliceCells;
  readonly margin: Margin;
  readonly restDrift: number | undefined;
}

function candidatesOf(
  frame: TallyFrame,
  slice: SliceCells,
  slices: readonly SliceCells[],
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
  const [everyone = slice] = slices;
  const paired = pairedDrift(frame, metric, slice, everyone);
  if (rules.withholds?.(metric, slice) === true || paired.n < rules.minSlice) {
    return [...(drift ? [tooFew('drift')] : []), ...(differential ? [tooFew('differential')] : [])];
  }
  const candidates: (Candidate | NotJudged)[] = [];
  const common = { metricIndex, paired, slice };
  if (drift) {
    const alone = { against: undefined, restDrift: undefined };
    const margin = atBaseline(drift, paired.baseline);
    const beyond = beyondOf(frame, metric, slice, everyone, margin);
    candidates.push({ ...common, ...alone, estimate: paired.drift, beyond, kind: 'drift', margin });
  }
  if (!differential) return candidates;
  for (const { against, set, isWithheld } of othersOf(slice, slices, metric, rules)) {
    const rest = pairedDrift(frame, metric, set, everyone);
    const whose = against === undefined ? 'everyone else' : `the group ${quoted(against)}`;
    if (isWithheld || rest.n < rules.minSlice) candidates.push(tooFew('differential', ` among ${whose}`));
    else {
      candidates.push({
        ...common,
        kind: 'differential',
        against,
        beyond: new Map(),
        estimate: differentialDrift(paired.drift, rest.drift, whose),
        margin: differential,
        restDrift: rest.drift.kind === 'drift' ? rest.drift.value : undefined,
      });
    }
  }
  return candidates;
}

/** What a relative margin allows at the baseline's value. */
function atBaseline(margin: Margin, baseline: Estimate): Margin {
  if (margin.share === undefined) return margin;
  return { ...margin, allowed: baseline.kind === 'value' ? margin.share * Math.abs(baseline.value) : 0 };
}

function beyondOf(
  frame: TallyFrame,
  metric: Metric,
  slice: SliceCells,
  everyone: SliceCells,
  { share, sides }: Margin,
): Candidate['beyond'] {
  if (share === undefined) return new Map();
  const held: readonly (1 | -1)[] = sides === 'both' ? [-1, 1] : sidesOf(metric.better);
  return new Map(held.map((sign) => [sign, driftBeyondShare(frame, metric, slice, everyone, sign * share)] as const));
}

/** Whom a slice is held against: everyone else and, for another group of an attribute that names one, its reference group. */
function othersOf(
  slice: SliceCells,
  slices: readonly SliceCells[],
  metric: Metric,
  rules: JudgingRules,
): readonly { readonly against: string | undefined; readonly set: CellSet; readonly isWithheld: boolean }[] {
  const [everyone = slice] = slices;
  // Everyone else tells of everyone what the slice's own numbers leave to know.
  const isWithheld = rules.withholds?.(metric, everyone) === true;
  const everyoneElse = { against: undefined, set: slice.rest(), isWithheld };
  const [only, ...more] = slice.slice;
  const against = only && more.length === 0 ? rules.references?.get(only.attribute) : undefined;
  const reference = slices.find(
    ({ slice: other }) => other.length === 1 && other[0]?.attribute === only?.attribute && other[0]?.value === against,
  );
  if (against === undefined || only?.value === against) return [everyoneElse];
  if (!reference) return [everyoneElse, { against, set: { cells: [] }, isWithheld: true }];
  return [everyoneElse, { against, set: reference, isWithheld: rules.withholds?.(metric, reference) === true }];
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
