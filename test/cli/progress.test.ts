import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit, put, root, temporaryFolder } from './audit-command.js';

const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
const flags = 'metrics t.csv --label y --baseline base --variant small --variant tiny --slice g --unit who';

async function folderWithTable(): Promise<string> {
  const folder = await temporaryFolder();
  const rows = Array.from(
    { length: 300 },
    (_, i) => `${i % 2},0.${i % 10},0.${(i + 1) % 10},0.5,${i % 3},p${i >> 1}\n`,
  );
  await put(folder, { 't.csv': `y,base,small,tiny,g,who\n${rows.join('')}` });
  return folder;
}

/** What a terminal shows of stderr. */
function onTerminal(folder: string, args: string): string {
  const command = `"${process.execPath}" "${join(root, 'bin', 'audit.js')}" ${args} > out.txt`;
  return spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, encoding: 'utf8' }).stdout;
}

describe('audit metrics says how far its statistics are', () => {
  it.skipIf(!hasScript)('on a terminal, but not where it is to be quiet or prints JSON', async () => {
    const folder = await folderWithTable();
    const shown = onTerminal(folder, flags);
    expect(shown).toMatch(/measuring +░+ 0 of [\d,]+ measures · 1 of 2 variants/u);
    expect(shown).toMatch(/measuring +█+ ([\d,]+) of \1 measures · 2 of 2 variants/u);
    expect(onTerminal(folder, `${flags} --quiet`)).toBe('');
    expect(onTerminal(folder, `${flags} --json`)).not.toContain('measuring');
  });

  it('nowhere else', async () => {
    const { stderr } = await audit(await folderWithTable(), flags.split(' '));
    expect(stderr).not.toContain('measuring');
  });
});
