import type { Place } from '../base/index.js';
import { textOf, type Table } from '../data/index.js';

/** What a cell holds, as written, and where its row begins. */
export async function placeOfBadCell(
  table: Table,
  row: number,
  column: string,
): Promise<{ readonly cell: string; readonly place: Place }> {
  let cell = '';
  for await (const { columns } of table.rows({ columns: [column], from: row, limit: 1 })) {
    cell = textOf(columns[column]?.[0] ?? null) ?? '';
  }
  return { cell, place: await table.placeOf(row) };
}
