import { describe, expect, it } from 'vitest';
import { audit, expectRefusal, put, temporaryFolder } from './audit-command.js';
import { planText, tabularFolder } from './tabular.js';

const compare = ['compare', '--sessions', '0', '--quiet'];
const metrics = ['metrics', 't.csv', '--label', 'y', '--baseline', 'base', '--variant', 'small'];

/** 200 rows of which every crossing of g and h holds one. */
async function crossed(): Promise<string> {
  const folder = await temporaryFolder();
  const rows = Array.from({ length: 200 }, (_, i) => {
    const score = (0.1 + 0.5 * (i % 2) + 0.003 * (i % 97)).toFixed(3);
    return `${i % 2},${score},${score},g${i % 40},h${Math.floor(i / 40)}`;
  });
  await put(folder, { 't.csv': `y,base,small,g,h\n${rows.join('\n')}\n` });
  return folder;
}

describe.concurrent('as many slices as rows', () => {
  it('are counted and not shown by audit metrics', async () => {
    const { stdout, code } = await audit(await crossed(), [...metrics, '--slice', 'g,h']);
    expect(stdout).toMatch(/200 slices hidden: small/u);
    expect(stdout).not.toMatch(/\bg\d/u);
    expect(code).toBe(3);
  });

  it('are counted and not shown by audit compare', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ attributes: '{ hours: {}, years: {} }', slices: '[[hours, years]]' }),
    });
    const { stdout, stderr, code } = await audit(folder, compare);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/\d{3} slices hidden: small/u);
    expect([0, 3]).toContain(code);
  });
});

describe.concurrent('an attribute with a value for each row', () => {
  it('has no slice that audit compare shows, and no name of one', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ attributes: '{ id: { sensitive: true } }' }) });
    const { stdout, stderr } = await audit(folder, compare);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/400 slices hidden: small/u);
    expect(stdout).not.toMatch(/\be\d/u);
  });

  it('is refused by audit metrics', async () => {
    const folder = await crossed();
    const rows = Array.from({ length: 200 }, (_, i) => `${i % 2},0.${i + 100},0.${i + 100},p${i}`);
    await put(folder, { 't.csv': `y,base,small,g\n${rows.join('\n')}\n` });
    expectRefusal(await audit(folder, [...metrics, '--slice', 'g']), '"g" has a value of its own for each of the 200');
  });
});

describe.concurrent('audit metrics refuses', () => {
  it.each([
    [
      'a score below 0',
      '-0.1',
      /t\.csv:4, row 3 +Expected a score of the positive class, from 0 to 1, in the column "small", found "-0\.1"/u,
    ],
    ['an infinite score', 'inf', /t\.csv:4, row 3 +Expected a score of the positive class, from 0 to 1/u],
  ])('%s', async (_, cell, sentence) => {
    const folder = await temporaryFolder();
    const rows = Array.from({ length: 60 }, (__, i) => `${i % 2},0.${i + 10},${i === 2 ? cell : `0.${i + 10}`}`);
    await put(folder, { 't.csv': `y,base,small\n${rows.join('\n')}\n` });
    expectRefusal(await audit(folder, metrics), sentence);
  });
});
