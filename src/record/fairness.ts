import { sliceKey, type Progress } from '../base/index.js';
import {
  cutSlices,
  hideLabels,
  hiddenSlices,
  judgeSlices,
  level,
  type DeclaredMargin,
  type HidesLabel,
  type SliceAttribute,
  type SliceCells,
  type Withholds,
  withholdSmall,
  withTrainings,
} from '../compare/index.js';
import {
  benefitMetrics,
  metricsFor,
  rankValues,
  resamplingSeed,
  type Metric,
  type PairTally,
  type Rankings,
} from '../metrics/index.js';
import { caveatsOf } from './caveats.js';
import { confusionRecord } from './confusion-record.js';
import { dataFacts } from './data-facts.js';
import { groupRecords } from './disparity-records.js';
import { flipsRecords } from './flips-records.js';
import { searchRecord, type SearchRequest } from './search-record.js';
import { explorationRecords, findingRecord, notJudgedRecord } from './finding-records.js';
import { scoreDistributionRecords } from './score-records.js';
import { measuringProgress } from './measuring-progress.js';
import { measure, shownSlice } from './slice-records.js';
import type { DataFacts, FairnessRecord, MetricFacts, OutcomeFacts, SliceRecord } from './types.js';

/** Everything that the fairness part of a record depends on. */
export interface FairnessEvidence {
  readonly tally: PairTally;
  /** What the second pass found; only binary outcomes have one. */
  readonly rankings?: Rankings | undefined;
  /** The same examples under further pairs of trainings; absent with one training a side. */
  readonly trainings?: TrainingEvidence | undefined;
  readonly attributes: readonly SliceAttribute[];
  readonly crossings: readonly (readonly string[])[];
  readonly minSlice: number;
  readonly margins: readonly DeclaredMargin[];
  readonly marginSource: 'plan' | 'default';
  /** Over what the promises depend on. */
  readonly marginsSha256?: string | undefined;
  readonly outcome: OutcomeFacts;
  /** The slices to search for; none unless given. */
  readonly search?: SearchRequest | undefined;
  readonly data: Pick<DataFacts, 'files' | 'skipped'> & {
    readonly unitColumn: string | undefined;
    readonly weightColumn?: string | undefined;
  };
}

/** What several trainings of either side said of the same examples. */
export interface TrainingEvidence {
  readonly baselines: number;
  readonly variants: number;
  /** Training k of the variant was made from training k of the baseline. */
  readonly isPaired: boolean;
  /** Which models each pair is of, the first pair (that of the evidence's own tally) too. */
  readonly pairs: readonly { readonly baseline: number; readonly variant: number }[];
  /** Compression-identified exemplars, by attributes; absent for a regression. */
  readonly exemplars?: readonly { readonly attributes: readonly string[]; readonly count: number }[] | undefined;
  /** The tallies of the pairs after the first. */
  readonly others: readonly { readonly tally: PairTally; readonly rankings?: Rankings | undefined }[];
}

/** The fairness part of the record: a pure function of the tally and the plan. */
export function fairnessRecord(evidence: FairnessEvidence, onProgress?: Progress): FairnessRecord {
  const { tally, minSlice } = evidence;
  const { frame } = tally;
  const slices = slicesOf(evidence);
  const { all, singles, hidden, hidesLabel, withholds } = whatIsHidden(evidence, slices);
  const shown = slices.filter((slice) => !hidden.has(sliceKey(slice.slice)));
  const metrics = metricsFor(frame);
  const { onJudged, onMeasured, onDisparity } = measuringProgress(evidence, shown, metrics, onProgress);
  const { findings, notJudged, together } = judgeSlices(frame, shown, metrics, {
    margins: evidence.margins,
    source: evidence.marginSource,
    minSlice,
    withholds,
    references: referencesOf(evidence.attributes),
    ranks: rankValues(tally),
    onSlice: onJudged,
  });
  const judged = new Set(findings.map(({ metric }) => metric.name));
  const measured = shown.map((slice) => {
    const values = metrics
      .filter((metric) => isListed(metric, slice, judged))
      .map((metric) => measure(evidence, slice, slices, metric, withholds));
    onMeasured();
    return { slice, values };
  });
  const flips = flipsRecords(frame, shown);
  return {
    trainings: evidence.trainings && {
      baseline: evidence.trainings.baselines,
      variant: evidence.trainings.variants,
      isPaired: evidence.trainings.isPaired,
    },
    data: dataFacts(evidence, { slices, singles, hidden, hidesLabel }),
    outcome: evidence.outcome,
    metrics: uniqueByName([...metrics, ...benefitMetrics.filter(({ tasks }) => tasks.includes(frame.task))]).map(
      metricFacts,
    ),
    minSlice,
    ownLevel: level,
    marginsSha256: evidence.marginsSha256,
    slices: slices.map((slice) => {
      const found = measured.find((one) => one.slice === slice);
      const ofSlice = flips.get(slice);
      return found && ofSlice ? shownSlice(evidence, slice, ofSlice, found.values) : hiddenSlice(slice, minSlice);
    }),
    confusion: shown[0]?.slice.length === 0 ? confusionRecord(frame, shown[0], minSlice, hidesLabel) : undefined,
    scoreDistributions: scoreDistributionRecords(evidence, all, shown, hidesLabel),
    ...groupRecords(evidence, shown, metrics, withholds, onDisparity),
    findings: findings.map((finding) => findingRecord(finding, frame.classes)),
    together: {
      method: 'max-t',
      findings: together.over,
      critical: together.critical,
      resamples: together.resamples,
      seed: resamplingSeed,
    },
    exploration: explorationRecords(frame.classes, measured, findings),
    search: evidence.search && searchRecord(tally, evidence.search, { minSlice, slices: all, hidden, withholds }),
    notJudged: notJudged.map((promise) => notJudgedRecord(promise, frame.classes)),
    caveats: caveatsOf(tally, slices),
  };
}

/** What must not be shown, of all slices and of every attribute by itself. */
export interface Hiding {
  /** Everyone, the plan's slices, and every attribute by itself. */
  readonly all: readonly SliceCells[];
  /** Of every attribute by itself, cut or not. */
  readonly singles: readonly SliceCells[];
  /** Keys of hidden slices. */
  readonly hidden: ReadonlySet<string>;
  readonly hidesLabel: HidesLabel;
  readonly withholds: Withholds;
}

/** What must not be shown. @param slices everyone and those of the plan */
export function whatIsHidden(
  { tally, attributes, minSlice, margins }: FairnessEvidence,
  slices: readonly SliceCells[],
): Hiding {
  const names = attributes.map(({ name }) => [name]);
  const singles = cutSlices(tally, attributes, names).slice(1);
  const known = new Set(slices.map(({ slice }) => sliceKey(slice)));
  const all = [...slices, ...singles.filter(({ slice }) => !known.has(sliceKey(slice)))];
  const hidden = hiddenSlices(all, minSlice);
  const hidesLabel = hideLabels(tally.frame, all, hidden, minSlice);
  const ofClass = new Set(
    metricsFor(tally.frame).flatMap((metric) => (metric.class === undefined ? [] : [metric.name])),
  );
  const isJudged = margins.some(({ metric }) => ofClass.has(metric));
  const withholds = withholdSmall(tally.frame, hidesLabel, ({ by }) => by.length === 0 || isJudged);
  return { all, singles, hidden, hidesLabel, withholds };
}

/** Everyone and the plan's slices, each with what further trainings said of it. */
export function slicesOf({
  tally,
  rankings,
  trainings,
  attributes,
  crossings,
}: FairnessEvidence): readonly SliceCells[] {
  const slices = cutSlices(tally, attributes, crossings, rankings);
  if (!trainings) return slices;
  const others = trainings.others.map((other) => cutSlices(other.tally, attributes, crossings, other.rankings));
  return withTrainings(
    slices,
    others,
    trainings.isPaired
      ? undefined
      : {
          baseline: trainings.pairs.map(({ baseline }) => baseline),
          variant: trainings.pairs.map(({ variant }) => variant),
        },
  );
}

/** Recall of single classes is listed for everyone, and wherever it is judged; elsewhere its mean stands for it. */
function isListed(metric: Metric, slice: SliceCells, judged: ReadonlySet<string>): boolean {
  return metric.class === undefined || slice.by.length === 0 || judged.has(metric.name);
}

function hiddenSlice(slice: SliceCells, minSlice: number): SliceRecord {
  const reason = `Fewer than ${minSlice} examples, or hidden so that such a group cannot be found by subtraction.`;
  return { slice: slice.slice, isGroup: slice.isGroup, shown: { kind: 'hidden', reason } };
}

function referencesOf(attributes: readonly SliceAttribute[]): ReadonlyMap<string, string> {
  return new Map(
    attributes.flatMap(({ name, reference }) => (reference === undefined ? [] : [[name, reference] as const])),
  );
}

function metricFacts({ name, title, better, unit, definition, relevant, source }: Metric): MetricFacts {
  return { name, title, better, unit, definition, relevant, source };
}

function uniqueByName(metrics: readonly Metric[]): readonly Metric[] {
  return metrics.filter((metric, i) => metrics.findIndex(({ name }) => name === metric.name) === i);
}
