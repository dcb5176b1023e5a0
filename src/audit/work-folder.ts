import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError, exists, prettyJson, writeFileAtomically } from '../base/index.js';

/** What identifies a run: the same state reuses what is there, any other is refused. */
export interface RunState {
  readonly format: 'fairweight-run/1';
  /** Over the resolved plan, the hashes of models and tables, and this version. */
  readonly key: string;
  /** The release time of the first run, so that running again changes nothing. */
  readonly releasedAt: string;
  /** What scored and timed: scores repeat only on one runtime build and processor class. */
  readonly machine: Machine;
}

/** The machine and versions behind the measured evidence. */
export interface Machine {
  readonly runtime: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
}

/** The folder for what is no part of a dossier, inside the output folder. */
export const workFolderName = '.work';

/**
 * Claims an output folder for a run: fresh, or one that the same plan and files began.
 *
 * @returns the state in force, and whether it was there already
 * @throws {AuditError} `output` where the folder holds something else, or another run's results and not `force`
 */
export async function claimOutput(
  out: string,
  state: RunState,
  force: boolean,
): Promise<{ readonly state: RunState; readonly isResumed: boolean }> {
  const work = join(out, workFolderName);
  const file = join(work, 'run.json');
  const entries = await readdir(out).catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOTDIR') {
      throw new AuditError('output', 'Expected a folder for the results, found a file.', {
        place: { file: out },
        wayOut: 'Name another with --out.',
      });
    }
    return [];
  });
  const found = await readState(file);
  if (entries.length > 0 && !(await exists(work))) {
    throw new AuditError('output', 'The output folder holds something else.', {
      place: { file: out },
      wayOut: 'Name an empty or a new folder with --out.',
    });
  }
  if (found?.key === state.key) return { state: found, isResumed: true };
  if (found && !force) {
    throw new AuditError('output', 'The output folder holds an audit of another plan, other models or other data.', {
      place: { file: out },
      wayOut: 'Replace it with --force, or name another folder with --out.',
    });
  }
  if (found) await rm(out, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await writeFileAtomically(file, prettyJson(state));
  return { state, isResumed: false };
}

async function readState(file: string): Promise<RunState | undefined> {
  try {
    const state: unknown = JSON.parse(await readFile(file, 'utf8'));
    const isState = typeof state === 'object' && state !== null && 'key' in state && 'releasedAt' in state;
    return isState ? (state as RunState) : undefined;
  } catch {
    return undefined;
  }
}
