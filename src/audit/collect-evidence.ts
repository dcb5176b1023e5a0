import { basename, join } from 'node:path';
import { canonicalJson, sha256, sha256OfFile } from '../base/index.js';
import { describeModel, inspectModel, type InspectedModel, type TensorSpec } from '../models/index.js';
import { assertInputsFit } from './assert-inputs-fit.js';
import type { CompareOptions } from './compare-options.js';
import { scoreSet, type ScoredSet } from './fairness.js';
import { latencyEvidence, type LatencyEvidence } from './latency-evidence.js';
import type { LoadedPlan } from './load-plan.js';
import { thisMachine } from './machine.js';
import { modelsOf } from './trainings.js';
import { version } from './version.js';
import { claimOutput, workFolderName, type RunState } from './work-folder.js';

/** A file of the evaluation set as it was when the run began. */
export interface HashedTable {
  /** Without its folder. */
  readonly file: string;
  readonly sha256: string;
}

/** What was measured once for all variants. */
export interface CollectedEvidence extends InspectedPlan {
  readonly scored: ScoredSet | undefined;
  readonly latencies: LatencyEvidence | undefined;
  readonly state: RunState;
  /** The release time in force. */
  readonly releasedAt: string;
  readonly isResumed: boolean;
  /** The folder for what is no part of a dossier. */
  readonly work: string;
  /** Lets other runs into the output folder. */
  readonly release: () => Promise<void>;
}

/** Everything that a plan names, hashed and looked at. */
export interface InspectedPlan {
  readonly loaded: LoadedPlan;
  /** The resolved plan with the hashes of what it names, as the dossier keeps it. */
  readonly plan: Readonly<Record<string, unknown>>;
  readonly tables: readonly HashedTable[];
  readonly baseline: InspectedModel;
  readonly variants: readonly InspectedModel[];
  /** Further trainings of any of them, in the order in which they are run. */
  readonly furtherTrainings: readonly InspectedModel[];
  /** What each model reads, the baseline first. */
  readonly inputs: readonly (readonly TensorSpec[])[];
}

/**
 * Hashes and looks at everything that a plan names, claims the output folder, then scores the evaluation set and measures
 * latency, or takes up what an earlier run had measured.
 *
 * @throws {AuditError} where the input is wrong; models that do not fit the plan are refused before anything is written
 */
export async function collectEvidence(loaded: LoadedPlan, options: CompareOptions): Promise<CollectedEvidence> {
  const inspected = await inspectPlan(loaded, options);
  const wanted = stateOf(inspected.plan, options);
  const { state, isResumed, release } = await claimOutput(options.out, wanted, options.force);
  const work = join(options.out, workFolderName);
  try {
    const scored = loaded.data && (await scoreSet(loaded, loaded.data, { ...options, work, key: state.key }));
    const latencies = await latencyEvidence(loaded, work, scored, inspected.inputs, options);
    const releasedAt = state.releasedAt ?? options.releasedAt;
    return { ...inspected, scored, latencies, state, releasedAt, isResumed, work, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * Hashes and looks at everything that a plan names, and writes nothing.
 *
 * @throws {AuditError} where the input is wrong, or models do not fit the plan
 */
export async function inspectPlan(
  loaded: LoadedPlan,
  options: Pick<CompareOptions, 'limits' | 'signal'>,
): Promise<InspectedPlan> {
  const files = modelsOf(loaded);
  const models: InspectedModel[] = [];
  for (const { name, path } of files) models.push(await inspectModel(path, name, options.signal));
  const [baseline, ...others] = models;
  const variants = others.slice(0, loaded.variants.length);
  const furtherTrainings = others.slice(loaded.variants.length);
  if (!baseline) throw new RangeError('a plan has a baseline');
  const tables = await hashTables(loaded, options.signal);
  const plan = planEvidence(loaded, models, tables);
  const inputs: (readonly TensorSpec[])[] = [];
  for (const { name, path } of files) {
    inputs.push((await describeModel(name, path, options.limits, options.signal)).inputs);
  }
  if (loaded.data) await assertInputsFit(loaded, inputs[0] ?? []);
  return { loaded, plan, tables, baseline, variants, furtherTrainings, inputs };
}

/** Hashes of the evaluation set's files, in their order. */
export async function hashTables(
  { data }: Pick<LoadedPlan, 'data'>,
  signal: AbortSignal | undefined,
): Promise<readonly HashedTable[]> {
  return Promise.all(
    (data?.files ?? []).map(async (file) => ({ file: basename(file), sha256: await sha256OfFile(file, signal) })),
  );
}

function planEvidence(
  loaded: LoadedPlan,
  models: readonly InspectedModel[],
  tables: readonly HashedTable[],
): Readonly<Record<string, unknown>> {
  return {
    format: 'fairweight-plan/1',
    plan: loaded.plan,
    outcome: loaded.data?.outcome,
    models: models.map(({ name, file, sha256: hash }) => ({ name, file, sha256: hash })),
    tables,
  };
}

function stateOf(plan: CollectedEvidence['plan'], options: CompareOptions): RunState {
  const releasedAt = options.isReleaseTimeGiven ? options.releasedAt : null;
  return {
    format: 'fairweight-run/1',
    key: sha256(canonicalJson([plan, version, releasedAt, options.sessions])),
    releasedAt: options.releasedAt,
    machine: thisMachine(),
  };
}
