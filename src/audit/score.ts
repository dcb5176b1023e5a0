import { join } from 'node:path';
import {
  AuditError,
  canonicalJson,
  outputError,
  prettyJson,
  sha256,
  systemErrorCode,
  writeFileAtomically,
  type Progress,
} from '../base/index.js';
import type { ChildLimits } from '../models/index.js';
import { hashOutcomes, scoreModels, type ScoringResult, type Shard } from '../outcomes/index.js';
import { inspectPlan, type InspectedPlan } from './collect-evidence.js';
import { pairsBetween } from './deployment.js';
import type { LoadedData, LoadedPlan } from './load-plan.js';
import { thisMachine } from './machine.js';
import { scoringJobOf } from './scoring-of-plan.js';
import { shardFileName, type ScoredShard, type Source } from './shard-file.js';
import { trainingPairs } from './trainings.js';
import { assertUnchanged } from './unchanged.js';
import { version } from './version.js';
import { claimOutput, workFolderName } from './work-folder.js';

/** How a set, or one shard of it, is scored and where its outcomes go. */
export interface ScoreOptions {
  readonly out: string;
  /** All of the set unless given. */
  readonly shard?: Shard | undefined;
  /** Replaces what another run left there. */
  readonly force: boolean;
  readonly limits: ChildLimits;
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}

/** What was scored. */
export interface ScoredOutcomes {
  readonly result: ScoringResult;
  /** Whether the folder held a run of the same shard. */
  readonly isResumed: boolean;
}

/**
 * Runs every model on every example of a set, or of one shard of it, and leaves the outcome table in the output folder, with
 * what it is of beside it once it is whole. What a killed run had finished is kept.
 *
 * @throws {AuditError} where the input is wrong, was changed meanwhile, or the folder holds something else
 */
export async function score(loaded: LoadedPlan, options: ScoreOptions): Promise<ScoredOutcomes> {
  const { data } = loaded;
  if (!data) {
    throw new AuditError('plan', 'The plan has no data, so there is nothing to score.', {
      place: loaded.place([]),
      wayOut: 'Name a table under data, and what the models say under outcome.',
    });
  }
  try {
    return await scoreData(loaded, data, options);
  } catch (error) {
    throw systemErrorCode(error) === undefined ? error : outputError(options.out, error);
  }
}

async function scoreData(loaded: LoadedPlan, data: LoadedData, options: ScoreOptions): Promise<ScoredOutcomes> {
  const { out, force, signal } = options;
  // One of one is all of it: the same bytes as without shards.
  const shard = options.shard?.of === 1 ? undefined : options.shard;
  const inspected = await inspectPlan(loaded, options);
  const key = sha256(canonicalJson(['score', inspected.plan, version, shard ?? null]));
  const wanted = { format: 'fairweight-run/1', key, machine: thisMachine(), shard } as const;
  const { isResumed, release } = await claimOutput(out, wanted, force);
  try {
    const work = join(out, workFolderName);
    const job = scoringJobOf(loaded, data, { key, work, workers: options.workers, shard });
    const result = await scoreModels(job, options);
    await assertUnchanged({ ...inspected, work }, signal);
    const scored: ScoredShard = {
      format: 'fairweight-shard/1',
      source: sourceOf(inspected, data, result.rows),
      shard: shard && result.range && { ...shard, range: result.range },
      examples: result.examples,
      skipped: result.skipped.count,
      outcomes: copyOf(await hashOutcomes(job.outcomes)),
    };
    await writeFileAtomically(join(out, shardFileName), prettyJson(scored));
    return { result, isResumed };
  } finally {
    await release();
  }
}

function sourceOf(
  { loaded, baseline, variants, furtherTrainings, tables }: InspectedPlan,
  data: LoadedData,
  rows: number,
): Source {
  const { plan } = loaded;
  const sides = loaded.variants.map((_, i) => trainingPairs(loaded, i));
  const between = pairsBetween(plan, sides);
  return {
    tool: version,
    runtime: thisMachine().runtime,
    planSha256: hashOfPlan(loaded.plan),
    models: [baseline, ...variants, ...furtherTrainings].map(({ name, sha256: hash }) => ({ name, sha256: hash })),
    variants: loaded.variants.map(({ name }, i) => {
      const { pairs, ...counts } = trainingPairs(loaded, i);
      return { name, ...counts, pairs: [...pairs] };
    }),
    between: between.length > 0 ? [...between] : undefined,
    dataSha256: sha256(canonicalJson(tables)),
    files: tables.map(({ file }) => file),
    rows,
    outcome: outcomeOf(data),
    attributes: plan.attributes.map(({ name }) => name),
    searched: plan.search?.binned?.map(({ attribute, edges }) => ({ attribute, edges: [...edges] })),
    unit: plan.data?.unit,
    weight: plan.data?.weight,
  };
}

/** What shards and verdicts know a plan by: over the canonical JSON of the resolved plan, which holds no path of a machine. */
export function hashOfPlan(plan: LoadedPlan['plan']): string {
  return sha256(canonicalJson(plan));
}

function outcomeOf({ outcome }: LoadedData): Source['outcome'] {
  if (outcome.task === 'binary') return { ...outcome, labels: [...outcome.labels] };
  return outcome.task === 'multiclass' ? { ...outcome, classes: [...outcome.classes] } : { ...outcome };
}

function copyOf({ sha256: hash, parts }: Awaited<ReturnType<typeof hashOutcomes>>): ScoredShard['outcomes'] {
  return { sha256: hash, parts: parts.map((part) => ({ ...part })) };
}
