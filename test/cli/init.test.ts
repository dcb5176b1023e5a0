import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit, bring, expectRefusal, namesIn, put } from './audit-command.js';
import { tableText, tabularFolder } from './tabular.js';

const init = ['init', 'base.onnx', 'table.csv', 'off.onnx', '--label', 'paid'];

describe('audit init', () => {
  it('writes a plan that runs as it is, for models whose inputs are columns', async () => {
    const folder = await tabularFolder();
    const { code, stdout, stderr } = await audit(folder, init);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^wrote audit\.yaml\n[^]*before you run it[^]*then: audit compare --plan audit\.yaml\n$/u);
    const ended = await audit(folder, ['compare', '--plan', 'audit.yaml', '--sessions', '0']);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/everyone +199 .* -17\.1/u);
  });

  it('never writes over a plan unless forced', async () => {
    const folder = await tabularFolder({ 'audit.yaml': 'mine' });
    expectRefusal(await audit(folder, init), 'audit.yaml', '--force');
    expect(await readFile(join(folder, 'audit.yaml'), 'utf8')).toBe('mine');
    expect((await audit(folder, [...init, '--force'])).code).toBe(0);
  });

  it('names variants as a plan takes them, each by a name of its own', async () => {
    const folder = await tabularFolder();
    await bring(folder, {
      '.hidden model.onnx': 'test/reference/tabular/off.onnx',
      'other/OFF.onnx': 'test/reference/tabular/off.onnx',
    });
    const named = await audit(folder, ['init', 'base.onnx', 'table.csv', '.hidden model.onnx', '--label', 'paid']);
    expect({ code: named.code, stderr: named.stderr }).toEqual({ code: 0, stderr: '' });
    expect(await readFile(join(folder, 'audit.yaml'), 'utf8')).toMatch('  hidden-model: ".hidden model.onnx"\n');
    const args = ['other/OFF.onnx', 'same.onnx', 'other/same.onnx', 'my model (v2).onnx'];
    await bring(folder, {
      'other/same.onnx': 'test/reference/tabular/same.onnx',
      'my model (v2).onnx': 'test/reference/tabular/same.onnx',
    });
    expect(await audit(folder, [...init, ...args, '--force'])).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(join(folder, 'audit.yaml'), 'utf8')).toContain(
      'variants:\n  "off": off.onnx\n  other-OFF: other/OFF.onnx\n  same: same.onnx\n  other-same: other/same.onnx\n' +
        '  my-model-v2: "my model (v2).onnx"\n',
    );
    expectRefusal(await audit(folder, [...init, './off.onnx', '--force']), '"off.onnx" is named twice');
    expectRefusal(await audit(folder, [...init, 'base.onnx', '--force']), '"base.onnx" is named twice');
  });

  it('asks for the label where no column is called like one', async () => {
    const folder = await tabularFolder();
    expectRefusal(await audit(folder, ['init', 'base.onnx', 'table.csv']), '--label', 'hours, years, team, paid');
    expectRefusal(await audit(folder, ['init', 'base.onnx', 'table.csv', '--label', 'pade']), 'Did you mean "paid"?');
    expect(await namesIn(folder)).not.toContain('audit.yaml');
  });

  it('asks for another place where table and model have no folder in common', async () => {
    const folder = await tabularFolder();
    await bring(folder, { 'models/base.onnx': 'test/reference/tabular/base.onnx' });
    expectRefusal(
      await audit(folder, ['init', 'models/base.onnx', 'table.csv', '--label', 'paid']),
      'outside',
      '--out',
    );
    const ended = await audit(folder, [
      'init',
      'models/base.onnx',
      'table.csv',
      '--label',
      'paid',
      '--out',
      'audit.yaml',
    ]);
    expect(ended.code).toBe(0);
  });

  it('takes two labels for the labels where a few rows have another, and says which', async () => {
    const folder = await tabularFolder({
      'table.csv': tableText(100, (_, i) => (i === 50 ? { paid: 'NaN' } : {})),
    });
    const { code, stdout } = await audit(folder, init);
    expect(code).toBe(0);
    expect(stdout).toMatch(/table\.csv:52, row 51: The column "paid" has the label "NaN" here, where 99 of 100 rows/u);
    expect(await readFile(join(folder, 'audit.yaml'), 'utf8')).toMatch(/task: binary[^]*positive: "1"/u);
  });

  it.each([
    ['a table that is not there', ['init', 'base.onnx', 'nowhere.csv'], 'nowhere.csv'],
    ['a table on a network', ['init', 'base.onnx', 'https://example.org/table.csv'], 'found an address'],
    ['a model that is not there', ['init', 'nowhere.onnx', 'table.csv', '--label', 'paid'], 'nowhere.onnx'],
    [
      'a variant that is not there',
      ['init', 'base.onnx', 'table.csv', 'nowhere.onnx', '--label', 'paid'],
      'nowhere.onnx',
    ],
  ])('refuses %s', async (_, args, expected) => {
    const folder = await tabularFolder();
    expectRefusal(await audit(folder, args), expected);
    expect(await namesIn(folder)).not.toContain('audit.yaml');
  });

  it('writes YAML that says what the columns say, whatever they are called', async () => {
    const folder = await tabularFolder();
    const names = ['sex: #1', 'race "x"', "age'{{y}}", '- gender', 'tone\u202egnp', 'no', '<b>skin</b>'];
    const cells = ['yes', '"a: b"', '#c', '~', '- d', '{e}', '*f'];
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const rows = Array.from({ length: 40 }, (_, i) =>
      [30 + i, i % 19, i % 2, ...cells.map((cell) => quote(i % 3 === 0 ? cell : 'other'))].join(','),
    );
    await put(folder, { 'odd.csv': `hours,years,label,${names.map(quote).join(',')}\n${rows.join('\n')}\n` });
    const made = await audit(folder, ['init', 'base.onnx', 'odd.csv', 'same.onnx']);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const ended = await audit(folder, ['compare', '--plan', 'audit.yaml', '--sessions', '0', '--quiet']);
    expect(ended.stderr).toBe('');
    expect([0, 3]).toContain(ended.code);
    expect(ended.stdout + made.stdout).not.toMatch(/\u202e/u);
  });
});
