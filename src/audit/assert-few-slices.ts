import { AuditError, quoted, type AttributeSpec } from '../base/index.js';
import type { Dictionary, Table } from '../data/index.js';

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
