import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError, quoted, systemErrorCode } from '../base/index.js';
import { hashModelFiles } from '../models/index.js';
import { hashTables, type InspectedPlan } from './collect-evidence.js';
import { modelsOf } from './trainings.js';

/**
 * Hashes models and tables again once everything is measured: a file that was replaced meanwhile was perhaps scored in part,
 * and the record would name other bytes. What was measured is then thrown away, so that nothing takes it up again.
 *
 * @throws {AuditError} `model` or `data` naming the file that is not what it was
 */
export async function assertUnchanged(
  evidence: InspectedPlan & { readonly work: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  const changed = await firstChanged(evidence, signal);
  if (!changed) return;
  await discardMeasured(evidence.work);
  throw new AuditError(
    changed.code,
    `${changed.what} was changed while it was audited: what was measured is of no one file.`,
    {
      place: { file: changed.path },
      wayOut:
        'Run the audit again and leave the file as it is meanwhile; where the new file is the one that is meant, with --force.',
    },
  );
}

async function firstChanged(
  { loaded, baseline, variants, furtherTrainings, tables }: InspectedPlan,
  signal: AbortSignal | undefined,
): Promise<{ readonly code: 'model' | 'data'; readonly what: string; readonly path: string } | undefined> {
  const inspected = [baseline, ...variants, ...furtherTrainings];
  for (const [i, { name, path }] of modelsOf(loaded).entries()) {
    const now = await unlessGone(() => hashModelFiles(path, inspected[i]?.externalData ?? [], signal));
    if (now?.sha256 !== inspected[i]?.sha256) return { code: 'model', what: `The model ${quoted(name)}`, path };
  }
  const now = await unlessGone(() => hashTables(loaded, signal));
  const at = tables.findIndex(({ sha256 }, i) => sha256 !== now?.[i]?.sha256);
  return at === -1 ? undefined : { code: 'data', what: 'The table', path: loaded.data?.files[at] ?? '' };
}

/** A file that cannot be read any more is not what it was either. */
async function unlessGone<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

async function discardMeasured(work: string): Promise<void> {
  for (const name of await readdir(work)) {
    if (name !== 'run.json' && name !== 'lock') await rm(join(work, name), { recursive: true, force: true });
  }
}
