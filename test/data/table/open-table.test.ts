import { DuckDBInstance } from '@duckdb/node-api';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLockedDatabase } from '../../../src/base/index.js';
import { openTable, type RowBatch } from '../../../src/data/index.js';
import { allowedPaths } from '../../../src/data/table/literal-path.js';
import { put, temporaryFolder } from '../folder.js';
import { refusalOf } from '../refusal.js';
import { readTable } from './read-table.js';

const folder = await temporaryFolder();
const numbers = (from: number, to: number): string =>
  `id,n\n${Array.from({ length: to - from }, (_, i) => `${from + i},${(from + i) * 2}`).join('\n')}\n`;

const nextOf = async (rows: AsyncGenerator<RowBatch, void>): Promise<RowBatch> => {
  const next = await rows.next();
  if (next.done === true) throw new Error('expected more rows');
  return next.value;
};

describe('a table', () => {
  it('streams batches of the size asked for, across files, in the order of the files', async () => {
    const files = [await put(folder, 'b.csv', numbers(0, 5)), await put(folder, 'a.csv', numbers(5, 12))];
    const table = await openTable(files);
    const batches = [];
    for await (const batch of table.rows({ columns: ['id', 'id'], batchSize: 4 })) batches.push(batch);
    table.close();
    expect(await table.rowCount()).toBe(12);
    expect(batches.map(({ start, count }) => [start, count])).toEqual([
      [0, 4],
      [4, 4],
      [8, 4],
    ]);
    expect(batches.flatMap(({ columns }) => columns['id'])).toEqual(Array.from({ length: 12 }, (_, i) => String(i)));
  });

  it('starts anywhere and stops anywhere', async () => {
    const files = [await put(folder, 'c.csv', numbers(0, 5000)), await put(folder, 'd.csv', numbers(5000, 9000))];
    for (const [from, limit] of [
      [0, 3],
      [4998, 4],
      [5000, 1],
      [8999, 10],
      [9000, 10],
    ] as const) {
      const { rows } = await readTable(files, { rows: { columns: ['id'], from, limit } });
      const expected = Array.from({ length: Math.min(limit, 9000 - from) }, (_, i) => [String(from + i)]);
      expect(rows).toEqual(expected);
    }
  });

  it('streams several times at once, stops early, and stops when it is told to', async () => {
    const table = await openTable([await put(folder, 'e.csv', numbers(0, 20_000))]);
    const one = table.rows({ columns: ['id'] });
    const other = table.rows({ columns: ['n'] });
    expect((await nextOf(one)).columns['id']?.[1]).toBe('1');
    expect((await nextOf(other)).columns['n']?.[1]).toBe('2');
    expect((await nextOf(one)).columns['id']?.[0]).toBe('2048');
    await one.return(undefined);
    const controller = new AbortController();
    const stopped = table.rows({ columns: ['id'], signal: controller.signal });
    await stopped.next();
    controller.abort(new Error('enough'));
    await expect(stopped.next()).rejects.toThrow('enough');
    await other.return(undefined);
    table.close();
  });

  it('notices rows that went away after it was opened', async () => {
    const path = await put(folder, 'f.csv', numbers(0, 100));
    const table = await openTable([path]);
    await writeFile(path, numbers(0, 40));
    const { message } = await refusalOf(async () => {
      for await (const batch of table.rows({ columns: ['id'] })) expect(batch.count).toBe(40);
    });
    table.close();
    expect(message).toBe('Expected 100 rows, found 40: the table was changed while it was read.');
  });

  it('counts distinct and repeated values and sums numbers up', async () => {
    const table = await openTable([await put(folder, 'g.csv', 'id,n\n1,4\n2,\n1,x\n3,8\n,1e1\n')]);
    expect(await table.distinct('id', 2)).toEqual([
      { value: '1', count: 2 },
      { value: '2', count: 1 },
    ]);
    expect(await table.distinct('id', 9)).toContainEqual({ value: null, count: 1 });
    expect(await table.duplicates('id', 9)).toEqual(['1']);
    const { numbers: found, ...counts } = await table.numericSummary('n');
    expect(counts).toEqual({ rows: 5, missing: 1, notNumbers: 1 });
    expect(found).toMatchObject({ min: 4, max: 10, areWhole: true });
    expect(found?.mean).toBeCloseTo(22 / 3, 12);
    expect(found?.std).toBeCloseTo(Math.sqrt(56 / 9), 12);
    expect((await table.numericSummary('id')).numbers?.areWhole).toBe(true);
    table.close();
  });

  it('names the columns there are when one is missing', async () => {
    const table = await openTable([await put(folder, 'h.csv', 'skin_tone,label\nx,y\n')]);
    const { message, wayOut } = await refusalOf(() => table.distinct('skin_tne', 1));
    table.close();
    expect(message).toBe('The table has no column "skin_tne".');
    expect(wayOut).toBe('Did you mean "skin_tone"? Its columns are: skin_tone, label.');
  });

  it('wants the same columns and the same format of all its files', async () => {
    const first = await put(folder, 'i.csv', 'a,b\n1,2\n');
    const second = await put(folder, 'j.csv', 'a,c\n1,2\n');
    const { message, at } = await refusalOf(() => openTable([first, second]));
    expect([message.replace(folder, ''), at]).toEqual([
      'The files of a table have the same columns, but column 2 is "c" here and "b" in "/i.csv".',
      'j.csv:1',
    ]);
    const third = await put(folder, 'k.tsv', 'a\tb\n1\t2\n');
    expect((await refusalOf(() => openTable([first, third]))).message).toContain(
      'have one format, but this one is TSV',
    );
  });
});

describe('JSON Lines', () => {
  const open = async (text: string | Uint8Array): Promise<Awaited<ReturnType<typeof readTable>>> =>
    readTable([await put(folder, 'x.jsonl', text)]);

  it('gives every member of any line as a column, with numbers, booleans and text as written', async () => {
    const lines = [
      '{"id":"007","a/b~\\"\'":1.0,"ok":true,"big":9007199254740993,"mixed":1}',
      '',
      '{"ID":"other","id":"y","late":"é","mixed":"one","ok":null}',
    ];
    const { columns, rows } = await open(lines.join('\r\n'));
    expect(columns).toEqual(['id', 'a/b~"\'', 'ok', 'big', 'mixed', 'ID', 'late']);
    expect(rows).toEqual([
      ['007', 1, true, '9007199254740993', '1', null, null],
      ['y', null, null, null, 'one', 'other', 'é'],
    ]);
  });

  it('is refused, naming the line, where a line is no object, or a member stands twice', async () => {
    const refused = async (text: string | Uint8Array): Promise<string> => {
      const { at, message } = await refusalOf(() => open(text));
      return `${at} ${message}`;
    };
    expect(await refused('{"a":1}\n\n{"a":\n')).toMatch(/^x.jsonl:3 This line is no JSON/u);
    expect(await refused('{"a":1}\n[1]\n')).toMatch(/^x.jsonl:2 Expected a JSON object/u);
    expect(await refused(Buffer.from('{"a":1}\n{"a":"\xff"}\n', 'latin1'))).toMatch(/^x.jsonl:2 .*not UTF-8/u);
    expect(await refused('{"a":"\\ud800"}\n')).toMatch(/^x.jsonl:1 .*half a character/u);
    expect(await refused('{"a":1,"a":2}\n')).toMatch(/^x.jsonl A line has the same member twice/u);
  });

  it('refuses a nested member only where it is used', async () => {
    const table = await openTable([await put(folder, 'nested.jsonl', '{"id":1,"box":[1,2]}\n')]);
    const { message } = await refusalOf(() => table.distinct('box', 1));
    expect(message).toBe('The column "box" holds lists, objects or bytes, which no cell can be.');
    expect(await table.distinct('id', 1)).toEqual([{ value: '1', count: 1 }]);
    table.close();
  });
});

describe('Parquet', () => {
  const write = async (name: string, select: string): Promise<string> => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const path = join(folder, name);
    await connection.run(`copy (${select}) to '${path}' (format parquet)`);
    connection.closeSync();
    instance.closeSync();
    return path;
  };

  it('gives numbers, text, dates and moments as cells', async () => {
    const select = `select 1::bigint as small, 9007199254740993::bigint as large, 0.1::float as f, 0.25::double as d,
      true as b, 'x' as s, 1.10::decimal(5,2) as dec, date '2020-01-02' as day,
      timestamptz '2020-01-02 03:04:05+02' as moment, null::integer as nothing, 'nan'::double as nan, [1] as list`;
    const table = await openTable([await write('types.parquet', select)]);
    const used = table.columns.filter(({ type }) => type !== 'nested').map(({ name }) => name);
    const { columns } = await nextOf(table.rows({ columns: used }));
    table.close();
    expect(table.columns.at(-1)).toEqual({ name: 'list', type: 'nested' });
    expect(used.map((name) => columns[name]?.[0])).toEqual([
      1,
      '9007199254740993',
      0.1,
      0.25,
      true,
      'x',
      1.1,
      '2020-01-02',
      '2020-01-02 01:04:05',
      null,
      Number.NaN,
    ]);
  });

  it('keeps the order of many row groups', async () => {
    const path = await write('many.parquet', 'select range as id from range(300000)');
    const table = await openTable([path]);
    let next = 0;
    for await (const { columns } of table.rows({ columns: ['id'], from: 1, batchSize: 1000 })) {
      for (const id of columns['id'] ?? []) if (id === next + 1) next += 1;
    }
    table.close();
    expect(next).toBe(299_999);
  });

  it('is refused where it is cut off, damaged or something else', async () => {
    const path = await write('whole.parquet', "select 1 as a, 'x' as b");
    const whole = await readFile(path);
    const refused = async (bytes: Uint8Array | string): Promise<string> => {
      const file = await put(folder, 'broken.parquet', bytes);
      const found = await refusalOf(() => readTable([file]));
      expect(found).toMatchObject({ code: 'data', at: 'broken.parquet' });
      return found.message;
    };
    expect(await refused(whole.subarray(0, whole.length - 20))).toContain('cut off');
    expect(await refused('id,label\n1,2\n')).toContain('Expected a Parquet table');
    const hollow = Buffer.from(whole);
    hollow.fill(0xff, 4, whole.length - 8);
    expect(await refused(hollow)).toContain('cannot be read as Parquet');
  });
});

describe('the database behind a table', () => {
  it('reads a file by its literal name, whatever characters are in it', async () => {
    const names = [
      'a*b',
      'aXb',
      'a[X]b',
      'a?b',
      '**',
      'q\'u"o; drop table t; --',
      'new\nline',
      'x=1/h',
      '{a,b}',
      'a\\b',
    ];
    for (const name of names) await put(folder, `names/${name}.csv`, `id\n"${name.replaceAll('"', '""')}"\n`);
    for (const name of names) {
      const { columns, rows } = await readTable([join(folder, 'names', `${name}.csv`)]);
      expect([columns, rows]).toEqual([['id'], [[name]]]);
    }
  });

  it('can read the files it is given and nothing else, and cannot be unlocked', async () => {
    const own = await put(folder, 'own.csv', 'id\n1\n');
    await put(folder, 'other.csv', 'id\n1\n');
    await symlink('/etc/hostname', join(folder, 'link.csv'));
    const database = await openLockedDatabase({ files: allowedPaths([own]) });
    const works = (sql: string): Promise<boolean> =>
      database.connection.run(sql).then(
        () => true,
        () => false,
      );
    expect(await works(`select * from read_csv('${own}')`)).toBe(true);
    for (const sql of [
      "select * from read_text('/etc/hostname')",
      `select * from read_csv('${folder}/other.csv')`,
      `select * from read_csv('${folder}/*.csv')`,
      `select * from read_text('${folder}/link.csv')`,
      `select * from glob('${folder}/*')`,
      'install httpfs',
      'load httpfs',
      "select * from read_csv('https://example.org/x.csv')",
      `copy (select 1) to '${folder}/written.csv'`,
      `attach '${folder}/x.db' as x`,
      'set enable_external_access = true',
      "set allowed_paths = ['/etc/hostname']",
      'set lock_configuration = false',
    ]) {
      expect([sql, await works(sql)]).toEqual([sql, false]);
    }
    database.close();
  });
});

describe('a table that nobody waits for any more', () => {
  const enough = new Error('enough');

  it.each(['csv', 'jsonl'])('is not checked to its end: %s', async (ending) => {
    const line = ending === 'csv' ? `${'x'.repeat(99)}\n` : `{"a": "${'x'.repeat(90)}"}\n`;
    const file = await put(folder, `long.${ending}`, (ending === 'csv' ? 'a\n' : '') + line.repeat(200_000));
    const abort = new AbortController();
    const opening = openTable([file], { signal: abort.signal });
    setTimeout(() => abort.abort(enough), 20);
    await expect(opening).rejects.toBe(enough);
  });

  it('answers no question after that', async () => {
    const abort = new AbortController();
    const table = await openTable([await put(folder, 'short.csv', 'a\n1\n')], { signal: abort.signal });
    expect(await table.distinct('a', 1)).toEqual([{ value: '1', count: 1 }]);
    abort.abort(enough);
    await expect(table.distinct('a', 1)).rejects.toBe(enough);
    table.close();
  });
});
