import { AuditError, quoted } from '../../base/index.js';
import type { Cell } from '../cells.js';

/** A cell is empty and the plan does not say what stands for it. */
export function missingCell(column: string, id: string): AuditError {
  return new AuditError('data', `The example ${quoted(id)} has nothing in the column ${quoted(column)}.`, {
    wayOut: `Fill it in, or say what stands for it: "missing: …" for ${quoted(column)} under inputs in the plan.`,
  });
}

/** A cell holds what cannot become what is wanted. @param wanted the end of the sentence: `where a number is wanted` */
export function wrongCell(column: string, cell: Cell, id: string, wanted: string, wayOut?: string): AuditError {
  return new AuditError(
    'data',
    `The example ${quoted(id)} has ${quoted(String(cell))} in the column ${quoted(column)}, ${wanted}.`,
    { wayOut: wayOut ?? 'Correct the table, or the inputs in the plan.' },
  );
}
