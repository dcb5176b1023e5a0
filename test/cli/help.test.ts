import { describe, expect, it } from 'vitest';
import { audit, namesIn, temporaryFolder } from './audit-command.js';

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
    expect(stderr).toMatch("unknown command 'compair'");
    expect(stderr).toMatch('Did you mean compare?');
  });

  it('names the option that is nearest', async () => {
    const { code, stderr } = await audit(await temporaryFolder(), ['compare', '--plam', 'audit.yaml']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/unknown option '--plam'\s+\(Did you mean --plan\?\)/u);
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
    ['--workers', '0', 'whole number of at least 1'],
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
