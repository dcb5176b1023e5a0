import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { auditCommand, temporaryFolder, type Ended } from './audit-command.js';
import { planText, tabularFolder } from './tabular.js';

/** Runs a line of a shell in a folder; `audit` in it is the real command. */
async function shell(folder: string, line: string): Promise<Ended> {
  const child = spawn('bash', ['-c', `audit() { "${process.execPath}" "${auditCommand}" "$@"; }; ${line}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

// Only Linux has a device that is always full.
describe.runIf(process.platform === 'linux')('what audit prints', () => {
  const compare = 'audit compare --sessions 0 --quiet';
  // Off is far off, so a run whose output is not looked at would exit with 1.
  const plan = { 'audit.yaml': planText({ variants: '{ off: off.onnx }' }) };

  it('cannot be written to a full disk: a sentence and the exit code 2, which is not that of a broken promise', async () => {
    const folder = await tabularFolder(plan);
    for (const line of [`${compare} > /dev/full`, 'audit --help > /dev/full']) {
      const { code, stderr } = await shell(folder, line);
      expect(stderr).toBe(
        'audit: The disk is full: what this command prints could not be written whole.\n' +
          '  The files that it wrote are there. Free some space, or print to another place.\n',
      );
      expect(code).toBe(2);
    }
  });

  it('may lose its reader, which changes no exit code and is not talked about', async () => {
    const folder = await tabularFolder(plan);
    const { code, stdout, stderr } = await shell(
      folder,
      `set -o pipefail; ${compare} --json | head -1; exit \${PIPESTATUS[0]}`,
    );
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '{\n', stderr: '' });
    const gone = await shell(folder, `${compare} | true; exit \${PIPESTATUS[0]}`);
    expect(gone).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  it('keeps its exit code where nobody can be told on stderr', async () => {
    const { code } = await shell(await temporaryFolder(), 'audit compare 2> /dev/full');
    expect(code).toBe(2);
    const whole = await shell(await tabularFolder(plan), 'audit compare --sessions 0 > /dev/null 2> /dev/full');
    expect(whole.code).toBe(1);
  });
});
