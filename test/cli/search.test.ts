import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';
import { assertSearchable } from '../../src/audit/assert-searchable.js';
import { openTable } from '../../src/data/index.js';
import type { FairnessRecord } from '../../src/record/index.js';
import { audit, expectRefusal, put, temporaryFolder } from './audit-command.js';
import { planText, tableText, tabularFolder } from './tabular.js';

/** Predictions of two models; women of the north above 60 lose many right answers where there is damage. */
function predictions(rows: number, damage: number): string {
  const random = randomFor('search on the command line', rows, damage);
  const pick = (...of: readonly string[]): string => of[random.nextBelow(of.length)] ?? '';
  const lines = Array.from({ length: rows }, () => {
    const [sex, region, device] = [pick('woman', 'man'), pick('north', 'south', 'west'), pick('a', 'b')];
    const age = Math.round(160 + 700 * random.next()) / 10;
    const y = random.next() < 0.5 ? 1 : 0;
    const isHit = sex === 'woman' && region === 'north' && age >= 60 && random.next() < damage;
    const isBaseRight = random.next() < 0.92;
    const isVariantRight = isHit || random.next() < 0.015 ? false : isBaseRight;
    const score = (isRight: boolean): string => (isRight === (y === 1) ? '0.8' : '0.2');
    return [y, score(isBaseRight), score(isVariantRight), sex, region, device, age].join(',');
  });
  return `y,base,int8,sex,region,device,age\n${lines.join('\n')}\n`;
}

const flags = ['--label', 'y', '--baseline', 'base', '--variant', 'int8'];

type Records = { readonly records: readonly { readonly fairness: FairnessRecord }[] };

describe('audit metrics --search', () => {
  it('finds planted damage, the other half says that it is sure, and the exit code is that without it', async () => {
    const folder = await temporaryFolder();
    await put(folder, { 't.csv': predictions(9000, 0.3) });
    const args = ['metrics', 't.csv', ...flags, '--slice', 'sex'];
    const plain = await audit(folder, args);
    const found = await audit(folder, [...args, '--search', 'sex,region,age,device']);
    expect(found.code).toBe(plain.code);
    expect(found.stdout.startsWith(plain.stdout.trimEnd())).toBe(true);
    expect(found.stdout).toMatch('where it got worst, of every combination of up to three of sex, region, age and');
    expect(found.stdout).toMatch(/sex & region & age: woman & north & [\d.]+/u);
    expect(found.stdout).toMatch('x worse than others');
    const json = await audit(folder, [...args, '--search', 'sex,region,age,device', '--json']);
    const search = (JSON.parse(json.stdout) as Records).records[0]?.fairness.search;
    // A column of numbers was cut into bins of about as many rows, and says where.
    expect(search?.binned?.map(({ attribute, edges }) => [attribute, edges.length])).toEqual([['age', 7]]);
    expect(search?.metrics[0]).toMatchObject({ kind: 'searched', found: [{ surelyWorse: true }, {}, {}] });
  });

  it('says what it means that nothing was found', async () => {
    const folder = await temporaryFolder();
    await put(folder, { 't.csv': predictions(4000, 0) });
    const { stdout } = await audit(folder, ['metrics', 't.csv', ...flags, '--slice', 'sex', '--search', 'all']);
    expect(stdout).toMatch('of every value of sex');
    expect(stdout.replace(/\s+/gu, ' ')).toMatch('Nothing was found: in no combination did the accuracy get worse');
    expect(stdout.replace(/\s+/gu, ' ')).toMatch('That does not say that there is none');
  });

  const many = (rows: number): string => {
    const columns = Array.from({ length: 8 }, (_, c) => `c${c}`);
    const lines = Array.from({ length: rows }, (_, i) =>
      [i % 2, '0.2', '0.8', `p${i}`, ...columns.map((__, c) => `v${(i + c) % 20}`)].join(','),
    );
    return `y,base,int8,person,${columns.join(',')}\n${lines.join('\n')}\n`;
  };

  it.each([
    [
      'a column that is not there',
      200,
      'persn',
      '--search names the column "persn", which the table does not have',
      'Did you mean "person"?',
    ],
    ['no name between two commas', 200, 'c0,,c1', '--search "c0,,c1" names no column', '--search all'],
    ['a column twice', 200, 'c0,c0', '--search names "c0" twice', ''],
    ['all where no slice is cut', 200, 'all', '--search all has no attributes to search', '--slice'],
    [
      'an attribute with a value for each row',
      200,
      'person',
      '"person" has a value of its own for each of the 200 rows',
      'whose values many rows share',
    ],
    [
      'an attribute with too many values',
      2000,
      'person',
      'has more than 1000 values: too many to be searched',
      'cut a number into bins',
    ],
    [
      'more slices than rows',
      100,
      'c0,c1,c2,c3,c4,c5',
      'have 120 values together, and the table 100 rows: more slices than rows',
      'Search fewer of them: c0 has 20',
    ],
    [
      'more combinations than can be read',
      2000,
      'c0,c1,c2,c3,c4,c5,c6,c7',
      'combinations of values, of which at most 2147483647 can be told apart',
      'Slice and search by fewer columns',
    ],
  ])('refuses %s', async (_, rows, search, says, wayOut) => {
    const folder = await temporaryFolder();
    await put(folder, { 't.csv': many(rows) });
    expectRefusal(await audit(folder, ['metrics', 't.csv', ...flags, '--search', search]), says, wayOut);
  });

  it('refuses a regression', async () => {
    const folder = await temporaryFolder();
    await put(folder, { 't.csv': many(200) });
    const args = ['metrics', 't.csv', ...flags, '--task', 'regression', '--search', 'c0'];
    expectRefusal(await audit(folder, args), 'Slices are searched for rates such as accuracy', 'Leave --search out');
  });

  it('refuses more combinations than a tally can hold', async () => {
    const folder = await temporaryFolder();
    await put(folder, { 't.csv': many(500) });
    const table = await openTable([join(folder, 't.csv')]);
    const attributes = ['c0', 'c1'].map((name) => ({ name, column: name }));
    try {
      await assertSearchable(table, attributes);
      await expect(assertSearchable(table, attributes, undefined, 300)).rejects.toThrow(
        /have 400 combinations of values, too many for the 500 rows/u,
      );
    } finally {
      table.close();
    }
  });
});

describe('search: in a plan', () => {
  const plan = planText({
    variants: '{ off: off.onnx }',
    attributes: '{ team: { sensitive: true }, years: { bins: [5, 10, 15] }, hours: { bins: [30, 40, 50] } }',
    slices: '[team]',
    search: '{ conditions: 2, metrics: [accuracy, false_positive_rate] }',
  });

  it('gives the same from one run and from merged shards, also for attributes that cut no slice', async () => {
    const folder = await tabularFolder({ 'audit.yaml': plan, 'table.csv': tableText(2000) });
    const options = ['--sessions', '0', '--released-at', '2026-11-23', '--json', '--quiet', '--out', 'compared'];
    const compared = await audit(folder, ['compare', ...options]);
    const tallies: string[] = [];
    for (const i of [1, 2]) {
      await audit(folder, ['score', '--shard', `${i}/2`, '--out', `shard${i}`, '--quiet']);
      await audit(folder, ['tally', `shard${i}`, '--out', `${i}.json`]);
      tallies.unshift(`${i}.json`);
    }
    await audit(folder, ['merge', ...tallies, '--out', 'merged.json']);
    const judged = await audit(folder, ['judge', 'merged.json', '--json']);
    const one = (JSON.parse(compared.stdout) as Records).records[0]?.fairness.search;
    const other = (JSON.parse(judged.stdout) as { readonly variants: Records['records'] }).variants[0]?.fairness.search;
    expect(one?.attributes).toEqual(['team', 'years', 'hours']);
    expect(one?.metrics.map(({ kind }) => kind)).toEqual(['searched', 'searched']);
    expect(other).toEqual(one);
  }, 240_000);

  it('cuts columns of numbers by the whole table, so that shards, merged in any order, give what one run gives', async () => {
    const text = planText({
      variants: '{ off: off.onnx }',
      attributes: '{ team: { sensitive: true } }',
      search: '{ columns: [hours, years], conditions: 2 }',
    });
    // Sorted by hours, so that no shard has the quantiles of all.
    const [head = '', ...rows] = tableText(2000).trimEnd().split('\n');
    const hoursOf = (row: string): number => Number(row.split(',')[1]);
    const table = `${[head, ...rows.sort((a, b) => hoursOf(a) - hoursOf(b))].join('\n')}\n`;
    const folder = await tabularFolder({ 'audit.yaml': text, 'table.csv': table });
    const options = ['--sessions', '0', '--released-at', '2026-11-23', '--json', '--quiet', '--out', 'compared'];
    const compared = await audit(folder, ['compare', ...options]);
    const tallies: string[] = [];
    for (const i of [1, 2, 3]) {
      await audit(folder, ['score', '--shard', `${i}/3`, '--out', `shard${i}`, '--quiet']);
      await audit(folder, ['tally', `shard${i}`, '--out', `${i}.json`]);
      tallies.unshift(`${i}.json`);
    }
    await audit(folder, ['merge', ...tallies, '--out', 'merged.json']);
    const [one] = (JSON.parse(compared.stdout) as Records).records;
    // No metric of scores without ranks: only what is searched is held against each other.
    const judged = await audit(folder, ['judge', 'merged.json', '--json', '--out', 'judged']);
    const [other] = (JSON.parse(judged.stdout) as { readonly variants: Records['records'] }).variants;
    expect(one?.fairness.search?.attributes).toEqual(['team', 'hours', 'years']);
    // 41 different hours from 20 to 60, 19 years from 1 to 19: the latter are few enough to stand as they are.
    expect(one?.fairness.search?.binned).toMatchObject([{ attribute: 'hours', edges: { length: 7 } }]);
    const [{ edges } = { edges: [] }] = one?.fairness.search?.binned ?? [];
    for (const [i, edge] of edges.entries()) expect(Math.abs(edge - (25.1 + 5.1 * i))).toBeLessThanOrEqual(1);
    expect(one?.fairness.search?.metrics.map(({ kind }) => kind)).toEqual(['searched']);
    expect(other?.fairness.search).toEqual(one?.fairness.search);
    expect(new Set(one?.fairness.slices.flatMap(({ slice }) => slice.map(({ attribute }) => attribute)))).toEqual(
      new Set(['team']),
    );
    const ranked = await audit(folder, [
      'tally',
      'shard1',
      'shard2',
      'shard3',
      '--ranks',
      'merged.json',
      '--out',
      'r.json',
    ]);
    expect(ranked.code).toBe(0);
    const whole = await audit(folder, ['judge', 'merged.json', '--ranks', 'r.json', '--json']);
    expect((JSON.parse(whole.stdout) as { readonly variants: Records['records'] }).variants[0]?.fairness).toEqual(
      one?.fairness,
    );
    // Edges that somebody moved are those of another plan.
    const moved = (await readFile(join(folder, 'merged.json'), 'utf8')).replace(
      `"edges":[${edges.join(',')}]`,
      '"edges":[40]',
    );
    await put(folder, { 'moved.json': moved });
    expectRefusal(await audit(folder, ['judge', 'moved.json']), 'made under another plan', '--plan');
    expect(await readFile(join(folder, 'compared/off/data/model/README.md'), 'utf8')).toContain(
      'Numbers were cut so that about as many fall into each bin: hours into 8 bins.',
    );
  }, 240_000);

  it('refuses a column that the table does not have, where the plan names it', async () => {
    const text = planText({ search: '{ columns: [hour] }' });
    const folder = await tabularFolder({ 'audit.yaml': text });
    const refused = await audit(folder, ['compare', '--sessions', '0', '--quiet']);
    expectRefusal(
      refused,
      'The search names the column "hour", which the table does not have',
      'Did you mean "hours"?',
    );
    expect(refused.stderr).toMatch(/audit\.yaml:9:\d+|audit\.yaml:10:\d+/u);
  });

  it('is asked for by --search too, and joins attributes that the plan does not have', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ variants: '{ off: off.onnx }' }),
      'table.csv': tableText(2000),
    });
    const args = ['compare', '--sessions', '0', '--quiet', '--json', '--search', 'team,hours', '--out', 'a'];
    const { stdout } = await audit(folder, args);
    const fairness = (JSON.parse(stdout) as Records).records[0]?.fairness;
    expect(fairness?.search).toMatchObject({ attributes: ['team', 'hours'], conditions: 3, most: 5 });
    expect(fairness?.search?.binned).toMatchObject([{ attribute: 'hours' }]);
    expect(new Set(fairness?.slices.flatMap(({ slice }) => slice.map(({ attribute }) => attribute)))).toEqual(
      new Set(['team']),
    );
  });

  it('refuses an attribute with a value for each row, where the plan asks for it', async () => {
    const text = planText({ attributes: '{ team: {}, id: {} }', slices: '[team]', search: 'true' });
    const folder = await tabularFolder({ 'audit.yaml': text });
    const refused = await audit(folder, ['compare', '--sessions', '0', '--quiet']);
    expectRefusal(refused, '"id" has a value of its own for each of the 400 rows', 'cut a number into bins');
    expect(refused.stderr).toMatch(/audit\.yaml:\d+:\d+/u);
  });

  it('refuses --search without data', async () => {
    const folder = await tabularFolder();
    expectRefusal(
      await audit(folder, ['compare', 'base.onnx', 'off.onnx', '--search', 'team']),
      '--search needs data',
      '--data',
    );
  });
});
