import { basename, join } from 'node:path';
import { availableParallelism } from 'node:os';
import { AuditError, compareText, didYouMean, listed, quoted, type Progress, type Slice } from '../base/index.js';
import { defaultMargins, type DeclaredMargin, type SliceAttribute } from '../compare/index.js';
import { orderValues } from '../data/index.js';
import type { ChildLimits } from '../models/index.js';
import {
  FilesHash,
  countExemplars,
  frameOf,
  hashOutcomes,
  pickExemplars,
  readOutcomes,
  scoreModels,
  tallyOutcomes,
  type Exemplar,
  type ExemplarCount,
  type OutcomeSpec,
  type OutcomeTableShape,
  type ScoringJob,
  type ScoringResult,
} from '../outcomes/index.js';
import type { PairTally, Rankings } from '../metrics/index.js';
import type { AttributePlan, Plan } from '../plan/index.js';
import { fairnessRecord, type FairnessRecord, type OutcomeFacts } from '../record/index.js';
import type { LoadedData, LoadedPlan } from './load-plan.js';
import { rankVariants } from './rank-variants.js';
import { modelsOf, trainingPairs, type TrainingPairs } from './trainings.js';

/** The outcome table of a run and where it came from. */
export interface ScoredSet {
  /** All that the outcomes depend on. */
  readonly job: ScoringJob;
  /** The columns of the outcome table. */
  readonly shape: OutcomeTableShape;
  /** How many examples there are, were reused and were skipped. */
  readonly result: ScoringResult;
  /** Of the outcome table. */
  readonly hash: Awaited<ReturnType<typeof hashOutcomes>>;
  /** Over what the files of every row were, in their order; absent where no input reads files. */
  readonly inputFilesSha256: string | undefined;
  /** What was tallied, a variant: over each of its pairs of trainings. */
  readonly variants: readonly ScoredVariant[];
}

/** A variant's tallies, one a pair of trainings, and what the second pass found of each. */
export interface ScoredVariant {
  readonly pairs: TrainingPairs;
  readonly tallies: readonly PairTally[];
  /** Absent where outcomes are no scores of a positive class. */
  readonly rankings: readonly (Rankings | undefined)[];
  /** Compression-identified exemplars; only with several trainings. */
  readonly exemplars: readonly ExemplarCount[] | undefined;
}

/** How a set is scored and where what is left of it goes. */
export interface ScoreOptions {
  /** What identifies the run: see {@link ScoringJob}. */
  readonly key: string;
  /** The folder for what is no part of a dossier: outcomes, and scratch space. */
  readonly work: string;
  /** Of the child process that runs the models. */
  readonly limits: ChildLimits;
  /** Threads that run models; one a core, at most 8, unless given. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}

/** Examples a batch; models with a fixed batch get that. Larger pictures go in smaller batches, so that memory stays flat. */
function batchSizeFor(plan: Plan): number {
  const isTable = Object.values(plan.inputs).every(({ kind }) => kind === 'columns' || kind === 'column');
  return isTable ? 512 : 16;
}

/** Scores the evaluation set with every model and tallies each variant. */
export async function scoreSet(loaded: LoadedPlan, data: LoadedData, options: ScoreOptions): Promise<ScoredSet> {
  const { plan } = loaded;
  const batchSize = batchSizeFor(plan);
  const job: ScoringJob = {
    key: options.key,
    files: data.files,
    folder: data.folder,
    columns: {
      id: plan.data?.id,
      label: plan.data?.label ?? '',
      unit: plan.data?.unit,
      weight: plan.data?.weight,
    },
    attributes: plan.attributes,
    inputs: plan.inputs,
    outcome: data.outcome,
    models: modelsOf(loaded),
    batchSize,
    workers: options.workers ?? Math.max(1, Math.min(8, availableParallelism())),
    batchesPerPart: 32,
    outcomes: join(options.work, 'outcomes'),
    scratch: join(options.work, 'scratch'),
  };
  const result = await scoreModels(job, options);
  const shape: OutcomeTableShape = {
    task: data.outcome.task,
    attributes: plan.attributes.map(({ name }) => name),
    models: job.models.map(({ name }) => name),
  };
  const frame = frameOf(data.outcome, shape.attributes, plan.data?.unit !== undefined, plan.data?.weight !== undefined);
  const read = (): ReturnType<typeof readOutcomes> => readOutcomes(job.outcomes, shape, options.signal);
  const files = new FilesHash();
  const sides = loaded.variants.map((_, i) => trainingPairs(loaded, i));
  const pairs = sides.flatMap((side) => side.pairs);
  const tallies = await tallyOutcomes(files.through(read()), data.outcome, frame, pairs);
  const [first] = tallies;
  const sets = {
    attributes: first ? sliceAttributes(plan, first) : [],
    crossings: plan.slices,
    margins: marginsOf(plan, data),
  };
  const rankings = await rankVariants(tallies, pairs, sets, read);
  const hash = await hashOutcomes(job.outcomes);
  const repeated = data.outcome.task !== 'regression' && pairs.length > sides.length;
  const exemplars = repeated
    ? await countExemplars(
        read(),
        data.outcome,
        sides.map((side) => side.pairs),
      )
    : [];
  let from = 0;
  const variants = sides.map((side, i): ScoredVariant => {
    const to = from + side.pairs.length;
    const own = {
      pairs: side,
      tallies: tallies.slice(from, to),
      rankings: rankings.slice(from, to),
      exemplars: side.pairs.length > 1 ? exemplars[i] : undefined,
    };
    from = to;
    return own;
  });
  return { job, shape, result, variants, inputFilesSha256: files.result(), hash };
}

/** The fairness record of one variant: a pure function of its tallies and the plan. */
export function fairnessOf(plan: Plan, data: LoadedData, scored: ScoredSet, variant: number): FairnessRecord {
  const { tallies: [tally, ...others] = [], rankings = [], pairs, exemplars } = scored.variants[variant] ?? {};
  if (!tally || !pairs) throw new RangeError(`no variant ${variant}`);
  return fairnessRecord({
    tally,
    rankings: rankings[0],
    trainings:
      pairs.pairs.length === 1
        ? undefined
        : {
            baselines: pairs.baselines,
            variants: pairs.variants,
            isPaired: pairs.isPaired,
            pairs: pairs.pairs,
            exemplars,
            others: others.map((other, i) => ({ tally: other, rankings: rankings[i + 1] })),
          },
    attributes: sliceAttributes(plan, tally),
    crossings: plan.slices,
    minSlice: plan.minSlice,
    margins: marginsOf(plan, data),
    marginSource: plan.margins ? 'plan' : 'default',
    outcome: outcomeFacts(data.outcome, plan.data?.label ?? ''),
    data: {
      files: data.files.map((file) => basename(file)),
      skipped: scored.result.skipped,
      unitColumn: plan.data?.unit,
      weightColumn: plan.data?.weight,
    },
  });
}

function marginsOf(plan: Plan, data: LoadedData): readonly DeclaredMargin[] {
  return plan.margins ?? defaultMargins(data.outcome.task);
}

function sliceAttributes(plan: Plan, tally: PairTally): readonly SliceAttribute[] {
  return plan.attributes.map((attribute, i) => {
    const values = new Set(tally.cells.map((cell) => cell.attributes[i] ?? ''));
    const { name, sensitive, reference } = attribute;
    if (reference !== undefined && !values.has(reference)) throw strayReference(attribute, values);
    return { name, sensitive, reference, values: orderValues(attribute, values) };
  });
}

function strayReference({ name, reference = '' }: AttributePlan, values: ReadonlySet<string>): AuditError {
  const known = [...values].sort(compareText);
  return new AuditError('plan', `The reference of ${quoted(name)} is ${quoted(reference)}, which no example has.`, {
    wayOut: [didYouMean(reference, known), `Its values are: ${listed(known)}.`].filter(Boolean).join(' '),
  });
}

function outcomeFacts(outcome: OutcomeSpec, label: string): OutcomeFacts {
  if (outcome.task === 'binary') {
    return { task: 'binary', output: outcome.output, positive: outcome.labels[1], threshold: outcome.threshold, label };
  }
  return outcome.task === 'multiclass'
    ? { task: 'multiclass', output: outcome.output, classes: outcome.classes, label }
    : { task: 'regression', output: outcome.output, label };
}

/** How many of the worst slices lend their examples. */
const explainedSlices = 3;

/** The examples to explain: flipped ones from the slices that got worst. */
export async function exemplarsOf(
  plan: Plan,
  scored: ScoredSet,
  fairness: FairnessRecord,
  variant: number,
): Promise<readonly Exemplar[]> {
  const slices = new Map<string, Slice>();
  const worse = fairness.findings.filter(({ drift }) => drift !== undefined);
  const groups = worse.filter(({ slice }) => slice.length > 0);
  for (const { slice } of [...groups, ...worse]) {
    if (slices.size < explainedSlices) slices.set(JSON.stringify(slice), slice);
  }
  if (slices.size === 0) slices.set('[]', []);
  return pickExemplars(readOutcomes(scored.job.outcomes, scored.shape), {
    spec: scored.job.outcome,
    attributes: scored.shape.attributes,
    pairs: scored.variants[variant]?.pairs.pairs ?? [],
    slices: [...slices.values()],
    count: plan.explain.examples,
    hasUnits: plan.data?.unit !== undefined,
  });
}
