import { describe, expect, it } from 'vitest';
import { audit, expectRefusal, namesIn, temporaryFolder } from './audit-command.js';
import { planText, tabularFolder } from './tabular.js';

// Only Linux has a folder in which nothing can ever be made; Node's recursive mkdir tries for ever.
describe.runIf(process.platform === 'linux').concurrent('a place where no folder can be made', () => {
  it('ends audit compare with a sentence', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const args = ['compare', '--sessions', '0', '--quiet', '--out', '/proc/nope/x'];
    expectRefusal(await audit(folder, args), '/proc/nope  This folder could not be made', '--out');
  });

  it('ends audit keygen with a sentence', async () => {
    const folder = await temporaryFolder();
    expectRefusal(await audit(folder, ['keygen', '--out', '/proc/nope/x/release.pem']), 'could not be made');
    expect(await namesIn(folder)).toEqual([]);
  });
});
