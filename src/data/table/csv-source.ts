import { sqlText } from '../../base/index.js';
import { checkCsv } from './check-csv.js';
import { csvHeader } from './csv-header.js';
import { literalPath } from './literal-path.js';
import { assertSameColumns } from './same-columns.js';
import type { SourceFile, TableSource } from './table-source.js';

/**
 * CSV or TSV with a header. Every cell is text as written ("007" stays "007"), an empty unquoted one is missing.
 *
 * @throws {AuditError} `data` for whatever {@link csvHeader} and {@link checkCsv} refuse, and where files differ in columns
 */
export async function csvSource(
  files: readonly string[],
  format: 'csv' | 'tsv',
  signal?: AbortSignal,
): Promise<TableSource> {
  const delimiter = format === 'csv' ? ',' : '\t';
  let header: readonly string[] | undefined;
  const checked: SourceFile[] = [];
  for (const file of files) {
    const names = await csvHeader(file, delimiter);
    header ??= names;
    assertSameColumns(header, names, files[0] ?? '', file, 1);
    const { rows } = await checkCsv(file, delimiter, names.length, signal);
    checked.push({
      file,
      rows,
      from: readCsv(file, delimiter, names.length, false),
      parallel: readCsv(file, delimiter, names.length, true),
    });
  }
  return {
    // DuckDB never sees the names: columns are c0, c1 …, so that no name needs escaping and "ID" may stand beside "id".
    columns: (header ?? []).map((name, i) => ({ name, type: 'text', sql: `c${i}` })),
    files: checked,
  };
}

function readCsv(file: string, delimiter: ',' | '\t', width: number, isParallel: boolean): string {
  const columns = Array.from({ length: width }, (_, i) => `c${i}: 'varchar'`).join(', ');
  return (
    `read_csv(${sqlText(literalPath(file))}, auto_detect = false, header = true, columns = {${columns}}, ` +
    `delim = ${sqlText(delimiter)}, quote = '"', escape = '"', ` +
    `nullstr = '', allow_quoted_nulls = false, strict_mode = true, compression = 'none', hive_partitioning = false, ` +
    `parallel = ${isParallel})`
  );
}
