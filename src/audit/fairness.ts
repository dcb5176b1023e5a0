import { basename } from 'node:path';
import type { Progress, Slice } from '../base/index.js';
import type { ChildLimits } from '../models/index.js';
import {
  FilesHash,
  assertSomethingWeighs,
  countExemplars,
  frameOf,
  hashOutcomes,
  pickExemplars,
  readOutcomes,
  scoreModels,
  tallyOutcomes,
  type Exemplar,
  type OutcomeTableShape,
  type ScoringJob,
  type ScoringResult,
} from '../outcomes/index.js';
import type { Plan } from '../plan/index.js';
import type { PairTally } from '../metrics/index.js';
import { progressOfOne, type DeploymentRecord, type FairnessRecord } from '../record/index.js';
import { assertGroupsExist, deploymentOf, pairsBetween } from './deployment.js';
import { fairnessOfTallies, rankedSetsOf, type TalliedSet, type TalliedVariant } from './fairness-of-tallies.js';
import type { LoadedData, LoadedPlan } from './load-plan.js';
import { rankVariants } from './rank-variants.js';
import { scoringJobOf, tableShapeOf, type ScoringWishes } from './scoring-of-plan.js';
import { trainingPairs } from './trainings.js';

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
  readonly variants: readonly TalliedVariant[];
  /** Of the variants that a deployment mixes, against each other. */
  readonly between: readonly PairTally[];
}

/** How a set is scored and where what is left of it goes. */
export interface ScoreSetOptions extends Omit<ScoringWishes, 'shard'> {
  /** Of the child process that runs the models. */
  readonly limits: ChildLimits;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}

/** Scores the evaluation set with every model and tallies each variant. */
export async function scoreSet(loaded: LoadedPlan, data: LoadedData, options: ScoreSetOptions): Promise<ScoredSet> {
  const { plan } = loaded;
  const job = scoringJobOf(loaded, data, options);
  const result = await scoreModels(job, options);
  const shape = tableShapeOf(job);
  const frame = frameOf(data.outcome, shape.attributes, plan.data?.unit !== undefined, plan.data?.weight !== undefined);
  const read = (): ReturnType<typeof readOutcomes> => readOutcomes(job.outcomes, shape, options.signal);
  const files = new FilesHash();
  const sides = loaded.variants.map((_, i) => trainingPairs(loaded, i));
  const pairs = sides.flatMap((side) => side.pairs);
  const mixed = pairsBetween(plan, sides);
  const all = await tallyOutcomes(files.through(read()), data.outcome, frame, [...pairs, ...mixed]);
  const [tallies, between] = [all.slice(0, pairs.length), all.slice(pairs.length)];
  assertSomethingWeighs(frame, tallies);
  assertGroupsExist(plan, tallies, (path) => loaded.place(path));
  const sets = rankedSetsOf(plan, data.outcome, tallies);
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
  const variants = sides.map((side, i): TalliedVariant => {
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
  return { job, shape, result, variants, between, inputFilesSha256: files.result(), hash };
}

/** The fairness record of one variant: a pure function of its tallies and the plan. */
export function fairnessOf(
  plan: Plan,
  data: LoadedData,
  scored: ScoredSet,
  variant: number,
  onProgress?: Progress,
): FairnessRecord {
  const own = scored.variants[variant];
  if (!own) throw new RangeError(`no variant ${variant}`);
  return fairnessOfTallies(plan, own, setOf(data, scored), progressOfOne(onProgress, variant, scored.variants.length));
}

/** What each group gets as deployed, which spans the variants; nothing where the plan does not say who gets which model. */
export function deploymentOfScored(plan: Plan, data: LoadedData, scored: ScoredSet): DeploymentRecord | undefined {
  return deploymentOf(plan, scored.variants, scored.between, setOf(data, scored));
}

function setOf({ outcome, files }: LoadedData, { result }: ScoredSet): TalliedSet {
  return { outcome, files: files.map((file) => basename(file)), skipped: result.skipped };
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
