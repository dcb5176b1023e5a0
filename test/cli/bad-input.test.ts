import { DuckDBInstance } from '@duckdb/node-api';
import { symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit, bring, expectRefusal, namesIn, put } from './audit-command.js';
import { planText, tableText, tabularFolder } from './tabular.js';

/** Audits a folder, expects a refusal, and that no result is left half-written. */
async function expectRefused(folder: string, ...parts: readonly (string | RegExp)[]): Promise<void> {
  expectRefusal(await audit(folder, ['compare', '--sessions', '0', '--quiet']), ...parts);
  const left = (await namesIn(join(folder, 'fairweight-out'))).filter((name) => name !== '.work');
  expect(left).toEqual([]);
}

describe.concurrent('audit compare, given a model that it cannot read, exits with 2', () => {
  const cases: readonly [string, string, (folder: string) => Promise<unknown>, RegExp][] = [
    ['missing', 'bad.onnx', () => Promise.resolve(), /audit\.yaml:\d+:\d+ +There is no model "bad\.onnx"/u],
    ['empty', 'bad.onnx', (folder) => put(folder, { 'bad.onnx': '' }), /bad\.onnx +.*empty/u],
    ['no ONNX', 'bad.onnx', (folder) => put(folder, { 'bad.onnx': 'This is no model at all.' }), /bad\.onnx +.*ONNX/u],
    ['a folder', 'bad.onnx', (folder) => put(folder, { 'bad.onnx/x': '' }), /found a folder: "bad\.onnx"/u],
    ['outside the folder of the plan', '../bad.onnx', () => Promise.resolve(), /"\.\.\/bad\.onnx" lies outside/u],
  ];
  it.each(cases)('%s', async (_, file, prepare, expected) => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ variants: `{ bad: ${file} }` }) });
    await prepare(folder);
    await expectRefused(folder, expected);
  });

  it('truncated', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ variants: '{ bad: bad.onnx }' }) });
    await bring(folder, { 'bad.onnx': 'test/reference/tabular/off.onnx' });
    await truncate(join(folder, 'bad.onnx'), 300);
    await expectRefused(folder, 'bad.onnx');
  });

  it.each([
    ['unknown-operator', /Frobnicate/u],
    ['custom-operator', /com\.acme|Bar/u],
    ['opset-99', /99/u],
    ['external/absolute', /outside|absolute/u],
    ['external/parent', /outside|\.\./u],
    ['external/missing', /there is no|not there|missing/iu],
  ])('%s', async (name, expected) => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ variants: '{ bad: bad.onnx }' }) });
    await bring(folder, { 'bad.onnx': `test/reference/models/${name}.onnx` });
    await expectRefused(folder, expected);
  });

  it('weights behind a link that leads outside', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ variants: '{ bad: model/whole.onnx }' }) });
    await bring(folder, {
      'model/whole.onnx': 'test/reference/models/external/whole.onnx',
      'weights.bin': 'test/reference/models/external/weights.bin',
    });
    await symlink(join(folder, 'weights.bin'), join(folder, 'model/weights.bin'));
    await expectRefused(folder, /outside/u, 'weights.bin');
  });

  it('other inputs than the plan feeds', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ inputs: '{ hours: { column: hours } }' }) });
    await expectRefused(folder, 'has the inputs hours, years; the plan feeds hours');
  });

  it.each([
    [
      'columns',
      '{ hours: { columns: { hours: {}, years: {} } }, years: { column: years } }',
      'make 2 floats an example',
    ],
    ['a picture', '{ hours: { column: hours }, years: { file: team } }', 'has 3 channels, but the input "years" is'],
    ['an array', '{ hours: { column: hours }, years: { array: team, mean: [1, 2] } }', 'but the input has 1 channel.'],
  ])('another shape or type than the plan makes of %s', async (kind, inputs, expected) => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ inputs }) });
    await expectRefused(folder, expected, /audit\.yaml:6:\d+ /u);
  });

  it('no such output', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ outcome: '{ task: binary, output: scores, positive: 1 }' }),
    });
    await expectRefused(folder, 'no output "scores"', 'Its outputs are: score');
  });

  it('an answer that is no number', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ variants: '{ "nan": nan.onnx }' }),
      'table.csv': tableText(100, (_, i) => (i === 77 ? { hours: '-3' } : {})),
    });
    await expectRefused(folder, /"nan".*"e77"|"e77".*"nan"/u, /NaN|no finite number|not a number/iu);
  });

  it('a score that is no probability', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({
        baseline: 'two.onnx',
        variants: '{ two: other.onnx }',
        outcome: '{ task: binary, output: logit, positive: 1 }',
      }),
    });
    await bring(folder, { 'other.onnx': 'test/reference/tabular/two.onnx' });
    await expectRefused(folder, /activation/u);
  });
});

describe.concurrent('audit compare, given a table that it cannot use, exits with 2', () => {
  const row = 'e0,40,10,north,1\n';
  const head = 'id,hours,years,team,paid\n';
  it.each<[string, string, RegExp]>([
    ['empty', '', /table\.csv/u],
    ['no rows but a header', head, /no rows|no example|positive label/iu],
    ['a ragged row', `${head}${row}e1,40,10,north\n${row}`, /table\.csv:3\b/u],
    ['a row too wide', `${head}${row}e1,40,10,north,0,9\n`, /table\.csv:3\b/u],
    [
      'a column twice',
      `id,hours,years,team,paid,paid\n${row.trim()},1\n`,
      /"?paid"?.*twice|twice.*paid|more than once/iu,
    ],
    ['no UTF-8', `${head}${row}`, /UTF-8/u],
    ['a repeated id', tableText(100, (_, i) => (i === 50 ? { id: 'e7' } : {})), /Ids must be unique.*e7/u],
    [
      'no id',
      tableText(100, (_, i) => (i === 50 ? { id: '' } : {})),
      /table\.csv:52, row 51 +This row has no id in the column "id"/u,
    ],
    [
      'no label',
      tableText(100, (_, i) => (i === 50 ? { paid: '' } : {})),
      /table\.csv:52, row 51 .*"e50" has no label in "paid"/u,
    ],
    [
      'a third label in few rows',
      tableText(100, (_, i) => (i >= 50 && i < 53 ? { paid: 'NaN' } : {})),
      /table\.csv:52, row 51 +The column "paid" has the label "NaN" here, where 97 of 100 rows have "[01]" or "[01]"\.\n +If that is a slip/u,
    ],
    [
      'a third label in many rows',
      tableText(100, (_, i) => (i % 4 === 0 ? { paid: 'maybe' } : {})),
      /audit\.yaml:7:\d+ .*has more: .*maybe/u,
    ],
    ['one label only', tableText(100, () => ({ paid: '1' })), /Every example is "1"/u],
    [
      'text for a number',
      tableText(100, (_, i) => (i === 50 ? { hours: 'full' } : {})),
      /table\.csv:52, row 51 .*"e50" has "full" in the column "hours", where a number is wanted/u,
    ],
    [
      'an empty number',
      tableText(100, (_, i) => (i === 50 ? { hours: '' } : {})),
      /table\.csv:52, row 51 .*"e50" has nothing in the column "hours"/u,
    ],
  ])('%s', async (name, text, expected) => {
    const folder = await tabularFolder({ 'audit.yaml': planText(), 'table.csv': text });
    if (name === 'no UTF-8')
      await put(folder, { 'table.csv': Buffer.from(`${text}e1,40,10,n\u00fcrnberg,0\n`, 'latin1') });
    await expectRefused(folder, expected);
  });

  it('no number in Parquet, whose row has a number but no line', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ data: '{ table: table.parquet, id: id, label: paid }' }),
    });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `copy (select id, case when id = 'e50' then 'nan'::double else hours::double end as hours, years, team, paid from '${join(folder, 'table.csv')}')
       to '${join(folder, 'table.parquet')}' (format parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    await expectRefused(
      folder,
      /table\.parquet, row 51 +The example "e50" has "NaN" in the column "hours", where a number is wanted/u,
    );
  });

  it('a label outside the classes', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({
        baseline: 'two.onnx',
        variants: '{ two: other.onnx }',
        outcome: '{ task: multiclass, output: score, classes: ["0", "2"] }',
      }),
    });
    await bring(folder, { 'other.onnx': 'test/reference/tabular/two.onnx' });
    await expectRefused(
      folder,
      /table\.csv:\d+, row \d+ +The example "e\d+" has the label "1" in "paid", which is none of the classes/u,
    );
  });

  it('a missing column, with the place in the plan', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ attributes: '{ squad: { sensitive: true } }' }) });
    await expectRefused(folder, /audit\.yaml:\d+:\d+ .*"squad", which table\.csv does not have/u, /team/u);
  });
});

describe.concurrent('audit compare, given a plan that it cannot follow, exits with 2', () => {
  it.each<[string, string, RegExp]>([
    ['a slip of the pen', 'version: 1\nname: [pay\n', /audit\.yaml:\d+:\d+/u],
    ['an empty plan', '\n', /This plan is empty.*[^]*audit init/u],
    ['a misspelt key', planText({ min_slize: '10' }), /audit\.yaml:10:1 .*"min_slize"[^]*Did you mean "min_slice"\?/u],
    [
      'an unknown metric',
      planText({ margins: '{ acuracy: { drift: 2 points } }' }),
      /audit\.yaml:10:\d+ .*"acuracy"[^]*Did you mean "accuracy"\?/u,
    ],
    ['an unknown slice', planText({ slices: '[teem]' }), /audit\.yaml:10:\d+ .*"teem"[^]*Did you mean "team"\?/u],
    [
      'an unknown explainer',
      planText({ explain: '{ methods: [oclusion] }' }),
      /audit\.yaml:9:\d+ .*"oclusion"[^]*Did you mean "occlusion"\?/u,
    ],
    [
      'an unknown claim metric',
      planText({ claims: '[{ id: a, text: b, metric: sise, at_most: 1 }]' }),
      /audit\.yaml:10:\d+ .*"sise"/u,
    ],
    [
      'a positive label that nobody has',
      planText({ outcome: '{ task: binary, output: score, positive: yess }' }),
      /audit\.yaml:7:\d+ .*"yess"[^]*Its labels are: /u,
    ],
    [
      'an order that lacks a value',
      planText({ attributes: '{ team: { order: [north, sauth] } }' }),
      /"south"[^]*Did you mean "sauth"\?/u,
    ],
    [
      'a table outside the folder',
      planText({ data: '{ table: ../table.csv, label: paid }' }),
      /audit\.yaml:5:16 +The table "\.\.\/table\.csv" lies outside/u,
    ],
    [
      'an absolute table among others',
      planText({ data: '{ label: paid, table: [table.csv, /etc/*.csv] }' }),
      /audit\.yaml:5:41 +The table "\/etc\/\*\.csv" lies outside/u,
    ],
    [
      'a table that is not there',
      planText({ data: '{ table: nowhere.csv, label: paid }' }),
      /audit\.yaml:5:16 .*"nowhere\.csv"/u,
    ],
    [
      'a table on a network',
      planText({ data: '{ table: "https://example.org/t.csv?v=1", label: paid }' }),
      /audit\.yaml:5:16 +Expected a file, found an address: "https:\/\/example\.org\/t\.csv\?v=1"\.\n +Nothing is ever read from a network/u,
    ],
    ['a model on a network', planText({ variants: '{ a: s3://bucket/a.onnx }' }), /audit\.yaml:4:\d+ .*an address/u],
    ['a version that is not known', planText({ version: '2' }), /audit\.yaml:1:\d+ +version: expected 1, found 2/u],
    [
      'margins for a slice that is not cut',
      planText({ margins: '{ accuracy: { drift: 2 points, slices: squad } }' }),
      /"squad"/u,
    ],
  ])('%s', async (_, text, expected) => {
    await expectRefused(await tabularFolder({ 'audit.yaml': text }), expected);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a model on a network', ['base.onnx', 'https://example.org/off.onnx'], /an address: "https:/u],
    ['a table on a network', ['--data', 'gs://bucket/table.csv'], /an address: "gs:/u],
    ['a label that no column is called', ['--label', 'pade'], /the command line +The label is the column "pade"/u],
    ['a slice that no column is called', ['--slice', 'teem'], /the command line +The attribute "teem"/u],
    ['a positive label that nobody has', ['--positive', 'yes'], /the command line +No example has the positive/u],
  ])('%s, on the command line', async (_, args, expected) => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    expectRefusal(await audit(folder, ['compare', ...args]), expected);
  });

  it('a plan that is not there', async () => {
    const folder = await tabularFolder();
    expectRefusal(await audit(folder, ['compare', '--plan', 'plans/audit.yaml']), 'plans/audit.yaml', 'audit init');
  });

  it('shows the stack trace of an error with --debug only', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ min_slize: '10' }) });
    expect((await audit(folder, ['compare', '--debug'])).stderr).toMatch(/^ +at .*:\d+:\d+\)?$/mu);
  });
});
