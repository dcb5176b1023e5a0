import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { auditMetrics, type MetricsRequest } from '../../src/audit/index.js';
import { AuditError, formatPlace } from '../../src/base/index.js';

const folder = await realpath(await mkdtemp(join(tmpdir(), 'fairweight-cells-')));
afterAll(() => rm(folder, { recursive: true, force: true }));

type Row = Readonly<Record<string, number | string | null>>;

/** Ten rows, the eighth of which is changed. */
function rowsWith(change: Row): readonly Row[] {
  const row = (i: number): Row => ({ y: i % 2, base: i / 100, small: (i + 1) / 100, age: 20 + i, w: 1, who: `p${i}` });
  return Array.from({ length: 10 }, (_, i) => (i === 7 ? { ...row(i), ...change } : row(i)));
}

const columns = ['y', 'base', 'small', 'age', 'w', 'who'];
const written = (cell: Row[string] | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

const formats: readonly (readonly [string, (name: string, rows: readonly Row[]) => Promise<string>])[] = [
  ...[',', '\t'].map(
    (delimiter) =>
      [
        delimiter === ',' ? 'csv' : 'tsv',
        async (name: string, rows: readonly Row[]) => {
          const lines = [columns, ...rows.map((row) => columns.map((column) => written(row[column])))];
          const file = join(folder, `${name}.${delimiter === ',' ? 'csv' : 'tsv'}`);
          await writeFile(file, lines.map((cells) => `${cells.join(delimiter)}\n`).join(''));
          return file;
        },
      ] as const,
  ),
  [
    'jsonl',
    async (name, rows) => {
      const file = join(folder, `${name}.jsonl`);
      // JSON has no NaN and no Infinity: they stand there as text, as some writers put it.
      const plain = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, cell]) => [
            key,
            typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell,
          ]),
        ),
      );
      await writeFile(file, `\n${plain.map((row) => `${JSON.stringify(row)}\n`).join('')}`);
      return file;
    },
  ],
  [
    'parquet',
    async (name, rows) => {
      const file = join(folder, `${name}.parquet`);
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const sql = (cell: Row[string] | undefined): string =>
        cell === null || cell === undefined ? 'null' : typeof cell === 'string' ? `'${cell}'` : `'${cell}'::double`;
      const values = rows.map((row) => `(${columns.map((column) => sql(row[column])).join(', ')})`).join(', ');
      await connection.run(
        `copy (select * from (values ${values}) t(${columns.join(', ')})) to '${file}' (format parquet)`,
      );
      connection.closeSync();
      instance.closeSync();
      return file;
    },
  ],
];

const request: Omit<MetricsRequest, 'table'> = {
  label: 'y',
  baseline: 'base',
  variants: ['small'],
  slices: ['age'],
  sensitive: [],
  bins: ['age=25'],
  references: [],
  margins: [],
  task: undefined,
  positive: undefined,
  threshold: 0.5,
  unit: 'who',
  weight: 'w',
  minSlice: 1,
};

async function refusalOf(table: string, more: Partial<MetricsRequest> = {}): Promise<AuditError> {
  const error: unknown = await auditMetrics({ ...request, ...more, table }).catch((thrown: unknown) => thrown);
  if (error instanceof AuditError) return error;
  throw new Error(`no refusal: ${String(error)}`);
}

describe.each(formats)(
  'a cell of %s that cannot be taken is refused with its file, row, column and what it holds',
  (format, write) => {
    const line = { csv: ':9', tsv: ':9', jsonl: ':9', parquet: '' }[format] ?? '';
    it.each<readonly [string, string, Row, string, RegExp]>([
      ['no number', 'base', { base: Number.NaN }, '"NaN"', /leave it out of the table/u],
      ['a missing score', 'small', { small: null }, 'an empty cell', /leave it out of the table/u],
      ['a score above 1', 'small', { small: 1.2 }, '"1.2"', /percentages by 100 and put logits through a sigmoid/u],
      ['a weight below 0', 'w', { w: -1 }, '"-1"', /weighs 0/u],
      ['a missing unit', 'who', { who: null }, 'an empty cell', /leave --unit out/u],
      ['a missing label', 'y', { y: null }, 'an empty cell', /leave the row out/u],
      ['an infinite number for bins', 'age', { age: Number.POSITIVE_INFINITY }, '"Infinity"', /--bins/u],
    ])('%s', async (name, column, change, found, wayOut) => {
      const rows = rowsWith(change);
      const file = await write(name.replaceAll(' ', '-'), rows);
      const error = await refusalOf(file);
      expect(formatPlace(error.place ?? { file: '' })).toBe(`${file}${line}, row 8`);
      expect(error.message).toMatch(/^Expected /u);
      expect(error.message).toContain(`in the column "${column}", found ${found}.`);
      expect(error.wayOut).toMatch(wayOut);
    });

    it('a label that no other row has and no model answers', async () => {
      const rows = Array.from({ length: 60 }, (_, i) => ({
        y: i === 40 ? Number.NaN : i % 2,
        base: i % 2,
        small: (i + 1) % 2,
      }));
      const file = await write('stray-label', rows);
      const error = await refusalOf(file, { slices: [], bins: [], unit: undefined, weight: undefined });
      expect(formatPlace(error.place ?? { file: '' })).toBe(`${file}${line && ':42'}, row 41`);
      expect(error.message).toContain('The column "y" has the label "NaN" here, where 59 of 60 rows have "1" or "0".');
      expect(error.wayOut).toContain('say --task multiclass');
    });
  },
);
