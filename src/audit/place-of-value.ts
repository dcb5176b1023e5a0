import type { Place } from '../base/index.js';
import { textOf, type Table } from '../data/index.js';

/** Where the first row stands whose cell in a column is what `isWanted` looks for; nothing where there is none. */
export async function placeOfValue(
  table: Table,
  column: string,
  isWanted: (written: string) => boolean,
): Promise<Place | undefined> {
  for await (const batch of table.rows({ columns: [column] })) {
    const at = (batch.columns[column] ?? []).findIndex((cell) => isWanted(textOf(cell) ?? ''));
    if (at >= 0) return table.placeOf(batch.start + at);
  }
  return undefined;
}
