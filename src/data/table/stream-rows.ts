import type { DuckDBConnection } from '@duckdb/node-api';
import { AuditError, openLockedDatabase, type DatabaseBounds } from '../../base/index.js';
import type { Cell } from '../cells.js';
import { cellOf } from './cell-of.js';
import { readError } from './table-errors.js';
import type { TableFormat } from './table-format.js';
import type { RowBatch, RowsOptions } from './table.js';
import type { SourceColumn, SourceFile, TableSource } from './table-source.js';

const defaultBatchSize = 2048;

/**
 * Streams rows file by file in a database of its own, so that several streams may be open at once.
 *
 * @throws {AuditError} `data` where a file no longer has the rows that it had when it was opened
 */
export async function* streamRows(
  source: TableSource,
  format: TableFormat,
  columns: readonly SourceColumn[],
  options: RowsOptions,
  bounds: DatabaseBounds,
): AsyncGenerator<RowBatch, void> {
  const { from = 0, limit = Infinity, batchSize = defaultBatchSize, signal } = options;
  const names = columns.map(({ name }) => name);
  const list = columns.map(({ sql }) => sql).join(', ') || '1';
  const database = await openLockedDatabase(bounds);
  const cutter = new BatchCutter(names, from, batchSize);
  let [skip, left] = [from, limit];
  try {
    for (const file of source.files) {
      const wanted = Math.min(left, file.rows - skip);
      if (wanted > 0) {
        const bounded = skip === 0 && wanted === file.rows ? '' : ` limit ${wanted} offset ${skip}`;
        for await (const chunk of chunks(
          database.connection,
          file,
          `select ${list} from ${file.from}${bounded}`,
          wanted,
          format,
        )) {
          signal?.throwIfAborted();
          yield* cutter.take(chunk);
        }
        left -= wanted;
      }
      skip = Math.max(0, skip - file.rows);
    }
    yield* cutter.rest();
  } finally {
    database.close();
  }
}

/** Some rows, a list of cells a column. */
interface Chunk {
  readonly rows: number;
  readonly cells: readonly (readonly Cell[])[];
}

async function* chunks(
  connection: DuckDBConnection,
  file: SourceFile,
  sql: string,
  wanted: number,
  format: TableFormat,
): AsyncGenerator<Chunk, void> {
  let read = 0;
  try {
    const result = await connection.stream(sql);
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      read += chunk.rowCount;
      yield { rows: chunk.rowCount, cells: chunk.getColumns().map((values) => values.map(cellOf)) };
    }
  } catch (error) {
    throw readError(file.file, format, error);
  }
  if (read === wanted) return;
  throw new AuditError('data', `Expected ${wanted} rows, found ${read}: the table was changed while it was read.`, {
    place: { file: file.file },
    wayOut: 'Run again on a table that stays as it is.',
  });
}

/** Cuts chunks of any size into batches of one. */
class BatchCutter {
  readonly #names: readonly string[];
  readonly #size: number;
  #start: number;
  #count = 0;
  #pending: Cell[][];

  constructor(names: readonly string[], start: number, size: number) {
    this.#names = names;
    this.#start = start;
    this.#size = size;
    this.#pending = names.map(() => []);
  }

  *take({ rows, cells }: Chunk): Generator<RowBatch, void> {
    for (let at = 0; at < rows;) {
      const end = Math.min(rows, at + this.#size - this.#count);
      for (const [i, column] of this.#pending.entries()) column.push(...(cells[i] ?? []).slice(at, end));
      this.#count += end - at;
      at = end;
      if (this.#count === this.#size) yield* this.rest();
    }
  }

  *rest(): Generator<RowBatch, void> {
    if (this.#count === 0) return;
    const columns = Object.fromEntries(this.#names.map((name, i) => [name, this.#pending[i] ?? []]));
    yield { start: this.#start, count: this.#count, columns };
    this.#start += this.#count;
    this.#count = 0;
    this.#pending = this.#names.map(() => []);
  }
}
