import type { TableColumn } from './table.js';

/** A column and how SQL reads it: as VARCHAR, DOUBLE, BOOLEAN or an integer type. */
export interface SourceColumn extends TableColumn {
  readonly sql: string;
  /** Its numbers are whole by their type. */
  readonly isWhole?: boolean | undefined;
}

/** A checked file: its rows are known, and `from` reads exactly them, in order. */
export interface SourceFile {
  readonly file: string;
  readonly rows: number;
  /** The SQL after FROM. */
  readonly from: string;
  /** The same read by several threads, where that is another SQL. */
  readonly parallel?: string | undefined;
}

/** What a format says about a table before anything is read from it. */
export interface TableSource {
  readonly columns: readonly SourceColumn[];
  readonly files: readonly SourceFile[];
}
