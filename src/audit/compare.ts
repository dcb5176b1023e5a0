import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canonicalJson, prettyJson, sha256, sha256OfFile, writeFileAtomically, type Progress } from '../base/index.js';
import { compareSizes } from '../claims/index.js';
import { sealDossier, type PrivateKey } from '../dossier/index.js';
import {
  describeModel,
  inspectModel,
  measureLatency,
  probeOutputs,
  type ChildLimits,
  type InspectedModel,
  type LatencyMeasurement,
} from '../models/index.js';
import {
  recordFormat,
  releaseVerdict,
  type AuditRecord,
  type FairnessRecord,
  type ExplanationsRecord,
  type OutputDifference,
} from '../record/index.js';
import { renderComparisonHtml } from '../report/index.js';
import { claimsOfVariant } from './claims-of-variant.js';
import { explainVariant, explanationSeed, type ExplanationEvidence } from './explain-variant.js';
import { exemplarsOf, fairnessOf, scoreSet, type ScoredSet } from './fairness.js';
import { latencyOf } from './latency-evidence.js';
import { limitsOf } from './limits.js';
import type { LoadedPlan } from './load-plan.js';
import { thisMachine } from './machine.js';
import { version } from './version.js';
import { claimOutput, workFolderName, type RunState } from './work-folder.js';
import { hashEvidence, writeDossier, type EvidenceFile } from './write-dossier.js';

export interface CompareOptions {
  /** Where the dossiers go. */
  readonly out: string;
  readonly force: boolean;
  /** ISO 8601; the release time of the first run holds for every later one. */
  readonly releasedAt: string;
  /** Whether `releasedAt` was asked for, or is just the time of this run. */
  readonly isReleaseTimeGiven: boolean;
  readonly limits: ChildLimits;
  readonly workers?: number | undefined;
  /** Sessions a model for latency; 0 measures none. */
  readonly sessions: number;
  readonly key?: PrivateKey | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}

/** What an audit leaves behind for one variant. */
export interface ComparedVariant {
  readonly record: AuditRecord;
  readonly dossier: string;
}

export interface Comparison {
  readonly variants: readonly ComparedVariant[];
  /** The page that compares them; only with several. */
  readonly page?: string | undefined;
  /** The worst of all. */
  readonly exitCode: 0 | 1 | 3;
  /** What an earlier run of the same plan and files had left: nothing, some, or all outcomes. */
  readonly reused: { readonly outcomes: number; readonly isResumed: boolean };
}

/**
 * Audits every variant of a plan against the baseline: scores both on the same examples, judges drift, explains the worst examples,
 * measures size and latency, and writes a dossier a variant.
 *
 * @throws {AuditError} where the input is wrong; nothing half-written is left behind
 */
export async function compare(loaded: LoadedPlan, options: CompareOptions): Promise<Comparison> {
  const models = await inspectAll(loaded);
  const [baseline, ...variants] = models;
  if (!baseline) throw new RangeError('a plan has a baseline');
  const tables = await Promise.all(
    (loaded.data?.files ?? []).map(async (file) => ({
      file: basename(file),
      sha256: await sha256OfFile(file, options.signal),
    })),
  );
  const plan = planEvidence(loaded, models, tables);
  const state: RunState = {
    format: 'fairweight-run/1',
    key: sha256(
      canonicalJson([plan, version, options.isReleaseTimeGiven ? options.releasedAt : null, options.sessions]),
    ),
    releasedAt: options.releasedAt,
    machine: thisMachine(),
  };
  // Models that do not fit the plan are refused before anything is written.
  for (const model of [loaded.baseline, ...loaded.variants]) {
    await describeModel(model.name, model.path, options.limits, options.signal);
  }
  const run = await claimOutput(options.out, state, options.force);
  const work = join(options.out, workFolderName);
  const scored = loaded.data && (await scoreSet(loaded, loaded.data, { ...options, work }));
  const latencies = await latencyEvidence(loaded, join(work, 'latencies.json'), options);
  const shared: SharedEvidence = { loaded, plan, tables, baseline, scored, latencies, state: run.state, work };
  const compared: ComparedVariant[] = [];
  for (const [i, variant] of variants.entries()) compared.push(await compareVariant(shared, variant, i, options));
  return {
    variants: compared,
    page: compared.length > 1 ? await writePage(compared, options.out) : undefined,
    exitCode: worstOf(compared.map(({ record }) => record.verdict.exitCode)),
    reused: { outcomes: scored?.result.reused ?? 0, isResumed: run.isResumed },
  };
}

interface SharedEvidence {
  readonly loaded: LoadedPlan;
  readonly plan: Readonly<Record<string, unknown>>;
  readonly tables: readonly { readonly file: string; readonly sha256: string }[];
  readonly baseline: InspectedModel;
  readonly scored: ScoredSet | undefined;
  readonly latencies: LatencyMeasurement | undefined;
  readonly state: RunState;
  readonly work: string;
}

async function inspectAll(loaded: LoadedPlan): Promise<readonly InspectedModel[]> {
  const models: InspectedModel[] = [];
  for (const { name, path } of [loaded.baseline, ...loaded.variants]) models.push(await inspectModel(path, name));
  return models;
}

/** The resolved plan with the hashes of what it names, as the dossier keeps it. */
function planEvidence(
  loaded: LoadedPlan,
  models: readonly InspectedModel[],
  tables: readonly { readonly file: string; readonly sha256: string }[],
): Readonly<Record<string, unknown>> {
  return {
    format: 'fairweight-plan/1',
    plan: loaded.plan,
    outcome: loaded.data?.outcome,
    models: models.map(({ name, file, sha256: hash }) => ({ name, file, sha256: hash })),
    tables,
  };
}

async function latencyEvidence(
  loaded: LoadedPlan,
  file: string,
  options: CompareOptions,
): Promise<LatencyMeasurement | undefined> {
  if (options.sessions === 0) return undefined;
  const earlier = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as LatencyMeasurement)
    .catch(() => undefined);
  if (earlier) return earlier;
  const measured = await measureLatency([loaded.baseline, ...loaded.variants], {
    sessions: options.sessions,
    threads: 1,
    seed: explanationSeed,
    limits: options.limits,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  await writeFileAtomically(file, prettyJson(measured));
  return measured;
}

async function compareVariant(
  shared: SharedEvidence,
  variant: InspectedModel,
  index: number,
  options: CompareOptions,
): Promise<ComparedVariant> {
  const { loaded, scored, baseline, state } = shared;
  const fairness = scored && loaded.data && fairnessOf(loaded.plan, loaded.data, scored, index);
  const explained = scored && fairness && (await explanations(shared, scored, fairness, index, options));
  const path = loaded.variants[index]?.path ?? '';
  const outputs = fairness ? undefined : await outputDifferences(loaded, path, options);
  const evidence = evidenceFiles(shared, variant.name, explained?.evidence, outputs);
  const latency = shared.latencies && latencyOf(shared.latencies, variant.name, state.machine.cpu);
  const claims = claimsOfVariant(loaded, variant.name, { baseline, variant, latency });
  const record: AuditRecord = {
    format: recordFormat,
    tool: { name: 'fairweight', version },
    name: loaded.plan.name,
    releasedAt: state.releasedAt,
    verdict: releaseVerdict(fairness?.findings, claims),
    baseline,
    variant,
    fairness,
    outputs,
    explanations: explained?.record,
    size: compareSizes(baseline, variant),
    latency,
    claims,
    notes: loaded.plan.notes,
    limits: limitsOf(fairness, loaded.plan.notes),
    provenance: {
      planSha256: sha256(prettyJson(shared.plan)),
      outcomeTableSha256: scored?.hash.sha256,
      dataSha256: shared.tables.length > 0 ? sha256(canonicalJson(shared.tables)) : undefined,
      evidence: hashEvidence(evidence),
      ...state.machine,
      seed: explanationSeed,
    },
  };
  const dossier = join(options.out, variant.name);
  await writeDossier(
    dossier,
    join(shared.work, 'staging', variant.name),
    record,
    { path, externalData: variant.externalData },
    evidence,
  );
  if (options.key) await sealDossier(dossier, options.key);
  return { record, dossier };
}

/** Maps are drawn once; a run that is taken up again finds them beside the outcome table. */
async function explanations(
  shared: SharedEvidence,
  scored: ScoredSet,
  fairness: FairnessRecord,
  index: number,
  options: CompareOptions,
): Promise<{ readonly record: ExplanationsRecord; readonly evidence: ExplanationEvidence }> {
  const { plan } = shared.loaded;
  const file = join(shared.work, `explanations-${index}.json`);
  const earlier = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as { readonly record: ExplanationsRecord; readonly evidence: ExplanationEvidence })
    .catch(() => undefined);
  if (earlier) return earlier;
  const exemplars = await exemplarsOf(plan, scored, fairness, index);
  const explained = await explainVariant(
    plan,
    scored.job,
    index,
    exemplars,
    shared.baseline.inputs.map(({ type }) => type),
    options,
  );
  await writeFileAtomically(file, prettyJson(explained));
  return explained;
}

/** Inputs on which outputs are compared where there are no data. */
const generatedInputs = 64;

async function outputDifferences(
  loaded: LoadedPlan,
  variant: string,
  options: CompareOptions,
): Promise<readonly OutputDifference[]> {
  return probeOutputs(loaded.baseline.path, variant, {
    inputs: generatedInputs,
    seed: explanationSeed,
    limits: options.limits,
    signal: options.signal,
  });
}

function evidenceFiles(
  shared: SharedEvidence,
  variant: string,
  maps: ExplanationEvidence | undefined,
  outputs: readonly OutputDifference[] | undefined,
): readonly EvidenceFile[] {
  const files: EvidenceFile[] = [{ name: 'plan.json', content: prettyJson(shared.plan) }];
  if (shared.scored) {
    const { hash, shape, result } = shared.scored;
    files.push({
      name: 'outcomes.json',
      content: prettyJson({
        format: 'fairweight-outcomes/1',
        ...hash,
        shape,
        examples: result.examples,
        skipped: result.skipped.count,
      }),
    });
  }
  if (shared.latencies) {
    const sessions = shared.latencies.sessions.filter(({ model }) => model === 'baseline' || model === variant);
    files.push({ name: 'latencies.json', content: prettyJson({ ...shared.latencies, sessions }) });
  }
  if (maps) files.push({ name: 'explanations.json', content: prettyJson(maps) });
  if (outputs) files.push({ name: 'outputs.json', content: prettyJson(outputs) });
  return files;
}

async function writePage(compared: readonly ComparedVariant[], out: string): Promise<string> {
  const page = join(out, 'compare.html');
  await writeFileAtomically(page, await renderComparisonHtml(compared.map(({ record }) => record)));
  return page;
}

function worstOf(codes: readonly (0 | 1 | 3)[]): 0 | 1 | 3 {
  return codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0;
}
