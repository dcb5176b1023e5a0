import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { AuditError } from '../../src/base/index.js';
import { startWatchedChild, type WatchedChild, type WatchedChildOptions } from '../../src/models/index.js';
import { refusal } from './reference.js';

const entry = new URL('./children/misbehaving.mjs', import.meta.url);
const limits = { memoryBytes: 2 ** 30, stallMs: 20_000 };
const open: WatchedChild[] = [];
afterEach(() => Promise.all(open.splice(0).map((child) => child.close())));

function start(options: Partial<WatchedChildOptions> = {}): WatchedChild {
  const child = startWatchedChild(entry, { limits, ...options });
  open.push(child);
  return child;
}

function isAlive(pid: number): boolean {
  const path = `/proc/${pid}/status`;
  return existsSync(path) && !/^State:\s+[ZX]/mu.test(readFileSync(path, 'utf8'));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}

const doing = { '': 'running model int8 on batch 12' };

describe('a watched child', () => {
  it('answers every request, in whatever order they are done', async () => {
    const child = start({ args: ['--shard', '3'] });
    const value = { ids: ['ä'], data: Float32Array.of(1, -0), big: 2n ** 63n };
    const slow = child.ask({ act: 'work', steps: 3, ms: 30 });
    expect(await child.ask({ act: 'echo', value })).toEqual(value);
    expect(await child.ask({ act: 'args' })).toEqual(['--shard', '3']);
    expect(await slow).toBe('done');
  });

  it('tells the asker how far it is', async () => {
    const updates: unknown[] = [];
    await start().ask({ act: 'work', steps: 3, ms: 1 }, (update) => updates.push(update));
    expect(updates).toEqual([0, 1, 2]);
  });

  it('passes an AuditError on whole, and another error as the defect it is', async () => {
    const child = start();
    const error = await refusal(child.ask({ act: 'refuse' }));
    expect(error).toMatchObject({ code: 'data', message: 'Row 7 has no label.', wayOut: 'Add one.' });
    expect(error.place).toEqual({ file: 'a.csv', line: 7 });
    const defect = child.ask({ act: 'defect' });
    await expect(defect).rejects.toThrow('a defect');
    await expect(defect).rejects.not.toBeInstanceOf(AuditError);
    expect(await child.ask({ act: 'echo', value: 1 })).toBe(1);
  });

  it('does not blame the model for an error that nobody caught', async () => {
    const broken = start().ask({ act: 'throwLater' });
    await expect(broken).rejects.toThrow('nobody caught this');
    await expect(broken).rejects.not.toBeInstanceOf(AuditError);
  });

  it('does not blame the model for an entry file that is not there', async () => {
    const child = startWatchedChild(new URL('./children/nowhere.mjs', import.meta.url), { limits });
    open.push(child);
    const asked = child.ask({ act: 'echo' });
    await expect(asked).rejects.toThrow('did not start');
    await expect(asked).rejects.not.toBeInstanceOf(AuditError);
  });
});

describe('a child that dies', () => {
  for (const [act, signal] of [
    ['abort', 'SIGABRT'],
    ['segfault', 'SIGSEGV'],
  ] as const) {
    it(`of ${signal} is survived, and what it was doing is named`, async () => {
      const error = await refusal(start().ask({ act, doing }));
      expect(error.code).toBe('model');
      expect(error.message).toContain(`(signal ${signal}) while running model int8 on batch 12.`);
      expect(error.wayOut).toContain('export it again');
    });
  }

  it('leaves its last words, cleaned and bounded', async () => {
    const text = `${'x'.repeat(200_000)}\nterminate called\u001b[31m after an instance\n`;
    const error = await refusal(start().ask({ act: 'print', text, code: 134, doing }));
    expect(error.message).toContain('(exit code 134) while running model int8 on batch 12.');
    expect(error.message).toContain('Its last words: terminate called\\u{1b}[31m after an instance');
    expect(error.message.length).toBeLessThan(500);
  });

  it('by a signal from outside is short of resources', async () => {
    expect((await refusal(start().ask({ act: 'killed' }))).code).toBe('resources');
  });

  it('names everything that it did at the same time', async () => {
    const lanes = { 0: 'running batch 11', 1: 'running batch 12' };
    expect((await refusal(start().ask({ act: 'abort', doing: lanes }))).message).toContain(
      'while running batch 11; running batch 12.',
    );
  });

  it('refuses later requests for the same reason', async () => {
    const child = start();
    const first = await refusal(child.ask({ act: 'abort' }));
    expect(await refusal(child.ask({ act: 'echo' }))).toBe(first);
  });
});

describe('a child beyond its limits', () => {
  it('is ended when its memory grows, native or not', async () => {
    const tight = { limits: { ...limits, memoryBytes: 200 * 2 ** 20 } };
    const error = await refusal(start(tight).ask({ act: 'grow', doing }));
    expect(error.code).toBe('resources');
    expect(error.message).toMatch(/while running model int8 on batch 12: it used \d+ MiB of memory, above .* 200 MiB/u);
    expect((await refusal(start(tight).ask({ act: 'growHeap', doing }))).code).toBe('resources');
  });

  it('is ended when it hangs, also while native code blocks its main thread', async () => {
    for (const act of ['hang', 'block']) {
      const child = start({ limits: { ...limits, stallMs: 600 } });
      const error = await refusal(child.ask({ act, doing, seconds: 60 }));
      expect(error.code).toBe('resources');
      expect(error.message).toBe('Stopped while running model int8 on batch 12: no progress for 600 ms.');
    }
  });

  it('may work for as long as it progresses', async () => {
    const child = start({ limits: { ...limits, stallMs: 1500 } });
    expect(await child.ask({ act: 'work', steps: 10, ms: 250 })).toBe('done');
  });

  it('may be idle between requests', async () => {
    const child = start({ limits: { ...limits, stallMs: 400 } });
    await child.ask({ act: 'echo' });
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(await child.ask({ act: 'echo', value: 1 })).toBe(1);
  });

  it('is ended when it takes too long altogether', async () => {
    const child = start({ limits: { ...limits, totalMs: 800 } });
    expect((await refusal(child.ask({ act: 'work', steps: 1000, ms: 20 }))).message).toContain('not done after 800 ms');
  });
});

describe('a child whose parent has enough of it', () => {
  it('is killed when the signal aborts, whatever it does', async () => {
    const controller = new AbortController();
    const child = start({ signal: controller.signal });
    const pid = (await child.ask({ act: 'pid' })) as number;
    const asked = refusal(child.ask({ act: 'block', seconds: 60 }));
    controller.abort();
    expect((await asked).code).toBe('interrupted');
    await child.close();
    expect(isAlive(pid)).toBe(false);
  });

  it('does nothing where the signal was aborted before', async () => {
    expect((await refusal(start({ signal: AbortSignal.abort() }).ask({ act: 'echo' }))).code).toBe('interrupted');
  });

  it('is gone once it is closed, and its open requests are refused', async () => {
    const child = start();
    const pid = (await child.ask({ act: 'pid' })) as number;
    const asked = expect(child.ask({ act: 'hang' })).rejects.toThrow('closed');
    await child.close();
    await child.close();
    await asked;
    expect(isAlive(pid)).toBe(false);
  });
});

describe.skipIf(!existsSync('/proc/self/status'))('a child whose parent is killed', () => {
  for (const act of ['hang', 'block']) {
    it(`ends by itself, also when it ${act}s`, async () => {
      const parent = spawn(process.execPath, [fileURLToPath(new URL('./children/parent.mjs', import.meta.url)), act]);
      const pid = await new Promise<number>((resolve) =>
        parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))),
      );
      expect(isAlive(pid)).toBe(true);
      parent.kill('SIGKILL');
      await until(() => !isAlive(pid));
    });
  }
});
