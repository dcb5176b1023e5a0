import { AuditError, listed, quoted, type AttributeSpec, type Place } from '../base/index.js';
import { maxAttributeValues, type Table } from '../data/index.js';

/** More cells than this would not fit in memory beside what else is tallied. */
const mostCells = 500_000;

/**
 * Refuses attributes whose values are no slices to search: one with a value for each row, more slices than rows, more combinations than a
 * tally can hold.
 *
 * @param place where the search is asked for; absent on the command line
 * @param cells that a tally can hold
 * @throws {AuditError} `data` or `resources`, with the way out
 */
export async function assertSearchable(
  table: Table,
  attributes: readonly AttributeSpec[],
  place?: Place,
  cells = mostCells,
): Promise<void> {
  const rows = await table.rowCount();
  const sizes: { readonly name: string; readonly values: number }[] = [];
  for (const { name, column, bins } of attributes) {
    const values = bins ? bins.length + 1 : (await table.distinct(column, maxAttributeValues + 1)).length;
    if (values > maxAttributeValues) {
      throw new AuditError(
        'data',
        `The column ${quoted(column)} has more than ${maxAttributeValues} values: too many to be searched.`,
        { place, wayOut: 'Search columns whose values many examples share, or cut a number into bins.' },
      );
    }
    if (values > 1 && values >= rows) {
      throw new AuditError(
        'data',
        `${quoted(name)} has a value of its own for each of the ${rows} rows: no slice would hold anyone else.`,
        { place, wayOut: 'Search columns whose values many rows share, or cut a number into bins.' },
      );
    }
    sizes.push({ name, values });
  }
  const slices = sizes.reduce((sum, { values }) => sum + values, 0);
  if (slices > rows) {
    throw new AuditError(
      'data',
      `The attributes to search have ${slices} values together, and the table ${rows} rows: more slices than rows.`,
      { place, wayOut: `Search fewer of them: ${listed(sizes.map(({ name, values }) => `${name} has ${values}`))}.` },
    );
  }
  const combinations = sizes.reduce((product, { values }) => product * Math.max(1, values), 1);
  if (Math.min(combinations, rows) <= cells) return;
  throw new AuditError(
    'resources',
    `The attributes to search have ${combinations} combinations of values, too many for the ${rows} rows to be counted by them.`,
    {
      place,
      wayOut: `Search fewer attributes, or ones with fewer values (at most ${cells} combinations): ${listed(sizes.map(({ name, values }) => `${name} has ${values}`))}.`,
    },
  );
}
