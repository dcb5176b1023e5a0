import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expandFiles, folderOfTable } from '../../../src/data/index.js';
import { put, temporaryFolder } from '../folder.js';
import { refusalOf } from '../refusal.js';

const folder = await temporaryFolder();
const plan = join(folder, 'plan');
for (const name of [
  'data/b.csv',
  'data/a.csv',
  'data/Z.csv',
  'data/é.csv',
  'data/a1.csv',
  'data/.hidden.csv',
  'data/x.tsv',
]) {
  await put(plan, name, 'id\n1\n');
}
const secret = await put(folder, 'secret.csv', 'id\n1\n');
await symlink(secret, join(plan, 'data', 'link.tab'));
await symlink(join(plan, 'data', 'a.csv'), join(plan, 'same.csv'));

describe('names and globs of tables', () => {
  it('expand in code point order, without hidden files', async () => {
    const names = ['Z.csv', 'a.csv', 'a1.csv', 'b.csv', 'é.csv'];
    expect(await expandFiles(plan, ['data/*.csv'])).toEqual(names.map((name) => join(plan, 'data', name)));
    expect(await expandFiles(plan, ['data/x.tsv', 'data/a?.csv'])).toEqual(
      ['x.tsv', 'a1.csv'].map((name) => join(plan, 'data', name)),
    );
  });

  it('do not depend on the order in which a folder lists its files', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `${String((i * 17) % 40).padStart(2, '0')}.csv`);
    for (const name of names) await put(plan, `many/${name}`, 'id\n1\n');
    expect(await expandFiles(plan, ['many/*'])).toEqual([...names].sort().map((name) => join(plan, 'many', name)));
  });

  it('may not leave the folder: not by "..", not absolute, not by a link', async () => {
    for (const name of ['../secret.csv', '../*.csv', secret, join(folder, '*.csv'), 'data/link.tab', 'data/*.tab']) {
      const { message } = await refusalOf(() => expandFiles(plan, [name]));
      expect(message).toContain('lies outside the folder of the plan');
    }
  });

  it('may not name a file twice, whose rows would count twice', async () => {
    expect((await refusalOf(() => expandFiles(plan, ['data/a.csv', 'data/*.csv']))).message).toContain('named twice');
    expect((await refusalOf(() => expandFiles(plan, ['data/a.csv', 'same.csv']))).message).toContain('named twice');
  });

  it('say what is missing', async () => {
    expect((await refusalOf(() => expandFiles(plan, ['data/*.parquet']))).message).toBe(
      'No file matches "data/*.parquet".',
    );
    expect((await refusalOf(() => expandFiles(plan, ['nothing.csv']))).message).toBe(
      'There is no table "nothing.csv".',
    );
    expect((await refusalOf(() => expandFiles(plan, ['data']))).message).toContain('found a folder');
  });

  it('are matched in short time, however many stars there are', async () => {
    await put(plan, `long/${'a'.repeat(200)}.csv`, 'id\n1\n');
    expect((await refusalOf(() => expandFiles(plan, [`long/${'a*'.repeat(60)}b.csv`]))).message).toContain('No file');
    expect(await expandFiles(plan, [`long/${'a*'.repeat(60)}.csv`])).toHaveLength(1);
  });
});

it('files that cells name are relative to the one folder of the table', async () => {
  expect(folderOfTable(['/x/a.csv', '/x/b.csv'])).toBe('/x');
  expect((await refusalOf(() => folderOfTable(['/x/a.csv', '/y/b.csv']))).message).toContain('several folders');
});
