/** What went wrong, as a closed set: each code has one exit code and one chapter in `docs/errors.md`. */
export type ErrorCode =
  'command-line' | 'plan' | 'data' | 'model' | 'output' | 'dossier' | 'key' | 'resources' | 'interrupted' | 'defect';

/** A place in a file that the user can open: lines, columns and rows count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** The row of a table in this file, the header aside: a Parquet file has no lines, and a row of CSV may span several. */
  readonly row?: number | undefined;
}

export interface AuditErrorOptions {
  readonly place?: Place | undefined;
  /** What the user can do about it: a full sentence. */
  readonly wayOut?: string | undefined;
  /** The row of a table that it is about, from 0, the header aside; whoever has the table makes a place of it. */
  readonly row?: number | undefined;
  readonly cause?: unknown;
}

/**
 * An error that a user can act on: what was expected, what was found, where, and a way out.
 *
 * Everything that is not an `AuditError` is a defect of ours and exits 70.
 */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly code: ErrorCode;
  readonly place: Place | undefined;
  readonly wayOut: string | undefined;
  readonly row: number | undefined;

  constructor(code: ErrorCode, message: string, options: AuditErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = options.place;
    this.wayOut = options.wayOut;
    this.row = options.row;
  }
}

/** Formats a place as `file:line:column, row n`, leaving out what is unknown. */
export function formatPlace({ file, line, column, row }: Place): string {
  const at = [file, line, column].filter((part) => part !== undefined).join(':');
  return row === undefined ? at : `${at}, row ${row}`;
}

/** The system's error code (`ENOENT`, `ENOSPC` …) of a thrown value, if it has one; Node's own `ERR_…` are none. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^E[A-Z\d]+$/u.test(error.code) ? error.code : undefined;
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
