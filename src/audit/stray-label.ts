import { AuditError, formatPlace, quoted, type Place } from '../base/index.js';
import { textOf, type Table } from '../data/index.js';

/** A label that stands beside two others in so few rows that it is likelier a slip than a class. */
export interface StrayLabel {
  readonly value: string;
  /** The first row that holds it, from 0, and where that row is. */
  readonly row: number;
  readonly place: Place;
  /** The labels of all other rows but a few, the more frequent one first. */
  readonly usual: readonly [string, string];
  readonly usualRows: number;
  readonly rows: number;
}

/** Two labels with at least this share of all rows are the two labels; what else there is, is a slip until someone says otherwise. */
const usualShare = 0.95;

/** Looks for a first row whose label is neither of the two that nearly all others have; nothing where there is no such pair. */
export async function strayLabel(table: Table, column: string): Promise<StrayLabel | undefined> {
  const labels = (await table.distinct(column, 4)).filter(({ value }) => value !== null && value !== '');
  const [first, second, third] = labels;
  if (!first || !second || !third) return undefined;
  const rows = await table.rowCount();
  const usualRows = first.count + second.count;
  if (usualRows < usualShare * rows || third.count >= second.count) return undefined;
  const usual = [first.value ?? '', second.value ?? ''] as const;
  for await (const batch of table.rows({ columns: [column] })) {
    for (const [i, cell] of (batch.columns[column] ?? []).entries()) {
      const value = textOf(cell) ?? '';
      if (value === '' || usual.includes(value)) continue;
      const row = batch.start + i;
      return { value, row, place: await table.placeOf(row), usual, usualRows, rows };
    }
  }
  return undefined;
}

/** The row, its label and what the others have, without an end. */
function sentence({ value, row, usual, usualRows, rows }: StrayLabel): string {
  const pair = usual.map((label) => quoted(label)).join(' or ');
  return `Row ${row + 1} of the table has the label ${quoted(value)}, where ${usualRows} of ${rows} rows have ${pair}`;
}

/** Refuses a table for a stray label. @param otherwise what to do where the label is meant, as the end of a sentence */
export function strayError(stray: StrayLabel, otherwise: string): AuditError {
  return new AuditError('data', `${sentence(stray)}.`, {
    place: stray.place,
    wayOut: `If that is a slip, correct the table. If ${quoted(stray.value)} is a class of its own, ${otherwise}.`,
  });
}

/** What the author of a first plan should look at. */
export function strayQuestion(stray: StrayLabel): string {
  return `${sentence(stray)} (${formatPlace(stray.place)}): if that is a slip, correct the table; audit compare stops at it.`;
}
