import type { Interval } from '../base/index.js';
import { sliceKey } from '../base/index.js';
import {
  countFlips,
  cutSlices,
  hideLabels,
  hiddenSlices,
  judgeSlices,
  level,
  measureDisparities,
  type DeclaredMargin,
  type DriftFinding,
  type NotJudged,
  type SliceAttribute,
  type SliceCells,
  type Withholds,
  withholdSmall,
} from '../compare/index.js';
import { metricsFor, pairedDrift, rankValues, statisticsOf, type Metric, type PairTally, type Rankings } from '../metrics/index.js';
import { caveatsOf } from './caveats.js';
import { dataFacts } from './data-facts.js';
import type {
  DataFacts,
  DisparityRecord,
  FairnessRecord,
  Finding,
  MetricFacts,
  NotJudgedRecord,
  OutcomeFacts,
  SliceRecord,
  SliceValue,
} from './types.js';

/** Everything that the fairness part of a record depends on. */
export interface FairnessEvidence {
  readonly tally: PairTally;
  /** What the second pass found; only binary outcomes have one. */
  readonly rankings?: Rankings | undefined;
  readonly attributes: readonly SliceAttribute[];
  readonly crossings: readonly (readonly string[])[];
  readonly minSlice: number;
  readonly margins: readonly DeclaredMargin[];
  readonly marginSource: 'plan' | 'default';
  readonly outcome: OutcomeFacts;
  readonly data: Pick<DataFacts, 'files' | 'skipped'> & { readonly unitColumn: string | undefined };
}

/** The fairness part of the record: a pure function of the tally and the plan. */
export function fairnessRecord(evidence: FairnessEvidence): FairnessRecord {
  const { tally, minSlice } = evidence;
  const { frame } = tally;
  const slices = cutSlices(tally, evidence.attributes, evidence.crossings, evidence.rankings);
  const singles = cutSlices(
    tally,
    evidence.attributes,
    evidence.attributes.map(({ name }) => [name]),
  ).slice(1);
  const known = new Set(slices.map(({ slice }) => sliceKey(slice)));
  const all = [...slices, ...singles.filter(({ slice }) => !known.has(sliceKey(slice)))];
  const hidden = hiddenSlices(all, minSlice);
  const shown = slices.filter((slice) => !hidden.has(sliceKey(slice.slice)));
  const metrics = metricsFor(frame);
  const hidesLabel = hideLabels(frame, all, hidden, minSlice);
  const withholds = withholdSmall(frame, hidesLabel);
  const { findings, notJudged } = judgeSlices(frame, shown, metrics, {
    margins: evidence.margins,
    source: evidence.marginSource,
    minSlice,
    withholds,
    ranks: rankValues(tally),
  });
  const judged = new Set(findings.map(({ metric }) => metric.name));
  return {
    data: dataFacts(evidence, { slices, singles, hidden, hidesLabel }),
    outcome: evidence.outcome,
    metrics: uniqueByName(metrics).map(metricFacts),
    minSlice,
    slices: slices.map((slice) =>
      hidden.has(sliceKey(slice.slice))
        ? hiddenSlice(slice, minSlice)
        : shownSlice(
            evidence,
            slice,
            metrics.filter((metric) => isListed(metric, slice, judged)),
            withholds,
          ),
    ),
    disparities: evidence.attributes
      .filter(({ sensitive }) => sensitive)
      .flatMap((attribute) => disparityRecords(evidence, attribute, shown, metrics, withholds)),
    findings: findings.map((finding) => findingRecord(finding, frame.classes)),
    notJudged: notJudged.map((promise) => notJudgedRecord(promise, frame.classes)),
    caveats: caveatsOf(tally, slices),
  };
}

/** Recall of single classes is listed for everyone, and wherever it is judged; elsewhere its mean stands for it. */
function isListed(metric: Metric, slice: SliceCells, judged: ReadonlySet<string>): boolean {
  return metric.class === undefined || slice.by.length === 0 || judged.has(metric.name);
}

function hiddenSlice(slice: SliceCells, minSlice: number): SliceRecord {
  const reason = `Fewer than ${minSlice} examples, or hidden so that such a group cannot be found by subtraction.`;
  return { slice: slice.slice, isGroup: slice.isGroup, shown: { kind: 'hidden', reason } };
}

function shownSlice(
  evidence: FairnessEvidence,
  slice: SliceCells,
  metrics: readonly Metric[],
  withholds: Withholds,
): SliceRecord {
  const { frame } = evidence.tally;
  return {
    slice: slice.slice,
    isGroup: slice.isGroup,
    shown: {
      kind: 'shown',
      n: slice.n,
      units: slice.units,
      flips: countFlips(frame, slice.cells),
      values: metrics.map((metric) => sliceValue(evidence, slice, metric, withholds(metric, slice))),
    },
  };
}

function sliceValue(
  { tally, minSlice }: FairnessEvidence,
  slice: SliceCells,
  metric: Metric,
  isWithheld: boolean,
): SliceValue {
  const { frame } = tally;
  const paired = pairedDrift(frame, metric, slice, tally);
  const name = { metric: metric.name, class: metric.class === undefined ? undefined : frame.classes[metric.class] };
  if (isWithheld || paired.n < minSlice) {
    const why = `fewer than ${minSlice} ${metric.relevant}${isWithheld ? ', or withheld so that such a number cannot be found by subtraction' : ''}`;
    const tooFew = { kind: 'not-estimable', reason: why } as const;
    return { ...name, n: null, baseline: tooFew, variant: tooFew };
  }
  return {
    ...name,
    n: paired.n,
    baseline: paired.baseline,
    variant: paired.variant,
    drift:
      paired.drift.kind === 'drift' ? { value: paired.drift.value, interval: ownInterval(paired.drift) } : undefined,
    over: metric.name === 'mean_recall' ? classesPresent(frame, slice) : undefined,
    gridError: metric.pairing.kind === 'rank' ? gridErrorOf(slice) : undefined,
  };
}

function gridErrorOf({ ranks }: SliceCells): SliceValue['gridError'] {
  return ranks && ranks.gridError.baseline + ranks.gridError.variant > 0 ? ranks.gridError : undefined;
}

function classesPresent(frame: PairTally['frame'], slice: SliceCells): number {
  return statisticsOf(frame, slice.cells, 'baseline').support.filter((n) => n > 0).length;
}

function ownInterval(drift: {
  readonly method: string;
  bounds(tail: number): { lower: number; upper: number };
}): Interval {
  return { ...drift.bounds((1 - level) / 2), level, simultaneousOver: 1, method: drift.method };
}

function disparityRecords(
  { tally, minSlice }: FairnessEvidence,
  attribute: SliceAttribute,
  shown: readonly SliceCells[],
  metrics: readonly Metric[],
  withholds: Withholds,
): readonly DisparityRecord[] {
  const groups = shown.filter(({ by }) => by.length === 1 && by[0] === attribute.name);
  return measureDisparities(tally.frame, attribute.name, groups, metrics, minSlice, withholds).map((found) => ({
    name: found.disparity.name,
    title: found.disparity.title,
    definition: found.disparity.definition,
    attribute: attribute.name,
    unit: found.unit,
    baseline: found.baseline,
    variant: found.variant,
    drift: found.drift && {
      value: found.drift.value,
      interval: {
        lower: found.drift.lower,
        upper: found.drift.upper,
        level,
        simultaneousOver: 1,
        method: 'projected',
      },
    },
    groups: found.groups,
    leftOut: found.leftOut,
  }));
}

function findingRecord(finding: DriftFinding, classes: readonly string[]): Finding {
  const { metric } = finding;
  return {
    kind: finding.kind,
    metric: metric.name,
    class: metric.class === undefined ? undefined : classes[metric.class],
    slice: finding.slice,
    n: finding.n,
    units: finding.units,
    baseline: finding.baseline,
    variant: finding.variant,
    restDrift: finding.restDrift,
    drift: finding.drift,
    interval: finding.interval,
    bound: finding.bound,
    margin: finding.margin,
    verdict: finding.verdict,
    surelyWorse: finding.surelyWorse,
  };
}

function notJudgedRecord({ kind, metric, slice, reason }: NotJudged, classes: readonly string[]): NotJudgedRecord {
  return {
    kind,
    metric: metric.name,
    class: metric.class === undefined ? undefined : classes[metric.class],
    slice,
    reason,
  };
}

function metricFacts({ name, title, better, unit, definition, relevant, source }: Metric): MetricFacts {
  return { name, title, better, unit, definition, relevant, source };
}

function uniqueByName(metrics: readonly Metric[]): readonly Metric[] {
  return metrics.filter((metric, i) => metrics.findIndex(({ name }) => name === metric.name) === i);
}
