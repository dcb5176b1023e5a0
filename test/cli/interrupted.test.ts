import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { audit, auditCommand, filesBelow, namesIn } from './audit-command.js';
import { planText, tableText, tabularFolder } from './tabular.js';

it.skipIf(process.platform === 'win32')(
  'audit compare, ended by Ctrl-C in the middle of scoring, says what it keeps and goes on from there',
  async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText(), 'table.csv': tableText(150_000) });
    const args = ['compare', '--sessions', '0', '--released-at', '2026-11-23', '--workers', '1'];
    const outcomes = join(folder, 'out/.work/outcomes');

    const child = spawn(process.execPath, [auditCommand, ...args, '--quiet', '--out', 'out'], { cwd: folder });
    let printed = '';
    child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
    child.stderr.on('data', (text: Buffer) => (printed += text.toString()));
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (!(await namesIn(outcomes)).includes('part-00000.parquet') && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill('SIGINT');
    expect(await ended).toBe(2);
    expect(printed).toMatch(/^audit: interrupted; .* kept\n {2}The same command goes on where it stopped\.\n$/u);
    expect(await namesIn(join(folder, 'out'))).toEqual(['.work']);
    expect(await namesIn(outcomes)).not.toContain('part-00009.parquet');

    const resumed = await audit(folder, [...args, '--out', 'out']);
    expect(resumed.stderr).toMatch(/reused \d+ outcomes of an earlier run/u);
    expect(resumed.code).toBe((await audit(folder, [...args, '--out', 'whole'])).code);
    expect(await filesBelow(join(folder, 'out'))).toEqual(await filesBelow(join(folder, 'whole')));
  },
  240_000,
);
