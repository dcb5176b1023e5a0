import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTable } from '../../../src/data/index.js';
import { put, temporaryFolder } from '../folder.js';

const folder = await temporaryFolder();

/** `file:line` of each row; `file` alone where a format has no lines. */
async function places(files: readonly string[], rows: number): Promise<readonly string[]> {
  const table = await openTable(files);
  try {
    expect(await table.rowCount()).toBe(rows);
    const found = [];
    for (let row = 0; row <= rows; row++) {
      const { file, line } = await table.placeOf(row);
      found.push(`${file.slice(folder.length + 1)}${line === undefined ? '' : `:${line}`}`);
    }
    return found;
  } finally {
    table.close();
  }
}

it('a row of CSV begins on its line, whatever its cells and those before hold', async () => {
  const a = 'id,"te\nxt"\r\n1,"one\r\ntwo ""x"", three"\r\n\r\n2,5" x 7"\r\n3,x';
  const files = [await put(folder, 'a.csv', a), await put(folder, 'b.csv', 'id,"te\nxt"\n4,y\n')];
  expect(await places(files, 4)).toEqual(['a.csv:3', 'a.csv:6', 'a.csv:7', 'b.csv:3', 'a.csv']);
  expect(await places([await put(folder, 'one.tsv', 'id\n\n2\n')], 2)).toEqual(['one.tsv:2', 'one.tsv:3', 'one.tsv']);
});

it('a row of JSON Lines is on its line, blank ones aside', async () => {
  const files = [await put(folder, 'a.jsonl', '\n{"id":1}\n  \n{"id":2}'), await put(folder, 'b.jsonl', '{"id":3}\n')];
  expect(await places(files, 3)).toEqual(['a.jsonl:2', 'a.jsonl:4', 'b.jsonl:1', 'a.jsonl']);
});

it('a row of Parquet has a file', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const file = join(folder, 'a.parquet');
  await connection.run(`copy (select 1 as id union all select 2) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  expect(await places([file], 2)).toEqual(['a.parquet', 'a.parquet', 'a.parquet']);
});
