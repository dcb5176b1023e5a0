import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockFolder } from '../../src/audit/folder-lock.js';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fairweight-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The number of a process that is no more. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('close', resolve));
  return child.pid ?? 0;
}

describe('the lock of an output folder', () => {
  it('is one process at a time, and can be taken again once it is let go', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'lock');
    const lock = await lockFolder(file, folder);
    await expect(lockFolder(file, folder)).rejects.toMatchObject({
      code: 'output',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await lockFolder(file, folder)).release();
  });

  it.each<[string, () => Promise<string>]>([
    ['a process that is no more', async () => JSON.stringify({ pid: await deadProcess(), host: hostname() })],
    [
      'a process whose number another one has now',
      () => Promise.resolve(JSON.stringify({ pid: process.pid, host: hostname(), started: '1' })),
    ],
    ['nobody, since it is damaged', () => Promise.resolve('{"half')],
  ])('is taken over from %s', async (name, content) => {
    if (name.includes('number') && process.platform !== 'linux') return;
    const folder = await temporaryFolder();
    const file = join(folder, 'lock');
    await writeFile(file, await content());
    const lock = await lockFolder(file, folder);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('of another machine holds while it is kept fresh', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'lock');
    await writeFile(file, JSON.stringify({ pid: 1, host: `not ${hostname()}` }));
    await expect(lockFolder(file, folder)).rejects.toMatchObject({ code: 'output' });
    await utimes(file, new Date(0), new Date(0));
    await (await lockFolder(file, folder)).release();
  });

  it('goes to one of many that find it left behind', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'lock');
    await writeFile(file, JSON.stringify({ pid: await deadProcess(), host: hostname() }));
    const tried = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(file, folder)));
    const taken = tried.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0]?.release();
  });
});
