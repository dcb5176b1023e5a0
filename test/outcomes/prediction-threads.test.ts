import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditMetrics } from '../../src/audit/index.js';
import { randomFor } from '../../src/base/index.js';
import { openTable, type Table } from '../../src/data/index.js';
import type { PairTally, Rankings } from '../../src/metrics/index.js';
import { PredictionThreads, Predictions, frameOf, type PredictionColumns } from '../../src/outcomes/index.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairweight-threads-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const groups = ['north', 'south', 'west'];

/** Rows of a table: label, two groups, a weight and the scores of three models. */
function rowsOf(count: number, digits: number): readonly string[] {
  const random = randomFor('prediction threads', count);
  return Array.from({ length: count }, () => {
    const label = random.next() < 0.4 ? 1 : 0;
    const score = (): string => Math.min(1, Math.max(0, 0.35 + 0.2 * label + random.next() / 2 - 0.2)).toFixed(digits);
    const group = groups[Math.floor(random.next() * 3)] ?? '';
    return `${label},${group},${random.next() < 0.5 ? 'old' : 'young'},${(random.next() * 3).toFixed(2)},${score()},${score()},${score()}`;
  });
}

const header = 'label,group,age,weight,base,int8,pruned';

async function tableOf(name: string, rows: readonly string[]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `${[header, ...rows].join('\n')}\n`);
  return file;
}

async function columnsOf(table: Table, weight?: string): Promise<PredictionColumns> {
  const [label = { column: '', values: [] }, ...others] = await table.dictionaries(['label', 'group', 'age']);
  return {
    label,
    attributes: ['group', 'age'].map((name, i) => ({ spec: { name, column: name }, dictionary: others[i] })),
    weight,
    models: ['base', 'int8', 'pruned'].map((column) => ({ column, answers: undefined })),
    outcome: { task: 'binary', output: 'base', activation: 'none', labels: ['0', '1'], threshold: 0.5 },
  };
}

interface Found {
  readonly tallies: readonly PairTally[];
  readonly rankings: readonly (Rankings | undefined)[];
}

/** Both passes over all variants. */
async function counted(file: string, count: number, weight?: string): Promise<Found> {
  const table = await openTable([file]);
  const threads = count === 0 ? undefined : new PredictionThreads(count);
  try {
    const columns = await columnsOf(table, weight);
    const frame = frameOf(columns.outcome, ['group', 'age'], false, weight !== undefined);
    const predictions = new Predictions(table, columns, frame, 2, { threads });
    const tallies = await predictions.tallies();
    if (tallies === 'unknown value') throw new Error('nothing was left out');
    const rests = { slices: new Set(['[["group","north"]]']), metrics: new Set(['auc', 'calibration_slope']) };
    const rankings: (Rankings | undefined)[] = [];
    for (const [i, tally] of tallies.entries())
      rankings.push(await predictions.rank(tally, { variant: i + 1, crossings: [['group'], ['group', 'age']], rests }));
    return { tallies, rankings };
  } finally {
    await threads?.close();
    table.close();
  }
}

describe('predictions counted by threads', () => {
  it.each([
    { what: 'scores of few digits', rows: 40_000, digits: 2, weight: undefined, threads: 2 },
    { what: 'scores of many digits, which go to a grid', rows: 120_000, digits: 9, weight: undefined, threads: 3 },
    { what: 'weights', rows: 40_000, digits: 3, weight: 'weight', threads: 2 },
  ])('come to what they come to alone: $what', async ({ what, rows, digits, weight, threads }) => {
    const file = await tableOf(`${what.replaceAll(/\W+/gu, '-')}.csv`, rowsOf(rows, digits));
    const [alone, together] = [await counted(file, 0, weight), await counted(file, threads, weight)];
    expect(alone.rankings[0]?.rests.size).toBe(1);
    expect(together).toEqual(alone);
  });

  it('name the first bad row of the table, whichever thread met one', async () => {
    const rows = [...rowsOf(90_000, 2)];
    rows[70_000] = '1,north,old,1,0.5,1.5,0.5';
    rows[30_000] = '1,north,old,1,0.5,7.25,0.5';
    const file = await tableOf('bad.csv', rows);
    await expect(counted(file, 2)).rejects.toThrow(/7\.25/u);
    await expect(counted(file, 2)).rejects.toMatchObject({ place: { line: 30_002 } });
  });

  it('tell of a group that none of the first rows belongs to', async () => {
    const rows = rowsOf(140_000, 6);
    const isLate = (row: string): boolean => row.includes(',west,');
    const sorted = [...rows.filter((row) => !isLate(row)), ...rows.filter(isLate)];
    const recordOf = async (name: string, list: readonly string[]): Promise<unknown> => {
      const { records } = await auditMetrics({
        table: await tableOf(name, list),
        label: 'label',
        baseline: 'base',
        variants: ['int8'],
        slices: ['group'],
        sensitive: [],
        bins: [],
        references: [],
        margins: [],
        task: undefined,
        positive: undefined,
        unit: undefined,
        weight: undefined,
        threshold: undefined,
        minSlice: 20,
      });
      const [record] = records;
      return { verdict: record?.verdict, slices: record?.fairness.slices, findings: record?.fairness.findings };
    };
    const found = await recordOf('late.csv', sorted);
    expect(JSON.stringify(found)).toContain('west');
    expect(found).toEqual(await recordOf('mixed.csv', rows));
  });
});
