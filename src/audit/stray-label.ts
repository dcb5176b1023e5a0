import { AuditError, formatPlace, quoted, type Place } from '../base/index.js';
import type { Table } from '../data/index.js';
import { placeOfValue } from './place-of-value.js';

/** A label that stands beside two others in so few rows that it is likelier a slip than a class. */
export interface StrayLabel {
  readonly value: string;
  readonly column: string;
  /** The first row that holds it. */
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
  let value = '';
  const place = await placeOfValue(table, column, (written) => {
    value = written;
    return written !== '' && !usual.some((label) => label === written);
  });
  return place && { value, column, place, usual, usualRows, rows };
}

/** Its label and what the others have, without an end; where it stands is said beside it. */
function sentence({ value, column, usual, usualRows, rows }: StrayLabel): string {
  const pair = usual.map((label) => quoted(label)).join(' or ');
  return `The column ${quoted(column)} has the label ${quoted(value)} here, where ${usualRows} of ${rows} rows have ${pair}`;
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
  return `${formatPlace(stray.place)}: ${sentence(stray)}: if that is a slip, correct the table; audit compare stops at it.`;
}
