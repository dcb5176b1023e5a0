import { AuditError, listed, quoted, type AttributeSpec } from '../base/index.js';
import type { Dictionary, Table } from '../data/index.js';

/** Rows are read as one whole number of 31 bits for the values of all columns together. @throws {AuditError} `resources` */
export function assertCodesFit(dictionaries: readonly (Dictionary | undefined)[], searched: readonly string[]): void {
  const combinations = dictionaries.reduce((product, found) => product * ((found?.values.length ?? 0) + 1), 1);
  if (combinations < 2 ** 31) return;
  throw new AuditError(
    'resources',
    `The attributes to search have, with the labels and answers, ${combinations} combinations of values; at most ${2 ** 31 - 1} can be read at once.`,
    { wayOut: `Search fewer attributes than ${listed(searched)}, or ones with fewer values.` },
  );
}

/** As many slices as rows cannot hold anybody whose number may be shown. @throws {AuditError} `data` */
export async function assertFewSlices(
  table: Table,
  slices: readonly (readonly string[])[],
  attributes: readonly { readonly spec: AttributeSpec; readonly dictionary: Dictionary | undefined }[],
): Promise<void> {
  const rows = await table.rowCount();
  for (const slice of slices) {
    const [only, ...more] = slice;
    const found = attributes.find(({ spec }) => spec.name === only);
    const count = found?.dictionary?.values.length ?? 0;
    if (more.length === 0 && count > 1 && count >= rows) {
      throw new AuditError(
        'data',
        `${quoted(only ?? '')} has a value of its own for each of the ${rows} rows: no slice would hold anyone else.`,
        {
          wayOut: 'Slice by a column whose values many rows share, or give a number bins.',
        },
      );
    }
  }
}
