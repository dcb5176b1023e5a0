import type { Place } from '../../base/index.js';
import type { Cell } from '../cells.js';
import type { Dictionary, TypedBatch, TypedRowsOptions } from './typed-rows.js';

/**
 * What a column's cells are. Columns of text formats (CSV, TSV) are all `text`: nothing is guessed.
 * `mixed` holds numbers and text (read as text), `nested` holds lists, objects or bytes and cannot be used.
 */
export type ColumnType = 'text' | 'number' | 'boolean' | 'date' | 'mixed' | 'nested';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** Rows, column by column. */
export interface RowBatch {
  /** Position of the first row in the whole table, from 0. */
  readonly start: number;
  readonly count: number;
  /** `count` cells a column, by name. */
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
}

export interface RowsOptions {
  /** Each is read once, however often it is named. */
  readonly columns: readonly string[];
  /** The first row, from 0. */
  readonly from?: number | undefined;
  /** At most so many rows; all that are left unless given. */
  readonly limit?: number | undefined;
  /** Rows a batch; the last may be shorter. 2,048 unless given. */
  readonly batchSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the numbers in a column are like, over all its rows. */
export interface NumericSummary {
  readonly rows: number;
  readonly missing: number;
  /** Cells that hold something else than a number. */
  readonly notNumbers: number;
  /** Absent where there is no number at all. */
  readonly numbers?:
    | {
        readonly min: number;
        readonly max: number;
        readonly mean: number;
        /** Of the population: divided by n. */
        readonly std: number;
        readonly areWhole: boolean;
      }
    | undefined;
}

/**
 * A table of one or more files, read in its own order. Rows are streamed: memory does not grow with the table.
 *
 * Every method that takes a column throws an {@link AuditError} `data` where the table does not have it or it is nested,
 * and `resources` where memory or scratch space run out.
 */
export interface Table {
  /** Its files, as they were given. */
  readonly files: readonly string[];
  readonly columns: readonly TableColumn[];
  /** At least 1. */
  rowCount(): Promise<number>;
  /** Where a row (from 0) stands: its file, its row in it and, in text formats, the line on which it begins; the table's first file where there is no such row. */
  placeOf(row: number): Promise<Place>;
  /** Streams rows; several streams may be open at once. @throws the signal's reason when it is aborted */
  rows(options: RowsOptions): AsyncGenerator<RowBatch, void>;
  /** Up to `limit` distinct written values (`null`: missing), most frequent first, then by code point. */
  distinct(
    column: string,
    limit: number,
  ): Promise<readonly { readonly value: string | null; readonly count: number }[]>;
  /** Up to `limit` written values that stand in more than one row, by code point; missing cells do not count. */
  duplicates(column: string, limit: number): Promise<readonly string[]>;
  numericSummary(column: string, signal?: AbortSignal): Promise<NumericSummary>;
  /** About how many distinct values columns have among the first 100,000 rows (within some per cent). */
  roughlyDistinct(columns: readonly string[]): Promise<readonly number[]>;
  /** The distinct written values of columns that have few, in one pass. @param isOfSample whether the first 100,000 rows are enough */
  dictionaries(columns: readonly string[], isOfSample?: boolean): Promise<readonly Dictionary[]>;
  /** Streams rows as codes and numbers: many times faster than cells. */
  typed(options: TypedRowsOptions): AsyncGenerator<TypedBatch, void>;
  /** Lets go of the database. Streams that are open keep their own. */
  close(): void;
}
