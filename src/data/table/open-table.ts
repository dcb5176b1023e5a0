import { realpath } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { AuditError, openLockedDatabase, quoted, type DatabaseBounds } from '../../base/index.js';
import { textOf } from '../cells.js';
import { cellOf } from './cell-of.js';
import { csvSource } from './csv-source.js';
import { jsonlSource } from './jsonl-source.js';
import { allowedPaths } from './literal-path.js';
import { parquetSource } from './parquet-source.js';
import { placeOfRow } from './place-of-row.js';
import { streamRows } from './stream-rows.js';
import { summarise } from './summarise.js';
import { missingColumn, readError } from './table-errors.js';
import { assertLooksLike, formatName, formatOf, type TableFormat } from './table-format.js';
import type { SourceColumn, TableSource } from './table-source.js';
import type { Table } from './table.js';
import { dictionariesOf, roughlyDistinct, typedRows } from './typed-rows.js';

export interface OpenTableOptions {
  /** The format of all files; by their names unless given. */
  readonly format?: TableFormat | undefined;
  /** A folder for what does not fit into memory; without one, too much is an error. */
  readonly scratch?: string | undefined;
  /** How much memory the database may use, such as `256MB`, which it is unless given. */
  readonly memory?: string | undefined;
  /** Ends the check and every question about the table that is under way; streams of rows have one of their own. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a table of one or more files of one format in a locked-down DuckDB that can read nothing else, and checks it whole: text
 * formats are read through once (CSV 200 MB, JSON Lines 60 MB a second of CPU), so that no malformed line turns up after hours of scoring.
 *
 * Nothing is guessed: cells of CSV and TSV keep their written form ("007" stays "007"); numbers are made where numbers are
 * wanted, by {@link numberOf}.
 *
 * @throws {AuditError} `data`, naming file and line: a missing, empty, truncated or foreign file, no rows, ragged rows, columns
 *   without a name or with the same, files with different columns, text that is not UTF-8; the signal's reason when it is aborted
 */
export async function openTable(files: readonly string[], options: OpenTableOptions = {}): Promise<Table> {
  const format = await formatOfAll(files, options.format);
  const paths = await Promise.all(files.map((file) => realpath(file)));
  const bounds: DatabaseBounds = { files: allowedPaths(paths), scratch: options.scratch, memory: options.memory };
  const database = await openLockedDatabase(bounds);
  const { connection } = database;
  const { signal } = options;
  const interrupt = (): void => connection.interrupt();
  const close = (): void => {
    signal?.removeEventListener('abort', interrupt);
    database.close();
  };
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const source = await openSource(paths, format, connection, signal);
    const rows = source.files.reduce((sum, file) => sum + file.rows, 0);
    if (rows === 0) throw noRows(files);
    return tableOf(files, format, source, bounds, connection, close, signal);
  } catch (error) {
    close();
    signal?.throwIfAborted();
    throw readError(files[0] ?? '', format, error);
  }
}

async function formatOfAll(files: readonly string[], given: TableFormat | undefined): Promise<TableFormat> {
  const [first] = files;
  if (first === undefined) throw new AuditError('data', 'No table is named.', { wayOut: 'Name one under data.table.' });
  const format = given ?? formatOf(first);
  for (const file of files) {
    const own = given ?? formatOf(file);
    if (own !== format) {
      throw new AuditError('data', `The files of a table have one format, but this one is ${formatName[own]}.`, {
        place: { file },
        wayOut: `${quoted(first)} is ${formatName[format]}; write all files alike.`,
      });
    }
    await assertLooksLike(file, format);
  }
  return format;
}

async function openSource(
  paths: readonly string[],
  format: TableFormat,
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): Promise<TableSource> {
  signal?.throwIfAborted();
  if (format === 'csv' || format === 'tsv') return csvSource(paths, format, signal);
  if (format === 'jsonl') return jsonlSource(paths, connection, signal);
  return parquetSource(paths, connection);
}

function noRows(files: readonly string[]): AuditError {
  return new AuditError('data', 'This table has no rows.', {
    place: { file: files[0] ?? '' },
    wayOut: 'Add examples, or name another table; a plan names it under data.table.',
  });
}

function tableOf(
  files: readonly string[],
  format: TableFormat,
  source: TableSource,
  bounds: DatabaseBounds,
  connection: DuckDBConnection,
  close: () => void,
  signal: AbortSignal | undefined,
): Table {
  const [file = ''] = files;
  const byName = new Map(source.columns.map((column) => [column.name, column]));
  const need = (name: string): SourceColumn => {
    const column = byName.get(name);
    if (!column) throw missingColumn(name, [...byName.keys()], file);
    if (column.type !== 'nested') return column;
    throw new AuditError('data', `The column ${quoted(name)} holds lists, objects or bytes, which no cell can be.`, {
      place: { file },
      wayOut: 'Write each part that is wanted as a column of its own.',
    });
  };
  const query = async (sql: string): Promise<readonly (readonly DuckDBValue[])[]> => {
    signal?.throwIfAborted();
    try {
      return (await connection.runAndReadAll(sql)).getRows();
    } catch (error) {
      signal?.throwIfAborted();
      throw readError(file, format, error);
    }
  };
  /** Counts of the distinct values of a column, over all files. */
  const counted = (column: SourceColumn, tail: string): Promise<readonly (readonly DuckDBValue[])[]> => {
    const union = source.files.map(({ from }) => `select ${column.sql} as v from ${from}`).join(' union all ');
    return query(`select v, count(*) as n from (${union}) group by v ${tail}`);
  };
  const table: Table = {
    files,
    columns: source.columns.map(({ name, type }) => ({ name, type })),
    rowCount: () => Promise.resolve(source.files.reduce((sum, { rows }) => sum + rows, 0)),
    placeOf: (row) => placeOfRow(files, source, format, row, signal),
    rows: (options) => {
      const columns = [...new Set(options.columns)].map(need);
      return streamRows(source, format, columns, options, bounds);
    },
    distinct: async (name, limit) =>
      (await counted(need(name), `order by n desc, v limit ${limit}`)).map(([value, n]) => ({
        value: textOf(cellOf(value ?? null)) ?? null,
        count: Number(n),
      })),
    duplicates: async (name, limit) =>
      (await counted(need(name), `having count(*) > 1 and cast(v as varchar) <> '' order by v limit ${limit}`)).map(
        ([value]) => textOf(cellOf(value ?? null)) ?? '',
      ),
    numericSummary: async (name, signal) => summarise(name, table.rows({ columns: [name], signal })),
    roughlyDistinct: (names) => roughlyDistinct(source, names.map(need), query),
    dictionaries: (names, isOfSample) => dictionariesOf(source, names.map(need), query, isOfSample),
    typed: (options) => typedRows(source, format, need, options, bounds),
    close,
  };
  return table;
}
