import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  AuditError,
  makeFolder,
  outputError,
  prettyJson,
  systemErrorCode,
  writeFileAtomically,
} from '../base/index.js';
import type { Shard } from '../outcomes/index.js';
import { lockFolder } from './folder-lock.js';

/** What identifies a run: the same state reuses what is there, any other is refused. */
export interface RunState {
  readonly format: 'fairweight-run/1';
  /** Over the resolved plan, the hashes of models and tables, and this version. */
  readonly key: string;
  /** The release time of the first run, so that running again changes nothing; absent where only a shard is scored. */
  readonly releasedAt?: string | undefined;
  /** Which shard it is of; absent for an audit. */
  readonly shard?: Shard | undefined;
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

/** An output folder that a run has for itself. */
export interface ClaimedOutput {
  /** The state in force. */
  readonly state: RunState;
  /** Whether it was there already. */
  readonly isResumed: boolean;
  /** Lets other runs in. */
  readonly release: () => Promise<void>;
}

/**
 * Claims an output folder for a run: fresh, or one that the same plan and files began. Nobody else may work there until it is
 * released.
 *
 * @param force removes another run's results, and what the same one had measured
 * @throws {AuditError} `output` where the folder holds something else, another run's results and not `force`, or another run at work
 */
export async function claimOutput(out: string, state: RunState, force: boolean): Promise<ClaimedOutput> {
  const work = join(out, workFolderName);
  const entries = await entriesOf(out);
  if (entries.length > 0 && !entries.includes(workFolderName)) {
    throw new AuditError('output', 'The output folder holds something else.', {
      place: { file: out },
      wayOut: 'Name an empty or a new folder with --out.',
    });
  }
  await makeFolder(work);
  const lock = await lockFolder(join(work, lockName), out);
  const release = (): Promise<void> => lock.release();
  try {
    const found = await readState(join(work, stateName));
    if (found?.key === state.key && !force) return { state: found, isResumed: true, release };
    const results = (await entriesOf(out)).filter((name) => name !== workFolderName);
    if (!force && (found || results.length > 0)) throw foreign(out, found, state);
    // Dossiers of the same plan stay until new ones take their places.
    if (found?.key !== state.key) await clearResults(out);
    await clearWork(work);
    await writeFileAtomically(join(work, stateName), prettyJson(state));
    return { state, isResumed: false, release };
  } catch (error) {
    await release();
    throw outputError(out, error);
  }
}

const stateSchema = z.object({
  format: z.literal('fairweight-run/1'),
  key: z.string(),
  releasedAt: z.string().optional(),
  shard: z.object({ index: z.int(), of: z.int() }).optional(),
  machine: z.object({ runtime: z.string(), node: z.string(), platform: z.string(), cpu: z.string() }),
});

const stateName = 'run.json';
const lockName = 'lock';

function foreign(out: string, found: RunState | undefined, wanted: RunState): AuditError {
  const [there, here] = [found?.shard, wanted.shard];
  if (there && here && (there.index !== here.index || there.of !== here.of)) {
    return new AuditError(
      'output',
      `The output folder holds shard ${there.index} of ${there.of}, not ${here.index} of ${here.of}.`,
      {
        place: { file: out },
        wayOut: 'Give each shard a folder of its own with --out, or replace this one with --force.',
      },
    );
  }
  return new AuditError(
    'output',
    found
      ? 'The output folder holds an audit of another plan, other models or other data.'
      : `The output folder holds results, but ${workFolderName}/${stateName}, which says of which audit, is missing or damaged.`,
    { place: { file: out }, wayOut: 'Replace it with --force, or name another folder with --out.' },
  );
}

async function clearResults(out: string): Promise<void> {
  for (const name of await entriesOf(out)) if (name !== workFolderName) await remove(join(out, name));
}

/** Removes all but the lock; what says whose it is goes last, so that a run killed here leaves no parts without an owner. */
async function clearWork(work: string): Promise<void> {
  for (const name of await entriesOf(work)) {
    if (name !== stateName && name !== lockName) await remove(join(work, name));
  }
  await remove(join(work, stateName));
}

function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}

/** The names in a folder; none where there is no folder. */
async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') return [];
    if (code !== 'ENOTDIR') throw outputError(folder, error);
    throw new AuditError('output', 'Expected a folder for the results, found a file.', {
      place: { file: folder },
      wayOut: 'Name another with --out.',
    });
  }
}

async function readState(file: string): Promise<RunState | undefined> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
