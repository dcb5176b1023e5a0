import { describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { terminalWidth } from '../../src/cli/terminal-width.js';
import { root } from './audit-command.js';
import { tabularFolder } from './tabular.js';

describe('the width of the terminal', () => {
  it.each([
    ['that of the terminal', 120, { COLUMNS: '60' }, 120],
    ['what COLUMNS says where there is none', undefined, { COLUMNS: '60' }, 60],
    ['what COLUMNS says where the terminal has no size', 0, { COLUMNS: '60' }, 60],
    ['80 where nothing is known', 0, {}, 80],
    ['80 where COLUMNS is no number', undefined, { COLUMNS: 'wide' }, 80],
    ['never too narrow to be written in', 1, {}, 20],
  ])('is %s', (_, columns, env, expected) => expect(terminalWidth(columns, env)).toBe(expected));
});

const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

it.skipIf(!hasScript)('audit compare writes on a pseudo-terminal without a size', async () => {
  const folder = await tabularFolder();
  const compare = `compare base.onnx off.onnx --data table.csv --label paid --slice team --sessions 0`;
  const command = `stty cols 0 rows 0; "${process.execPath}" "${join(root, 'bin', 'audit.js')}" ${compare}`;
  const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, encoding: 'utf8' });
  expect(stdout).toContain('north');
  expect(stdout).not.toContain('Fatal');
  expect(status).toBe(1);
});
