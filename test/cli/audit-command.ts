import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a command left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command, for Node to run. */
export const auditCommand = join(root, 'bin', 'audit.js');

/** Runs the real command in a folder, with no terminal. */
export async function audit(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [auditCommand, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}

/** Starts the real command as the leader of a process group of its own, so that a test can kill all of it at once. */
export function startAudit(folder: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [auditCommand, ...args], { cwd: folder, detached: true, stdio: 'ignore' });
}

/** A folder that goes away after the test file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'fairweight-cli-')));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files into a folder, making folders on the way. */
export async function put(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** Copies files of the repository into a folder, each under its own name or a new one. */
export async function bring(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, from] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await cp(join(root, from), join(folder, name));
  }
}

/** Every file below a folder, as its path and its bytes in base 64; `.work` is left out: it is no result. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (!name.startsWith('.work')) found.set(name, (await readFile(path)).toString('base64'));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Expects a refusal as users read it: exit code 2, one sentence with a way out, no stack trace, nothing on stdout. */
export function expectRefusal(ended: Ended, ...parts: readonly (string | RegExp)[]): void {
  for (const part of parts) expect(ended.stderr).toMatch(part);
  expect(ended.stderr).toMatch(/^audit: /mu);
  expect(ended.stderr).not.toMatch(/a defect of Fairweight|^ +at .*:\d+:\d+\)?$/mu);
  expect(ended.stdout).toBe('');
  expect(ended.code).toBe(2);
}

/** The names in a folder, in order; none where there is no folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
