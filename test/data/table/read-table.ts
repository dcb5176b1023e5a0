import { openTable, type Cell, type OpenTableOptions, type RowsOptions } from '../../../src/data/index.js';

/** All rows of a table as arrays, in the order of its columns. */
export async function readTable(
  files: readonly string[],
  options: OpenTableOptions & { readonly rows?: Partial<RowsOptions> } = {},
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }> {
  const table = await openTable(files, options);
  try {
    const columns = options.rows?.columns ?? table.columns.map(({ name }) => name);
    const rows: (readonly Cell[])[] = [];
    for await (const batch of table.rows({ ...options.rows, columns })) {
      for (let i = 0; i < batch.count; i++) rows.push(columns.map((name) => batch.columns[name]?.[i] ?? null));
    }
    return { columns, rows };
  } finally {
    table.close();
  }
}
