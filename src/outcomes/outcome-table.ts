import { mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AuditError,
  canonicalJson,
  messageOf,
  openLockedDatabase,
  outputError,
  sha256,
  sha256OfFile,
  sqlText,
} from '../base/index.js';
import { createTableSql, examplesFrom, outcomeColumns, type OutcomeTableShape } from './outcome-columns.js';
import type { ScoredExample } from './scored-example.js';

/** One whole part of an outcome table. */
export interface OutcomePart {
  readonly index: number;
  /** The file's name in the table's folder. */
  readonly file: string;
}

const partName = /^part-(\d{5,})\.parquet$/u;

/** Name of a part's file. */
export function partFile(index: number): string {
  return `part-${String(index).padStart(5, '0')}.parquet`;
}

/** The parts that are there, whole, in order. What a killed run left unfinished is removed. */
export async function wholeParts(folder: string): Promise<readonly OutcomePart[]> {
  await mkdir(folder, { recursive: true });
  const parts: OutcomePart[] = [];
  for (const name of await readdir(folder)) {
    const match = partName.exec(name);
    if (match) parts.push({ index: Number(match[1]), file: name });
    else if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
  }
  return parts.sort((a, b) => a.index - b.index);
}

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

/** Opens a table's folder for writing; it is made where it is not there. */
export async function openOutcomeWriter(folder: string, shape: OutcomeTableShape): Promise<OutcomeWriter> {
  const duckdb = await import('@duckdb/node-api');
  await mkdir(folder, { recursive: true });
  const place = await realpath(folder);
  const database = await openLockedDatabase({ folder: place });
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
    const beside = join(place, `${file}.tmp`);
    try {
      await append(examples);
      await connection.run(
        `copy (select * from outcomes order by "row") to ${sqlText(beside)} (format parquet, compression zstd, row_group_size 65536)`,
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
      if (/no space left|disk/iu.test(messageOf(error)))
        throw outputError(beside, Object.assign(new Error(), { code: 'ENOSPC' }));
      throw outputError(join(folder, file), error);
    }
  };
  return { write, close: () => database.close() };
}

/** Streams a table part by part, in the order of the evaluation set. */
export async function* readOutcomes(
  folder: string,
  shape: OutcomeTableShape,
  signal?: AbortSignal,
): AsyncGenerator<readonly ScoredExample[]> {
  const parts = await wholeParts(folder);
  const paths = await Promise.all(parts.map(({ file }) => realpath(join(folder, file))));
  const database = await openLockedDatabase({ files: paths });
  try {
    for (const path of paths) {
      const result = await database.connection.stream(`select * from read_parquet(${sqlText(path)}) order by "row"`);
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        signal?.throwIfAborted();
        yield examplesFrom(chunk.getColumns(), shape);
      }
    }
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new AuditError('data', `The outcome table cannot be read: ${messageOf(error)}.`, {
      place: { file: folder },
      wayOut: 'Remove the folder, or score again with --force.',
      cause: error,
    });
  } finally {
    database.close();
  }
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
