import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditMetrics } from '../../src/audit/index.js';
import { ExactSum, randomFor } from '../../src/base/index.js';
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
  const threads = count === 0 ? undefined : new PredictionThreads(undefined, count);
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

/** All that is in it, in its order: sums hide their digits from a comparison, and maps their order. */
function plain(value: unknown): unknown {
  if (value instanceof ExactSum) return `${value.units()} of 2^-${value.bits}`;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return [...value].map(plain);
  if (ArrayBuffer.isView(value)) return [...(value as unknown as Iterable<number>)];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
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
    expect(JSON.stringify(plain(together))).toBe(JSON.stringify(plain(alone)));
  });

  it('name the first bad row of the table, whichever thread met one', async () => {
    const rows = [...rowsOf(90_000, 2)];
    rows[70_000] = '1,north,old,1,0.5,1.5,0.5';
    rows[30_000] = '1,north,old,1,0.5,7.25,0.5';
    const file = await tableOf('bad.csv', rows);
    await expect(counted(file, 2)).rejects.toThrow(/7\.25/u);
    await expect(counted(file, 2)).rejects.toMatchObject({ place: { line: 30_002 } });
  });

  it('stop where they are told to, in the second pass too', async () => {
    const table = await openTable([await tableOf('stopped.csv', rowsOf(40_000, 4))]);
    const stop = new AbortController();
    const threads = new PredictionThreads(stop.signal, 2);
    try {
      const columns = await columnsOf(table);
      const frame = frameOf(columns.outcome, ['group', 'age'], false, false);
      const predictions = new Predictions(table, columns, frame, 2, { threads, signal: stop.signal });
      const tallies = await predictions.tallies();
      if (tallies === 'unknown value') throw new Error('nothing was left out');
      stop.abort(new Error('that is enough'));
      const [tally] = tallies;
      if (!tally) throw new Error('a tally a variant');
      const wish = {
        variant: 1,
        crossings: [['group']],
        rests: { slices: new Set<string>(), metrics: new Set<string>() },
      };
      await expect(predictions.rank(tally, wish)).rejects.toThrow('that is enough');
    } finally {
      await threads.close();
      table.close();
    }
  });

  it('say that a value of a row is none of the first rows, and count nothing', async () => {
    const rows = [...rowsOf(120_000, 2), '1,east,old,1,0.5,0.5,0.5'];
    const table = await openTable([await tableOf('east.csv', rows)]);
    const threads = new PredictionThreads(undefined, 2);
    try {
      const [label = { column: '', values: [] }, ...others] = await table.dictionaries(['label', 'group', 'age'], true);
      expect(others[0]?.values).toEqual(groups);
      const columns = await columnsOf(table);
      const ofSample = {
        ...columns,
        label,
        attributes: columns.attributes.map(({ spec }, i) => ({ spec, dictionary: others[i] })),
      };
      const frame = frameOf(columns.outcome, ['group', 'age'], false, false);
      expect(await new Predictions(table, ofSample, frame, 2, { threads }).tallies()).toBe('unknown value');
      const found = await new Predictions(table, columns, frame, 2, { threads }).tallies();
      expect(found === 'unknown value' ? 0 : found[0]?.cells.reduce((sum, { count }) => sum + count, 0)).toBe(120_001);
    } finally {
      await threads.close();
      table.close();
    }
  });

  it('tell of a group that none of the first rows belongs to', async () => {
    const rows = rowsOf(180_000, 6);
    const isLate = (row: string): boolean => row.includes(',west,');
    const early = rows.filter((row) => !isLate(row));
    expect(early.length).toBeGreaterThan(110_000);
    const sorted = [...early, ...rows.filter(isLate)];
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
