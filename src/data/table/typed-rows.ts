import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { AuditError, openLockedDatabase, quoted, sqlText, type DatabaseBounds } from '../../base/index.js';
import { textOf, type Cell } from '../cells.js';
import { assertCombinations } from './assert-combinations.js';
import { cellOf } from './cell-of.js';
import { readError } from './table-errors.js';
import type { TableFormat } from './table-format.js';
import type { SourceColumn, TableSource } from './table-source.js';

/** The written values of a column, each with a code: its position. Missing and empty cells have the code after the last. */
export interface Dictionary {
  readonly column: string;
  readonly values: readonly string[];
  /** Whether only some rows were looked at, so that others may hold a value that is not there. */
  readonly isOfSample?: boolean | undefined;
}

/**
 * Takes a combined code apart: the code of each dictionary, in their order. The last dictionary counts up fastest.
 *
 * @param sizes codes of each dictionary, that of missing cells too
 */
export function codesIn(code: number, sizes: readonly number[]): readonly number[] {
  const codes: number[] = [];
  let rest = code;
  for (const size of [...sizes].reverse()) {
    codes.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return codes;
}

/** What is read of a table as numbers alone. */
export interface TypedRowsOptions {
  /** Columns as codes of their dictionaries. */
  readonly codes: readonly Dictionary[];
  /** Columns as numbers. */
  readonly numbers: readonly string[];
  /** Columns as text; slower than the others. */
  readonly texts?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Rows as typed arrays, valid until the next batch. */
export interface TypedBatch {
  /** Position of the first row in the whole table, from 0. */
  readonly start: number;
  readonly count: number;
  /** The codes of all dictionaries in one number: see {@link codesIn}. Below 0 where a dictionary of a sample lacks the value. */
  readonly codes: Int32Array;
  /** In the order asked for. A missing cell is NaN, one that holds no number is infinite. */
  readonly numbers: readonly Float64Array[];
  /** In the order asked for; `undefined` for a missing or empty cell. */
  readonly texts: readonly (readonly (string | undefined)[])[];
}

/** Streams rows as codes and numbers, in order, never a boxed cell. */
export async function* typedRows(
  source: TableSource,
  format: TableFormat,
  need: (name: string) => SourceColumn,
  { codes, numbers, texts = [], signal }: TypedRowsOptions,
  bounds: DatabaseBounds,
): AsyncGenerator<TypedBatch, void> {
  const database = await openLockedDatabase(bounds);
  try {
    const { connection } = database;
    await defineDictionaries(connection, codes);
    const list = [
      combinedSql(codes, need),
      ...numbers.map((name) => numberSql(need(name))),
      ...texts.map((name) => `cast(${need(name).sql} as varchar)`),
    ].join(', ');
    let start = 0;
    for (const file of source.files) {
      let read = 0;
      try {
        const result = await connection.stream(`select ${list} from ${file.parallel ?? file.from}`);
        let chunk = await result.fetchChunk();
        while (chunk && chunk.rowCount > 0) {
          // The next one is fetched while this one is counted.
          const next = result.fetchChunk();
          next.catch(() => undefined);
          signal?.throwIfAborted();
          yield batchOf(chunk, start + read, numbers.length, texts.length);
          read += chunk.rowCount;
          chunk = await next;
        }
      } catch (error) {
        signal?.throwIfAborted();
        throw readError(file.file, format, error);
      }
      if (read !== file.rows) {
        throw new AuditError(
          'data',
          `Expected ${file.rows} rows, found ${read}: the table was changed while it was read.`,
          {
            place: { file: file.file },
            wayOut: 'Run again on a table that stays as it is.',
          },
        );
      }
      start += read;
    }
  } finally {
    database.close();
  }
}

/** Rows that say whether a column has few values. */
const sample = 100_000;

/** About how many distinct values columns have among the first rows: those with many there have many. */
export async function roughlyDistinct(
  source: TableSource,
  columns: readonly SourceColumn[],
  query: (sql: string) => Promise<readonly (readonly unknown[])[]>,
): Promise<readonly number[]> {
  if (columns.length === 0) return [];
  const counts = columns.map((_, i) => `approx_count_distinct(v${i})`).join(', ');
  const [row = []] = await query(`select ${counts} from (select * from (${union(source, columns)}) limit ${sample})`);
  return row.map(Number);
}

/** The dictionaries of columns that have few values, in one pass or from the first rows; values by code point of their written form. */
export async function dictionariesOf(
  source: TableSource,
  columns: readonly SourceColumn[],
  query: (sql: string) => Promise<readonly (readonly unknown[])[]>,
  isOfSample = false,
): Promise<readonly Dictionary[]> {
  if (columns.length === 0) return [];
  const names = columns.map((_, i) => `v${i}`).join(', ');
  const limit = isOfSample ? ` limit ${sample}` : '';
  const rows = await query(`select distinct ${names} from (select * from (${union(source, columns)})${limit})`);
  return columns.map(({ name }, i) => {
    const values = new Set<string>();
    for (const row of rows) {
      const text = textOf(cellOf((row[i] ?? null) as Cell));
      if (text !== undefined && text !== '') values.add(text);
    }
    return { column: name, values: [...values].sort(), ...(isOfSample ? { isOfSample } : {}) };
  });
}

function union(source: TableSource, columns: readonly SourceColumn[]): string {
  const list = columns.map(({ sql }, i) => `${sql} as v${i}`).join(', ');
  return source.files.map(({ from, parallel }) => `select ${list} from ${parallel ?? from}`).join(' union all ');
}

async function defineDictionaries(connection: DuckDBConnection, codes: readonly Dictionary[]): Promise<void> {
  for (const [i, { values }] of codes.entries()) {
    if (values.length > 0) await connection.run(`create type d${i} as enum (${values.map(sqlText).join(', ')})`);
  }
}

/** Rows are read with one number of 31 bits for all their codes. */
const mostCodes = 2 ** 31 - 1;

function combinedSql(codes: readonly Dictionary[], need: (name: string) => SourceColumn): string {
  assertCombinations(
    codes.map(({ column, values }) => ({ column, codes: values.length + 1 })),
    mostCodes,
  );
  const combined = codes.reduce(
    (sql, dictionary, i) =>
      `(${sql} * ${dictionary.values.length + 1} + ${codeSql(need(dictionary.column), i, dictionary)})`,
    '0::integer',
  );
  return `coalesce(${combined}, -1)`;
}

/** The code of a cell; null for a value that a dictionary of a sample lacks. */
function codeSql(
  { sql, type, name, isWhole }: SourceColumn,
  i: number,
  { values: { length }, isOfSample }: Dictionary,
): string {
  if (length === 0 && isOfSample !== true) return '0::integer';
  const text = `nullif(${writtenSql(sql, type, name, isWhole === true)}, '')`;
  const code =
    length === 0 ? 'null' : `enum_code(${isOfSample === true ? 'try_cast' : 'cast'}(${text} as d${i}))::integer`;
  return isOfSample === true
    ? `case when ${text} is null then ${length} else ${code} end`
    : `coalesce(${code}, ${length})`;
}

/** As {@link textOf} writes a cell: whole doubles without a point. */
function writtenSql(sql: string, type: SourceColumn['type'], name: string, isWhole: boolean): string {
  if (type === 'nested') throw new RangeError(name);
  if (type !== 'number' || isWhole) return `cast(${sql} as varchar)`;
  return `case when ${sql} = trunc(${sql}) and abs(${sql}) < 1e15 then cast(cast(${sql} as bigint) as varchar) else cast(${sql} as varchar) end`;
}

function numberSql({ sql, type }: SourceColumn): string {
  const infinite = `'infinity'::double`;
  if (type === 'number' || type === 'boolean') {
    return `coalesce(case when isnan(cast(${sql} as double)) then ${infinite} else cast(${sql} as double) end, 'nan'::double)`;
  }
  const text = `cast(${sql} as varchar)`;
  // Underscores and "nan" are no numerals here, though DuckDB takes them for such.
  const value = `nullif(try_cast(case when contains(${text}, '_') then null else ${text} end as double), 'nan'::double)`;
  return `coalesce(${value}, case when coalesce(${text}, '') = '' then 'nan'::double else ${infinite} end)`;
}

function batchOf(chunk: DuckDBDataChunk, start: number, numbers: number, texts: number): TypedBatch {
  return {
    start,
    count: chunk.rowCount,
    codes: typed(chunk, 0, Int32Array),
    numbers: Array.from({ length: numbers }, (_, i) => typed(chunk, 1 + i, Float64Array)),
    texts: Array.from({ length: texts }, (_, i) =>
      chunk
        .getColumnValues(1 + numbers + i)
        .map((value) => (typeof value === 'string' && value !== '' ? value : undefined)),
    ),
  };
}

/** The numbers of a column: DuckDB's own array where it shows it, else number by number. */
function typed<T extends Int32Array | Float64Array>(
  chunk: DuckDBDataChunk,
  column: number,
  kind: (new (length: number) => T) & { from(values: Iterable<number>): T },
): T {
  const vector = chunk.getColumnVector(column) as unknown as { readonly items?: unknown };
  if (vector.items instanceof kind) return vector.items;
  return kind.from(chunk.getColumnValues(column).map(Number));
}

/** Why a column with so many values cannot cut slices. */
export function tooManyValues(column: string, count: number, limit: number): AuditError {
  return new AuditError(
    'data',
    `The column ${quoted(column)} has about ${count} different values: too many to be slices, at most ${limit} can be.`,
    { wayOut: 'Give a number bins, or slice by another column.' },
  );
}
