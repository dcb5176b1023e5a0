import { describe, it } from 'vitest';
import { audit, expectRefusal, put } from './audit-command.js';
import { planText, tabularFolder } from './tabular.js';

describe('a file that is not what is wanted is refused in our own words', async () => {
  const folder = await tabularFolder({ 'audit.yaml': planText() });
  await put(folder, {
    'fake.tally.json': '{"format":"fairweight-tally/1"}',
  });

  it.each<readonly [string, string, string]>([
    ['margins --plan nope.yaml', 'nope.yaml  There is no such plan.', 'audit init'],
    ['margins --plan .', '.  Expected a plan, found a folder.', 'audit init'],
    [
      'margins --plan table.csv',
      'The plan: expected a map, found a text of',
      'A plan is YAML; write one with: audit init',
    ],
    ['compare --sign nope.pem', 'nope.pem  There is no such key file.', 'audit keygen'],
    ['compare --workers 100000', '--workers: expected a whole number from 1 to 512, found "100000".', '--workers <n>'],
    ['merge fake.tally.json --out x.json', 'expected', 'Make it again with this version'],
    [
      'judge fake.tally.json --ranks fake.tally.json',
      'expected "fairweight-ranks/1", found "fairweight-tally/1"',
      'audit tally --ranks makes ranks',
    ],
  ])('audit %s', async (line, says, wayOut) => {
    expectRefusal(await audit(folder, line.split(' ')), says, wayOut);
  });
});
