import { afterEach, describe, expect, it } from 'vitest';
import { createThreadPool, type ThreadPool } from '../../src/models/index.js';
import { refusal } from './reference.js';

const entry = new URL('./children/thread.mjs', import.meta.url);
const open: ThreadPool<unknown, unknown>[] = [];
afterEach(() => Promise.all(open.splice(0).map((pool) => pool.close())));

function start(size: number, data: unknown = {}): ThreadPool<unknown, unknown> {
  const pool = createThreadPool<unknown, unknown>(entry, size, data);
  open.push(pool);
  return pool;
}

describe('a thread pool', () => {
  it('gives every thread the same data and every task its own answer', async () => {
    const pool = start(2, { greeting: 'hello' });
    const names = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(names.map((name) => pool.run({ act: 'greet', name })));
    expect(answers).toEqual(names.map((name) => `hello ${name}`));
  });

  it('uses every thread, one task at a time each', async () => {
    const pool = start(2);
    const tasks = Array.from({ length: 6 }, () => pool.run({ act: 'sleep', ms: 60 }));
    const answers = (await Promise.all(tasks)) as { threadId: number; atOnce: number }[];
    expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(2);
    expect(answers.every(({ atOnce }) => atOnce === 0)).toBe(true);
  });

  it('says which thread starts on a task, in the order of the tasks', async () => {
    const pool = start(1);
    const started: string[] = [];
    const tasks = ['a', 'b', 'c'].map((name) =>
      pool.run({ act: 'sleep', ms: 1 }, [], (thread) => started.push(`${name} on ${thread}`)),
    );
    expect(started).toEqual(['a on 0']);
    await Promise.all(tasks);
    expect(started).toEqual(['a on 0', 'b on 0', 'c on 0']);
  });

  it('moves buffers there and back', async () => {
    const buffer = new ArrayBuffer(8);
    const filled = await start(1).run({ act: 'fill', buffer }, [buffer]);
    expect(buffer.byteLength).toBe(0);
    expect(filled).toEqual(new Uint8Array(8).fill(7));
  });

  it('passes an AuditError on and goes on', async () => {
    const pool = start(1);
    const error = await refusal(pool.run({ act: 'refuse' }));
    expect(error).toMatchObject({ code: 'data', place: { file: 'a.csv', line: 7 } });
    expect(await pool.run({ act: 'other' })).toBeUndefined();
  });

  it('refuses every task with what kept a thread from starting', async () => {
    const pool = start(1, { fails: true });
    for (const name of ['a', 'b']) {
      expect(await refusal(pool.run({ act: 'greet', name }))).toMatchObject({
        code: 'model',
        wayOut: 'Check the path.',
      });
    }
  });

  it('refuses all tasks, waiting ones too, when a thread dies', async () => {
    const pool = start(1);
    const tasks = [pool.run({ act: 'exit' }), pool.run({ act: 'other' }), pool.run({ act: 'other' })];
    for (const result of await Promise.allSettled(tasks)) {
      expect(result.status === 'rejected' && String(result.reason)).toContain('ended by itself (exit code 3)');
    }
    await expect(pool.run({ act: 'other' })).rejects.toThrow('ended by itself');
  });

  it('refuses a task that cannot be cloned, and goes on', async () => {
    const pool = start(1);
    await expect(pool.run({ act: 'other', value: () => undefined })).rejects.toThrow('could not be cloned');
    expect(await pool.run({ act: 'other' })).toBeUndefined();
  });

  it('refuses what is not done when it is closed', async () => {
    const pool = start(1);
    const tasks = Promise.allSettled([pool.run({ act: 'sleep', ms: 60_000 }), pool.run({ act: 'other' })]);
    await pool.close();
    expect((await tasks).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
