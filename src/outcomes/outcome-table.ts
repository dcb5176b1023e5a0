import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  canonicalJson,
  loadPackage,
  makeFolder,
  openLockedDatabase,
  sha256,
  sha256OfFile,
  sqlText,
} from '../base/index.js';
import { readError, unreadable, writeError } from './database-errors.js';
import { createTableSql, examplesFrom, outcomeColumns, type OutcomeTableShape } from './outcome-columns.js';
import { partFile, wholeParts, type OutcomePart } from './part-files.js';
import type { ScoredExample } from './scored-example.js';
import { holds, type ShardRange } from './shard.js';

/** Writes the parts of one table, through one database. */
export interface OutcomeWriter {
  /**
   * Writes one part: beside its place first, then renamed, so that a part is whole or not there.
   *
   * The same rows give the same bytes.
   */
  write(index: number, examples: readonly ScoredExample[]): Promise<OutcomePart>;
  close(): void;
}

/**
 * Opens a table's folder for writing; it is made where it is not there.
 *
 * @param scratch a folder for what does not fit into memory; without one, too much is an error
 */
export async function openOutcomeWriter(
  folder: string,
  shape: OutcomeTableShape,
  scratch?: string,
): Promise<OutcomeWriter> {
  const duckdb = loadPackage('@duckdb/node-api');
  await makeFolder(folder);
  const place = await realpath(folder);
  const database = await openLockedDatabase({ folder: place, scratch });
  const { connection } = database;
  const columns = outcomeColumns(shape);
  const types = columns.map((column) => column.type(duckdb));
  const append = async (examples: readonly ScoredExample[]): Promise<void> => {
    await connection.run(createTableSql(columns));
    const appender = await connection.createAppender('outcomes');
    for (let start = 0; start < examples.length; start += 2048) {
      const rows = examples.slice(start, start + 2048);
      const chunk = duckdb.DuckDBDataChunk.create(types, rows.length);
      for (const [i, column] of columns.entries()) {
        chunk.setColumnValues(
          i,
          rows.map((example) => column.value(example, duckdb)),
        );
      }
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  };
  const write = async (index: number, examples: readonly ScoredExample[]): Promise<OutcomePart> => {
    const file = partFile(index);
    const beside = join(place, `.${file}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      await append(examples);
      await connection.run(
        `copy (select * from outcomes order by "row") to ${sqlText(beside)} (format parquet, compression zstd, ` +
          `row_group_size 65536, kv_metadata { fairweight: ${sqlText(identity(shape))} })`,
      );
      const handle = await open(beside, 'r+');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, join(place, file));
      return { index, file };
    } catch (error) {
      await rm(beside, { force: true });
      throw writeError(join(folder, file), error);
    }
  };
  return { write, close: () => database.close() };
}

/** What each part says of itself: names as they are, in the order of the numbered columns. */
function identity({ task, attributes, models, range }: OutcomeTableShape): string {
  return canonicalJson({ format: 'fairweight-outcomes/2', task, attributes, models, range });
}

/**
 * Streams a table part by part, in the order of the evaluation set.
 *
 * @throws {AuditError} `data` where a part is damaged, missing, or of a table of another shape
 */
export async function* readOutcomes(
  folder: string,
  shape: OutcomeTableShape,
  signal?: AbortSignal,
): AsyncGenerator<readonly ScoredExample[]> {
  const parts = await wholeParts(folder);
  const reader = await openOutcomeReader(folder, parts, shape);
  const order = new RowOrder(shape.range);
  try {
    for (const [i, { index, file }] of parts.entries()) {
      if (index !== i) throw unreadable(join(folder, partFile(i)), 'this part is missing');
      for await (const examples of reader.read(file)) {
        signal?.throwIfAborted();
        const stray = examples.find((example) => !order.accepts(example));
        if (stray) throw unreadable(join(folder, file), `row ${stray.row} stands in the place of another`);
        yield examples;
      }
    }
  } finally {
    reader.close();
  }
}

/** Which row may come next. */
class RowOrder {
  readonly #range: ShardRange | undefined;
  #next: number;

  constructor(range: ShardRange | undefined) {
    this.#range = range;
    this.#next = range?.by === 'row' ? range.from : 0;
  }

  accepts(example: ScoredExample): boolean {
    const isInPlace = this.#range?.by === 'unit' ? example.row >= this.#next : example.row === this.#next;
    this.#next = example.row + 1;
    return isInPlace && (this.#range === undefined || holds(this.#range, example));
  }
}

/** Reads parts of one table, through one database. */
export interface OutcomeReader {
  /** Streams a part's rows. @throws {AuditError} `data` where it is damaged, or of a table of another shape */
  read(file: string): AsyncGenerator<readonly ScoredExample[]>;
  close(): void;
}

/** Opens parts for reading. */
export async function openOutcomeReader(
  folder: string,
  parts: readonly OutcomePart[],
  shape: OutcomeTableShape,
): Promise<OutcomeReader> {
  const place = parts.length === 0 ? folder : await realpath(folder);
  const database = await openLockedDatabase({ files: parts.map(({ file }) => join(place, file)) });
  const { connection } = database;
  const read = async function* (file: string): AsyncGenerator<readonly ScoredExample[]> {
    const path = sqlText(join(place, file));
    let result;
    try {
      const said = await connection.runAndReadAll(
        `select decode(value) from parquet_kv_metadata(${path}) where decode(key) = 'fairweight'`,
      );
      if (said.getRows()[0]?.[0] !== identity(shape)) throw unreadable(join(folder, file), 'it is of another table');
      result = await connection.stream(`select * from read_parquet(${path}) order by "row"`);
    } catch (error) {
      throw readError(join(folder, file), error);
    }
    for (;;) {
      const chunk = await result.fetchChunk().catch((error: unknown) => {
        throw readError(join(folder, file), error);
      });
      if (!chunk || chunk.rowCount === 0) return;
      yield examplesFrom(chunk.getColumns(), shape);
    }
  };
  return { read, close: () => database.close() };
}

/** The hash of a table: over the names and hashes of its parts. */
export async function hashOutcomes(folder: string): Promise<{
  readonly sha256: string;
  readonly parts: readonly { readonly file: string; readonly sha256: string }[];
}> {
  const parts = [];
  for (const { file } of await wholeParts(folder)) parts.push({ file, sha256: await sha256OfFile(join(folder, file)) });
  return { sha256: sha256(canonicalJson(parts)), parts };
}
