import { describe, expect, it } from 'vitest';
import type { ProgressUpdate } from '../../src/base/index.js';
import { describeModel, measureLatency, runsFitting, type LatencyOptions } from '../../src/models/index.js';
import { referenceModel, refusal } from './reference.js';

const limits = { memoryBytes: 2 ** 30, stallMs: 20_000 };
const options: LatencyOptions = { sessions: 2, threads: 1, seed: 'a', runs: 5, warmUp: 2, limits };
const baseline = { name: 'baseline', path: referenceModel('adult-base') };
const int8 = { name: 'int8', path: referenceModel('adult-int8') };

describe('measureLatency', () => {
  it('times the models in turns, a fresh process each, and keeps every run after the warm-up', async () => {
    const progress: ProgressUpdate[] = [];
    const measured = await measureLatency([baseline, int8], {
      ...options,
      onProgress: (update) => progress.push(update),
    });
    expect(measured).toMatchObject({ runsPerSession: 5, warmUp: 2, threads: 1 });
    expect(measured.sessions.map(({ model, session }) => `${model} ${session}`)).toEqual([
      'baseline 0',
      'int8 0',
      'int8 1',
      'baseline 1',
    ]);
    for (const { timesMs, loadMs, peakMemoryBytes } of measured.sessions) {
      expect(timesMs).toHaveLength(5);
      expect([...timesMs, loadMs].every((ms) => ms > 0)).toBe(true);
      expect(peakMemoryBytes).toBeGreaterThan(20 * 2 ** 20);
    }
    expect(progress.map(({ done, total }) => `${done}/${total}`)).toEqual(['1/4', '2/4', '3/4', '4/4']);
  });

  it('finds a number of runs that fits the slowest model', async () => {
    const { runsPerSession } = await measureLatency([int8], { ...options, sessions: 1, runs: undefined });
    expect(runsPerSession).toBeGreaterThanOrEqual(10);
    expect(runsPerSession).toBeLessThanOrEqual(200);
  });

  it.each([
    [5, 50],
    [1.6, 156],
    [25, 10],
    [4000, 10],
    [1.25, 200],
    [0.01, 200],
    [0, 200],
  ])('keeps a session of runs of %d ms to a quarter of a second: %d runs', (ms, runs) => {
    expect(runsFitting(ms)).toBe(runs);
  });

  it('runs the example that it is given', async () => {
    const wrong = { input: { type: 'float32', dims: [1, 3], data: new Float32Array(3) } };
    const error = await refusal(measureLatency([baseline], { ...options, feeds: wrong }));
    expect(error.message).toContain('expects the shape [N, 92] and was given [1, 3]');
  });

  it('survives a model that never ends, and names it', async () => {
    const endless = { name: 'endless', path: referenceModel('endless') };
    const patience = { ...options, limits: { ...limits, stallMs: 2000 } };
    const error = await refusal(measureLatency([baseline, endless], patience));
    expect(error.code).toBe('resources');
    expect(error.message).toContain('while timing the model "endless": no progress for 2 seconds');
  });

  it('stops when it is aborted', async () => {
    expect((await refusal(measureLatency([baseline], { ...options, signal: AbortSignal.abort() }))).code).toBe(
      'interrupted',
    );
  });
});

it('a model is described in a child, without loading it here', async () => {
  const { inputs, outputs } = await describeModel('baseline', baseline.path, limits);
  expect(inputs).toEqual([{ name: 'input', type: 'float32', shape: ['N', 92] }]);
  expect(outputs).toEqual([{ name: 'prob', type: 'float32', shape: ['N', 1] }]);
});
