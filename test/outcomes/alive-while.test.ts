import { describe, expect, it } from 'vitest';
import { aliveWhile } from '../../src/outcomes/alive-while.js';

describe('work that says nothing while it is done', () => {
  it('is announced at once, again and again, and no more once it is done or has failed', async () => {
    const said: string[] = [];
    const tools = { doing: (what: string): void => void said.push(what) };
    let finish = (): void => undefined;
    const work = new Promise<string>((resolve) => (finish = () => resolve('done')));
    const waiting = aliveWhile(tools, 'counting', work);
    expect(said).toEqual(['counting']);
    while (said.length < 3) await pause();
    finish();
    expect(await waiting).toBe('done');
    await expect(aliveWhile(tools, 'failing', Promise.reject(new Error('no')))).rejects.toThrow('no');
    const before = said.length;
    await pause(1200);
    expect(said).toHaveLength(before);
  });
});

const pause = (ms = 20): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
