import { AuditError } from '../base/index.js';

/** What was thrown about a cell, with the row that the cell stands in, from 0; anything else, or where the row is not known, as it is. */
export function ofRow(error: unknown, row: number | undefined): unknown {
  if (row === undefined) return error;
  if (!(error instanceof AuditError) || error.code !== 'data' || error.place || error.row !== undefined) return error;
  return new AuditError('data', error.message, { wayOut: error.wayOut, row, cause: error });
}
