import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outputError, systemErrorCode, writeFileAtomically } from '../base/index.js';
import type { AuditRecord } from '../record/index.js';
import { renderComparisonHtml } from '../report/index.js';
import { collectEvidence, type CollectedEvidence } from './collect-evidence.js';
import type { CompareOptions } from './compare-options.js';
import { compareVariant, type VariantFindings } from './compare-variant.js';
import { deploymentOfScored } from './fairness.js';
import type { LoadedPlan } from './load-plan.js';
import { placeDossiers, type PlacedDossier, type StagedDossier } from './place-dossiers.js';
import { stageDossier } from './stage-dossier.js';
import { assertUnchanged } from './unchanged.js';

/** What an audit leaves behind for one variant. */
export interface ComparedVariant {
  readonly record: AuditRecord;
  readonly dossier: string;
  /** Whether the dossier was written anew or left as it was, and which key seals it. */
  readonly placed: PlacedDossier;
}

/** What an audit of several variants gives. */
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
 * @throws {AuditError} where the input is wrong, was changed meanwhile, or a sealed dossier would be lost; nothing half-written
 *   is left behind
 */
export async function compare(loaded: LoadedPlan, options: CompareOptions): Promise<Comparison> {
  try {
    return await compareAll(loaded, options);
  } catch (error) {
    // Inputs are read by their own folders, which say what is wrong with them: what is left is about the output.
    throw systemErrorCode(error) === undefined ? error : outputError(options.out, error);
  }
}

async function compareAll(loaded: LoadedPlan, options: CompareOptions): Promise<Comparison> {
  const collected = await collectEvidence(loaded, options);
  try {
    return await compareCollected(collected, options);
  } finally {
    await collected.release();
  }
}

async function compareCollected(collected: CollectedEvidence, options: CompareOptions): Promise<Comparison> {
  const { loaded, scored } = collected;
  const deployment = scored && loaded.data && deploymentOfScored(loaded.plan, loaded.data, scored);
  const found: VariantFindings[] = [];
  for (const [i, variant] of collected.variants.entries()) {
    found.push(await compareVariant(collected, variant, i, deployment, options));
  }
  await assertUnchanged(collected, options.signal);
  const variants = await writeDossiers(collected, found, options);
  const records = variants.map(({ record }) => record);
  return {
    variants,
    page: records.length > 1 ? await writePage(records, options.out) : undefined,
    exitCode: worstOf(records.map(({ verdict }) => verdict.exitCode)),
    reused: { outcomes: collected.scored?.result.reused ?? 0, isResumed: collected.isResumed },
  };
}

async function writeDossiers(
  { loaded, work }: CollectedEvidence,
  found: readonly VariantFindings[],
  { out, key, force, signal }: CompareOptions,
): Promise<readonly ComparedVariant[]> {
  const folder = join(work, 'staging');
  try {
    const staged: (StagedDossier & { readonly record: AuditRecord })[] = [];
    for (const [i, { record, evidence }] of found.entries()) {
      const { name } = record.variant;
      const staging = join(folder, name);
      await stageDossier(staging, record, evidence, loaded.variants[i]?.path ?? '', signal);
      staged.push({ staging, target: join(out, name), record });
    }
    const placed = await placeDossiers(staged, { key, isForced: force, signal });
    return placed.map(({ dossier, placed: how }) => ({ record: dossier.record, dossier: dossier.target, placed: how }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writePage(records: readonly AuditRecord[], out: string): Promise<string> {
  const page = join(out, 'compare.html');
  await writeFileAtomically(page, await renderComparisonHtml(records));
  return page;
}

function worstOf(codes: readonly (0 | 1 | 3)[]): 0 | 1 | 3 {
  return codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0;
}
