import type { DuckDBConnection } from '@duckdb/node-api';
import { AuditError, quoted, sqlName, sqlText } from '../../base/index.js';
import { assertSameColumns } from './same-columns.js';
import { literalPath } from './literal-path.js';
import { readError } from './table-errors.js';
import type { SourceColumn, SourceFile, TableSource } from './table-source.js';

/**
 * Parquet. Numbers keep their type; whole numbers above 2⁵³ are given as text; 32-bit floats are read as the shortest decimal
 * that they are nearest to; decimals become doubles; dates and times become ISO text, moments in UTC.
 *
 * @throws {AuditError} `data` where files differ in columns or types, or two columns differ in case only
 */
export async function parquetSource(files: readonly string[], connection: DuckDBConnection): Promise<TableSource> {
  let first: readonly (readonly [string, string])[] | undefined;
  const checked: SourceFile[] = [];
  for (const file of files) {
    const all = async (sql: string): Promise<readonly (readonly unknown[])[]> => {
      try {
        return (await connection.runAndReadAll(sql)).getRowsJS();
      } catch (error) {
        throw readError(file, 'parquet', error);
      }
    };
    const path = sqlText(literalPath(file));
    const from = `read_parquet(${path}, hive_partitioning = false)`;
    const described = (await all(`describe select * from ${from}`)).map(([name, type]): readonly [string, string] => [
      String(name),
      String(type),
    ]);
    const written = new Set((await all(`select name from parquet_schema(${path})`)).map(([name]) => String(name)));
    const renamed = described.find(([name]) => !written.has(name));
    if (renamed) {
      throw new AuditError(
        'data',
        `Two columns have the same name, or differ in case only; one is like ${quoted(renamed[0])}.`,
        {
          place: { file },
          wayOut: 'Rename or drop one.',
        },
      );
    }
    first ??= described;
    assertSameColumns(first.map(columnAndType), described.map(columnAndType), files[0] ?? '', file);
    const [row] = await all(`select count(*) from ${from}`);
    checked.push({ file, rows: Number(row?.[0] ?? 0), from });
  }
  return { columns: (first ?? []).map(([name, type]) => sourceColumn(name, type)), files: checked };
}

function columnAndType([name, type]: readonly [string, string]): string {
  return `${name} (${type})`;
}

function sourceColumn(name: string, type: string): SourceColumn {
  const sql = sqlName(name);
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/u.test(type)) return { name, type: 'number', sql, isWhole: true };
  if (type === 'DOUBLE') return { name, type: 'number', sql };
  if (type === 'FLOAT') return { name, type: 'number', sql: `cast(cast(${sql} as varchar) as double)` };
  if (type.startsWith('DECIMAL')) return { name, type: 'number', sql: `cast(${sql} as double)` };
  if (type === 'BOOLEAN') return { name, type: 'boolean', sql };
  if (type === 'VARCHAR') return { name, type: 'text', sql };
  // The session's time zone would take part otherwise.
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return { name, type: 'date', sql: `cast(make_timestamp(epoch_us(${sql})) as varchar)` };
  if (/^(DATE|TIMESTAMP(_S|_MS|_NS)?)$/u.test(type)) return { name, type: 'date', sql: `cast(${sql} as varchar)` };
  if (/^(JSON|UUID|TIME|ENUM\(.*)$/su.test(type)) return { name, type: 'text', sql: `cast(${sql} as varchar)` };
  return { name, type: 'nested', sql };
}
