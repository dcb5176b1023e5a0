import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { AuditError, outputError, systemErrorCode } from '../base/index.js';

/** A folder that is this process's alone until it is let go. */
export interface FolderLock {
  release(): Promise<void>;
}

/** Who holds a lock. A process number alone may have gone to another process since. */
const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process started, in the system's own count; where the system says. */
  started: z.string().optional(),
});
type Holder = z.infer<typeof holderSchema>;

const beatMs = 10_000;
/** A holder on another machine, which cannot be asked, is taken for dead after so long without a beat. */
const silenceMs = 300_000;

/**
 * Takes a lock file, or takes it over from a process that is no more.
 *
 * @throws {AuditError} `output` where another process holds it
 */
export async function lockFolder(file: string, folder: string): Promise<FolderLock> {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) } satisfies Holder);
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await create(file, mine)) return beating(file, mine);
    const found = await readFile(file, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const holder = parse(found);
    if (holder && (await isAlive(file, holder))) throw taken(file, folder, holder);
    await removeStale(file, found);
  }
  throw taken(file, folder, undefined);
}

async function create(file: string, content: string): Promise<boolean> {
  // Written beside and linked: nobody ever reads half of it.
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(beside, 'wx');
    await handle.writeFile(content).finally(() => handle.close());
    await link(beside, file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw outputError(file, error);
  } finally {
    await rm(beside, { force: true });
  }
}

function beating(file: string, mine: string): FolderLock {
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), beatMs).unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await readFile(file, 'utf8').catch(() => undefined)) === mine) await rm(file, { force: true });
    },
  };
}

/** Removes the lock that was read, and no other that took its place meanwhile. */
async function removeStale(file: string, found: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw outputError(file, error);
  }
  if ((await readFile(aside, 'utf8').catch(() => found)) !== found) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function parse(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function isAlive(file: string, { pid, host, started }: Holder): Promise<boolean> {
  if (host !== hostname()) {
    const beaten = await stat(file).catch(() => undefined);
    return beaten !== undefined && Date.now() - beaten.mtimeMs < silenceMs;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || started === now;
}

/** When a process started, as Linux counts it; nothing elsewhere. */
function startOf(pid: number): string | undefined {
  try {
    // The name, in brackets, may hold blanks and brackets itself.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}

function taken(file: string, folder: string, holder: Holder | undefined): AuditError {
  const who = holder === undefined ? 'Another audit' : `Another audit (process ${holder.pid} on ${holder.host})`;
  return new AuditError('output', `${who} is at work in the output folder.`, {
    place: { file: folder },
    wayOut: `Wait for it, or name another folder with --out. If no audit is at work there, remove ${file}.`,
  });
}
