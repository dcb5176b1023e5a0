import { describe, expect, it } from 'vitest';
import { audit, expectRefusal, namesIn, temporaryFolder } from './audit-command.js';

describe('audit, asked for help', () => {
  it.each(['compare', 'init', 'keygen', 'seal', 'verify'])('explains %s', async (name) => {
    const folder = await temporaryFolder();
    const { code, stdout, stderr } = await audit(folder, [name, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(`Usage: audit ${name}`);
    expect(await audit(folder, ['help', name])).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('shows no default that is no answer', async () => {
    const { stdout } = await audit(await temporaryFolder(), ['compare', '--help']);
    expect(stdout).not.toMatch(/default: (\[\]|""|undefined)/u);
  });

  it('lists its commands and what the exit codes mean', async () => {
    const { code, stdout } = await audit(await temporaryFolder(), ['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/compare[^]*init[^]*keygen[^]*seal[^]*verify[^]*Exit codes:\n +0 +every promise kept/u);
  });

  it('says its version', async () => {
    expect(await audit(await temporaryFolder(), ['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  });
});

describe('audit, asked for what it does not know', () => {
  it('names the command that is nearest', async () => {
    const { code, stderr, stdout } = await audit(await temporaryFolder(), ['compair']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'audit: audit has no command "compair".\n' +
        '  Did you mean "compare"? Its commands are: compare, metrics, init, margins, keygen, seal, verify, score, tally, merge, judge.\n',
    );
  });

  it('names the option that is nearest', async () => {
    const { code, stderr } = await audit(await temporaryFolder(), ['compare', '--plam', 'audit.yaml']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'audit: audit compare has no option "--plam".\n  Did you mean "--plan"? audit compare --help lists its options.\n',
    );
  });

  it.each<readonly [string, string, string]>([
    ['help nope', 'audit has no command "nope".', 'Its commands are: compare'],
    ['--plan audit.yaml', 'audit has no option "--plan".', 'It is an option of audit compare, audit margins'],
    ['judge t.json --quiet', 'audit judge has no option "--quiet".', 'It is an option of audit compare'],
    ['metrics t.csv --labl y', 'audit metrics has no option "--labl".', 'Did you mean "--label"?'],
    ['metrics t.csv', 'audit metrics needs --label <column>: the column with the truth.', 'audit metrics --help'],
    ['judge', 'audit judge needs <tally>: the tally of the whole set', 'Write it like: audit judge [options] <tally>.'],
    ['init base.onnx', 'audit init needs <table>: ', 'audit init [options] <model> <table> [variants...].'],
    ['compare --plan', '--plan needs a value, found the end', 'Write --plan <file>: the plan;'],
    ['compare --plan --quiet', '--plan needs a value, found the option "--quiet".', 'Write --plan <file>: the plan;'],
    ['compare --out a --out b', '--out is given twice: "a" and "b".', 'leave one out'],
    ['margins audit.yaml', 'audit margins takes no argument, found "audit.yaml".', '--plan audit.yaml'],
    ['seal a b --key k', 'audit seal takes one argument, found "a", "b".', 'in quotation marks'],
    ['metrics t.csv --task binery', '--task: expected one of binary, multiclass', 'Did you mean "binary"?'],
    [
      'score --out o --shard 4/3',
      '--shard: expected which of how many shards, such as 3/16, found "4/3".',
      'counted from 1',
    ],
  ])('refuses audit %s in its own words', async (line, says, wayOut) => {
    const folder = await temporaryFolder();
    expectRefusal(await audit(folder, line.split(' ')), says, wayOut);
    expect(await namesIn(folder)).toEqual([]);
  });

  it('says what to do where nothing is named and there is no plan', async () => {
    const folder = await temporaryFolder();
    const { code, stderr } = await audit(folder, ['compare']);
    expect(code).toBe(2);
    expect(stderr).toMatch('There is no audit.yaml here, and no models are named.');
    expect(stderr).toMatch('audit init base.onnx labels.csv');
    expect(await namesIn(folder)).toEqual([]);
  });

  it('shows its help where no command is named, and does not call that a release whose promises are kept', async () => {
    const { code, stdout, stderr } = await audit(await temporaryFolder(), []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch('Usage: audit');
  });

  it.each([
    ['--sessions', 'many', 'whole number of at least 0'],
    ['--workers', '0', 'whole number from 1 to 512'],
    ['--released-at', 'tomorrow', 'date such as 2026-11-23'],
    ['--released-at', '2026-13-45', 'date such as 2026-11-23'],
    ['--released-at', '2026-02-30', 'date such as 2026-11-23'],
  ])('refuses %s %s', async (option, value, expected) => {
    const { code, stderr } = await audit(await temporaryFolder(), ['compare', option, value]);
    expect(stderr).toMatch(expected);
    expect(code).toBe(2);
  });

  it('wants variants where a baseline is named', async () => {
    const { code, stderr } = await audit(await temporaryFolder(), ['compare', 'base.onnx']);
    expect(code).toBe(2);
    expect(stderr).toMatch('Name the variants after the baseline');
  });
});
