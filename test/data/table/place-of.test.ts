import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatPlace } from '../../../src/base/index.js';
import { openTable } from '../../../src/data/index.js';
import { put, temporaryFolder } from '../folder.js';

const folder = await temporaryFolder();

/** `file:line, row n` of each row; without a line where a format has none. */
async function places(files: readonly string[], rows: number): Promise<readonly string[]> {
  const table = await openTable(files);
  try {
    expect(await table.rowCount()).toBe(rows);
    const found = [];
    for (let row = 0; row <= rows; row++) {
      found.push(formatPlace(await table.placeOf(row)).slice(folder.length + 1));
    }
    return found;
  } finally {
    table.close();
  }
}

it('a row of CSV begins on its line, whatever its cells and those before hold', async () => {
  const a = 'id,"te\nxt"\r\n1,"one\r\ntwo ""x"", three"\r\n\r\n2,5" x 7"\r\n3,x';
  const files = [await put(folder, 'a.csv', a), await put(folder, 'b.csv', 'id,"te\nxt"\n4,y\n')];
  expect(await places(files, 4)).toEqual([
    'a.csv:3, row 1',
    'a.csv:6, row 2',
    'a.csv:7, row 3',
    'b.csv:3, row 1',
    'a.csv',
  ]);
  expect(await places([await put(folder, 'one.tsv', 'id\n\n2\n')], 2)).toEqual([
    'one.tsv:2, row 1',
    'one.tsv:3, row 2',
    'one.tsv',
  ]);
});

it('a row of JSON Lines is on its line, blank ones aside', async () => {
  const files = [await put(folder, 'a.jsonl', '\n{"id":1}\n  \n{"id":2}'), await put(folder, 'b.jsonl', '{"id":3}\n')];
  expect(await places(files, 3)).toEqual(['a.jsonl:2, row 1', 'a.jsonl:4, row 2', 'b.jsonl:1, row 1', 'a.jsonl']);
});

it('a row of Parquet has a number in its file', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const file = join(folder, 'a.parquet');
  await connection.run(`copy (select 1 as id union all select 2) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  expect(await places([file], 2)).toEqual(['a.parquet, row 1', 'a.parquet, row 2', 'a.parquet']);
});
