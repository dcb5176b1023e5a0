import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { audit, bring, expectRefusal, namesIn, put, root, temporaryFolder } from './audit-command.js';
import { planText, tabularFolder, tableText } from './tabular.js';

const quick = ['--data', 'table.csv', '--label', 'paid', '--slice', 'team'];

describe('audit compare with flags', () => {
  it('audits models whose inputs are columns of the table', async () => {
    const folder = await tabularFolder();
    const ended = await audit(folder, ['compare', 'base.onnx', 'off.onnx', ...quick, '--sessions', '0']);
    expect(ended.stdout).toMatch(/team +north +200 +-9\.5/u);
    expect(ended.stdout).toMatch('card     fairweight-out/off/data/model/card.html');
    expect(ended.code).toBe(1);
    expect(await namesIn(join(folder, 'fairweight-out', 'off', 'data', 'model'))).toEqual([
      'README.md',
      'card.html',
      'card.json',
      'off.onnx',
    ]);
  });

  it('says that no group was compared where no slice is named, and exits with 3', async () => {
    const folder = await tabularFolder();
    const { stdout, code } = await audit(folder, [
      ...['compare', 'base.onnx', 'same.onnx', '--data', 'table.csv', '--label', 'paid', '--sessions', '0'],
    ]);
    expect(stdout).toMatch(/not judged: same was compared .* only as a\s+whole: no\s+group was compared/su);
    expect(code).toBe(3);
  });

  it('names audit init where the inputs are no columns', async () => {
    const folder = await temporaryFolder();
    await bring(folder, {
      'base.onnx': 'datasets/census-income/base.onnx',
      'int8.onnx': 'datasets/census-income/int8.onnx',
    });
    await put(folder, { 'table.csv': tableText(5) });
    const ended = await audit(folder, ['compare', 'base.onnx', 'int8.onnx', ...quick]);
    expectRefusal(
      ended,
      'The inputs "features" of the model are no columns of "table.csv"',
      'audit init base.onnx table.csv',
    );
    expect(await namesIn(folder)).not.toContain('fairweight-out');
  });

  it('says without data that fairness was not audited, and exits with 3', async () => {
    const folder = await tabularFolder();
    const ended = await audit(folder, ['compare', 'base.onnx', 'same.onnx', '--sessions', '0']);
    expect(ended.stdout).toMatch(/fairness not audited/u);
    expect(ended.code).toBe(3);
    const card = await readFile(join(folder, 'fairweight-out/same/data/model/README.md'), 'utf8');
    expect(card).toMatch(/not audited/iu);
  });

  it.each([
    ['--data without --label', ['--data', 'table.csv'], '--data needs --label'],
    ['a label that is no column', ['--data', 'table.csv', '--label', 'payd'], /payd/u],
    ['a slice that is no column', ['--data', 'table.csv', '--label', 'paid', '--slice', 'teem'], /teem/u],
    ['an id that is no column', ['--data', 'table.csv', '--label', 'paid', '--id', 'key'], /key/u],
    ['a table that is not there', ['--data', 'tables.csv', '--label', 'paid'], 'There is no such table'],
    ['a positive label that nobody has', [...quick, '--positive', 'yes'], /"yes"/u],
  ])('refuses %s', async (_, flags, expected) => {
    const folder = await tabularFolder();
    expectRefusal(await audit(folder, ['compare', 'base.onnx', 'same.onnx', ...flags]), expected);
    expect(await namesIn(folder)).not.toContain('fairweight-out');
  });

  it('refuses a model of two outputs, and names the plan as the way', async () => {
    const folder = await tabularFolder();
    expectRefusal(await audit(folder, ['compare', 'two.onnx', 'same.onnx', ...quick]), /score, logit/u, 'audit init');
  });

  it('refuses the baseline as its own variant, and two variants of one name', async () => {
    const folder = await tabularFolder();
    await bring(folder, { 'other/same.onnx': 'test/reference/tabular/same.onnx' });
    expectRefusal(await audit(folder, ['compare', 'base.onnx', './base.onnx']), 'is the baseline itself');
    expectRefusal(
      await audit(folder, ['compare', 'base.onnx', 'same.onnx', 'other/same.onnx']),
      'Two variants would be called "same"',
    );
  });
});

describe('audit compare with a plan', () => {
  it('finds it in the working folder, beside the baseline, or where --plan says', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ name: 'usual' }),
      'other.yaml': planText({ name: 'other' }),
    });
    const elsewhere = await temporaryFolder();
    const nameOf = async (cwd: string, args: readonly string[]): Promise<unknown> => {
      const { code, stdout } = await audit(cwd, ['compare', ...args, '--json', '--sessions', '0', '--force']);
      expect(code).toBe(3);
      return (JSON.parse(stdout) as { records: { name: string }[] }).records.map(({ name }) => name);
    };
    expect(await nameOf(folder, [])).toEqual(['usual']);
    expect(await nameOf(elsewhere, [join(folder, 'base.onnx'), join(folder, 'same.onnx')])).toEqual(['usual']);
    expect(await nameOf(elsewhere, ['--plan', join(folder, 'other.yaml')])).toEqual(['other']);
  }, 600_000);

  it('prints with --json nothing but records that keep to the published schema', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ variants: '{ same: same.onnx, "off": off.onnx }' }),
    });
    const { code, stdout } = await audit(folder, ['compare', '--json', '--sessions', '0']);
    expect(code).toBe(1);
    const { records } = JSON.parse(stdout) as { records: unknown[] };
    expect(records).toHaveLength(2);
    const schema = JSON.parse(await readFile(join(root, 'schemas/record.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    for (const record of records) expect(validate(record) ? [] : validate.errors).toEqual([]);
    const card: unknown = JSON.parse(await readFile(join(folder, 'fairweight-out/off/data/model/card.json'), 'utf8'));
    expect(records[1]).toEqual(card);
  });

  it('is silent on stderr with --quiet, whether it is new or runs again', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const first = await audit(folder, ['compare', '--quiet', '--sessions', '0']);
    expect(first).toMatchObject({ code: 3, stderr: '' });
    expect(await audit(folder, ['compare', '--quiet', '--sessions', '0'])).toEqual(first);
  });

  it('writes a dossier a variant and a page over all, and exits with the worst', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ variants: '{ same: same.onnx, "off": off.onnx }' }),
    });
    const { code, stdout } = await audit(folder, ['compare', '--sessions', '0', '--out', 'a/b/results']);
    expect(code).toBe(1);
    expect(stdout).toMatch('compared a/b/results/compare.html');
    expect(await namesIn(join(folder, 'a/b/results'))).toEqual(['.work', 'compare.html', 'off', 'same']);
    expect(await namesIn(join(folder, 'a/b/results/.work/staging'))).toEqual([]);
  });

  it('measures latency where sessions are asked for, and keeps what it measured', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const args = ['compare', '--sessions', '3', '--released-at', '2026-11-23', '--json'];
    const first = await audit(folder, args);
    expect(first.stdout).toMatch('"ratioP50"');
    const evidence = await readFile(join(folder, 'fairweight-out/same/data/evidence/latencies.json'), 'utf8');
    expect(JSON.parse(evidence)).toMatchObject({ input: { kind: 'example', id: 'e0' } });
    expect(JSON.parse(first.stdout)).toMatchObject({
      records: [{ latency: { input: { kind: 'example', id: 'e0' } } }],
    });
    expect((await audit(folder, args)).stdout).toBe(first.stdout);
  }, 600_000);

  it('times a made-up input where there are no data, and says so', async () => {
    const folder = await tabularFolder();
    const { stdout } = await audit(folder, ['compare', 'base.onnx', 'same.onnx', '--sessions', '3', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ records: [{ latency: { input: { kind: 'generated' } } }] });
  }, 600_000);

  it('measures anew where what was kept of an earlier run has another shape', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const args = ['compare', '--sessions', '3', '--quiet'];
    await audit(folder, args);
    await put(folder, {
      'fairweight-out/.work/latencies.json': '{"sessions": [{"model": "baseline"}], "runsPerSession": "many"}',
      'fairweight-out/.work/explanations-0.json': '{"record": {"methods": 1}}',
    });
    expect(await audit(folder, args)).toMatchObject({ code: 3, stderr: '' });
    const evidence = await readFile(join(folder, 'fairweight-out/same/data/evidence/latencies.json'), 'utf8');
    expect((JSON.parse(evidence) as { sessions: unknown[] }).sessions).toHaveLength(6);
  }, 600_000);

  it('refuses a model whose file would take the place of a card on some systems', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ variants: '{ same: CARD.JSON }' }) });
    await bring(folder, { 'CARD.JSON': 'test/reference/tabular/same.onnx' });
    const ended = await audit(folder, ['compare', '--sessions', '0', '--quiet']);
    expectRefusal(
      ended,
      /CARD\.JSON +A file of the model cannot lie in the dossier.*"card\.json" and "CARD\.JSON"/u,
      /Rename/u,
    );
    expect(await namesIn(join(folder, 'fairweight-out'))).toEqual(['.work']);
  });

  it.skipIf(process.platform !== 'linux')('says so where it may not write', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const ended = await audit(folder, ['compare', '--sessions', '0', '--quiet', '--out', '/sys/fairweight']);
    expectRefusal(ended, /\/sys\/fairweight +This place may not be written to/u, '--out');
  });

  it('records the day of SOURCE_DATE_EPOCH, and refuses one that is no day', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const at = (epoch: string): ReturnType<typeof audit> =>
      audit(folder, ['compare', '--sessions', '0', '--quiet', '--json', '--force'], { SOURCE_DATE_EPOCH: epoch });
    for (const wrong of ['99999999999999999999', '253402300800', 'soon', '-1']) {
      expectRefusal(await at(wrong), 'SOURCE_DATE_EPOCH', '--released-at');
    }
    expect(await namesIn(folder)).not.toContain('fairweight-out');
    expect((await at('86400')).stdout).toMatch('"releasedAt": "1970-01-02T00:00:00Z"');
  });

  it('refuses a table whose files are of several kinds, and says which', async () => {
    const row = JSON.stringify({ id: 'j0', hours: 30, years: 4, team: 'north', paid: 1 });
    const folder = await tabularFolder({
      'audit.yaml': planText({ data: '{ table: [part.csv, part.jsonl], id: id, label: paid }' }),
      'part.csv': tableText(40),
      'part.jsonl': `${row}\n`,
    });
    const ended = await audit(folder, ['compare', '--sessions', '0']);
    expectRefusal(ended, /part\.jsonl/u, /format/u);
    expect(await namesIn(folder)).not.toContain('fairweight-out');
  });

  it('audits every row of a table in several files of one kind', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ data: '{ table: "part-*.csv", label: paid }' }),
      'part-1.csv': tableText(40),
      'part-2.csv': tableText(10),
    });
    expect((await audit(folder, ['compare', '--sessions', '0'])).code).toBe(3);
    const evidence = await readFile(join(folder, 'fairweight-out/same/data/evidence/outcomes.json'), 'utf8');
    expect(JSON.parse(evidence)).toMatchObject({ examples: 50 });
  });

  it('lists a dozen columns where one is wrong, and how many more there are', async () => {
    const names = Array.from({ length: 42 }, (_, i) => `column${i}`);
    const folder = await tabularFolder({
      'audit.yaml': planText(),
      'table.csv': `${names.join(',')}\n${names.map(() => '1').join(',')}\n`,
    });
    const ended = await audit(folder, ['compare']);
    expectRefusal(ended, /Its columns are: column0, .*, column11 and 30 more\./u);
    const quickly = await audit(folder, [
      'compare',
      'base.onnx',
      'same.onnx',
      '--data',
      'table.csv',
      '--label',
      'payd',
    ]);
    expectRefusal(quickly, /column11 and 30 more\./u);
  });
});
