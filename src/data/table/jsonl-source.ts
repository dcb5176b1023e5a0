import type { DuckDBConnection } from '@duckdb/node-api';
import { AuditError, sqlText } from '../../base/index.js';
import { checkJsonl } from './check-jsonl.js';
import { maxLineBytes } from './line-blocks.js';
import { literalPath } from './literal-path.js';
import { readError } from './table-errors.js';
import type { ColumnType } from './table.js';
import type { SourceColumn, SourceFile, TableSource } from './table-source.js';

/**
 * JSON Lines: an object a line, blank lines left out. The columns are the members of any line of any file; where a line lacks
 * one, the cell is missing, as it is for `null`.
 *
 * @throws {AuditError} `data` for whatever {@link checkJsonl} refuses, and where a line has the same member twice
 */
export async function jsonlSource(
  files: readonly string[],
  connection: DuckDBConnection,
  signal?: AbortSignal,
): Promise<TableSource> {
  const columns = new Map<string, ColumnType | 'null'>();
  const checked: SourceFile[] = [];
  for (const file of files) {
    const { rows } = await checkJsonl(file, columns, signal);
    const from =
      `read_json_objects(${sqlText(literalPath(file))}, format = 'newline_delimited', compression = 'uncompressed', ` +
      `maximum_object_size = ${maxLineBytes * 2}, hive_partitioning = false)`;
    await assertNoMemberTwice(connection, file, from);
    checked.push({ file, rows, from });
  }
  return { columns: [...columns].map(([name, type]) => sourceColumn(name, type)), files: checked };
}

function sourceColumn(name: string, type: ColumnType | 'null'): SourceColumn {
  // A JSON Pointer (RFC 6901) can name any member.
  const text = `json_extract_string(json, ${sqlText(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)})`;
  if (type === 'number') return { name, type, sql: `cast(${text} as double)` };
  if (type === 'boolean') return { name, type, sql: `cast(${text} as boolean)` };
  return { name, type: type === 'null' ? 'text' : type, sql: text };
}

/** Readers of JSON disagree on which of two equal members counts. */
async function assertNoMemberTwice(connection: DuckDBConnection, file: string, from: string): Promise<void> {
  const keys = 'json_keys(json)';
  const sql = `select count(*) from ${from} where len(list_distinct(${keys})) < len(${keys})`;
  const count = await connection.runAndReadAll(sql).then(
    (result) => Number(result.getRowsJS()[0]?.[0] ?? 0),
    (error: unknown) => {
      throw readError(file, 'jsonl', error);
    },
  );
  if (count === 0) return;
  throw new AuditError(
    'data',
    `${count === 1 ? 'A line has' : `${count} lines have`} the same member twice, so one of its values would be lost.`,
    { place: { file }, wayOut: 'Write the file again, each member once.' },
  );
}
