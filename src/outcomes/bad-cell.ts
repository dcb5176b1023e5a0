import { numberOf, textOf, type Table } from '../data/index.js';
import { AuditError, quoted } from '../base/index.js';

/** A cell that cannot be taken: where it stands, and what should stand there. */
export interface BadCell {
  /** In its batch. */
  readonly row: number;
  readonly column: string;
  /** `a score of the positive class, from 0 to 1`. */
  readonly expected: string;
  /** What can be done, as the cell has it; full sentences. */
  wayOut?(cell: string): string;
}

/** The refusal of a cell: its table, row and column, what was expected, and what is written there. @param row in the table, from 0 */
export async function badCellError(
  table: Table,
  row: number,
  { column, expected, wayOut }: Omit<BadCell, 'row'>,
): Promise<AuditError> {
  let cell = '';
  for await (const { columns } of table.rows({ columns: [column], from: row, limit: 1 })) {
    cell = textOf(columns[column]?.[0] ?? null) ?? '';
  }
  const found = cell === '' ? 'an empty cell' : quoted(cell);
  return new AuditError('data', `Expected ${expected} in the column ${quoted(column)}, found ${found}.`, {
    place: await table.placeOf(row),
    wayOut: wayOut?.(cell),
  });
}

/** What to do about a cell that is no score, by what it looks like. */
export function scoreWayOut(cell: string): string {
  if (typeof numberOf(cell) === 'number') {
    return (
      'A score is the probability of the positive class: divide percentages by 100 and put logits through a sigmoid before the table is written. ' +
      'Values that are no probabilities are compared with --task regression.'
    );
  }
  return `A row that a model gave no score cannot be compared: leave it out of the table, or mend the score; nothing is put in its place.`;
}
