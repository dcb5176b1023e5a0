import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { auditMetrics, type MetricsRequest } from '../../src/audit/index.js';

const folder = await realpath(await mkdtemp(join(tmpdir(), 'fairweight-options-')));
afterAll(() => rm(folder, { recursive: true, force: true }));
const table = join(folder, 't.csv');
const rows = Array.from(
  { length: 60 },
  (_, i) => `${i % 2},0.${i % 10},0.${(i + 1) % 10},${i % 2},${(i >> 1) % 2},${'ab'[i % 2] ?? ''},${i}\n`,
);
await writeFile(table, `y,base,small,says,tells,g,age\n${rows.join('')}`);

const request: MetricsRequest = {
  table,
  label: 'y',
  baseline: 'base',
  variants: ['small'],
  slices: ['g', 'age'],
  sensitive: [],
  bins: ['age=30'],
  references: [],
  margins: [],
  task: undefined,
  positive: undefined,
  unit: undefined,
  weight: undefined,
  minSlice: 1,
};

describe('audit metrics refuses options that say two things, or nothing', () => {
  it.each<readonly [string, Partial<MetricsRequest>, string]>([
    ['two bins', { bins: ['age=30', 'age=40'] }, '--bins says of "age" both "30", "40".'],
    ['two references', { references: ['g=a', 'g=b'] }, '--reference says of "g" both "a", "b".'],
    [
      'two margins on the same',
      { margins: ['accuracy=2 points', 'accuracy=3 points'] },
      '--margin "accuracy=3 points" is for the same as "accuracy=2 points"',
    ],
    ['a positive label of a regression', { task: 'regression', positive: '1' }, '--positive is for binary outcomes'],
    ['a threshold of a regression', { task: 'regression', threshold: 0.7 }, '--threshold is for binary outcomes'],
    [
      'a threshold of answers',
      { baseline: 'says', variants: ['tells'], threshold: 0.7 },
      '--threshold is for scores, but the predictions are answers.',
    ],
    ['the label as the unit', { unit: 'y' }, '--unit names "y", which is the label.'],
    ['scores as weights', { weight: 'base' }, '--weight names "base", which is the baseline.'],
  ])('%s', async (_, more, message) => {
    await expect(auditMetrics({ ...request, ...more })).rejects.toMatchObject({
      message: expect.stringContaining(message) as string,
      wayOut: expect.stringMatching(/./u) as string,
    });
  });

  it('but not what says different things', async () => {
    const margins = ['accuracy=2 points', 'accuracy:differential=2 points', 'accuracy=9 points for g=a'];
    const { records } = await auditMetrics({ ...request, margins, threshold: 0.5 });
    const { records: usual } = await auditMetrics({ ...request, margins });
    expect(records).toEqual(usual);
    expect(records[0]?.provenance.settings['threshold']).toBe(0.5);
  });
});
