import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { audit, expectRefusal, put } from './audit-command.js';
import { planText, tabularFolder } from './tabular.js';

const quick = ['--sessions', '0', '--quiet'];
const planned = (margins: string): string =>
  planText({ attributes: '{ team: { sensitive: true } }', margins, variants: '{ off: off.onnx }' });

describe('margins that a release pins', () => {
  let folder = '';
  let pinned = '';

  beforeAll(async () => {
    folder = await tabularFolder({
      'audit.yaml': planned('{ accuracy: [{ drift: 5 % }, { drift: 30 %, slices: { team: north } }] }'),
    });
    const { code, stdout } = await audit(folder, ['margins']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/u) as string });
    pinned = stdout.trim();
  });

  it('are refused where they were moved, before any model is run', async () => {
    await put(folder, {
      'moved.yaml': planned('{ accuracy: [{ drift: 6 % }, { drift: 30 %, slices: { team: north } }] }'),
    });
    const moved = (await audit(folder, ['margins', '--plan', 'moved.yaml'])).stdout.trim();
    const result = await audit(folder, ['compare', '--plan', 'moved.yaml', '--margins-sha256', pinned, ...quick]);
    expectRefusal(
      result,
      `The margins were moved: expected the SHA-256 ${pinned}, found ${moved}.`,
      'See what they are now with audit margins --json.',
    );
    expect(existsSync(join(folder, 'fairweight-out'))).toBe(false);
  });

  it('count the slices of the command line too', async () => {
    const result = await audit(folder, ['compare', '--slice', 'team', '--slice', 'years', '--margins-sha256', pinned]);
    expectRefusal(result, 'The margins were moved');
  });

  it('stand in the record, on the card and in the summary where they are those', async () => {
    const run = ['compare', '--margins-sha256', pinned.toUpperCase(), ...quick];
    const { stdout, stderr } = await audit(folder, [...run, '--json']);
    const [record] = (JSON.parse(stdout || stderr) as { records: readonly AuditRecord[] }).records;
    expect(record?.fairness?.marginsSha256).toBe(pinned);
    const shares = new Map(
      record?.fairness?.findings.map(({ slice, margin }) => [slice[0]?.value ?? 'all', margin.share]),
    );
    expect([...shares].sort()).toEqual([
      ['all', 0.05],
      ['north', 0.3],
      ['south', 0.05],
    ]);
    const summary = await audit(folder, run);
    expect(summary.stdout).toContain(`margins  ${pinned}`);
    expect(summary.stdout).toMatch(/-30\s%/u);
    const card = await audit(folder, ['margins', '--json']);
    expect(JSON.parse(card.stdout)).toMatchObject({ format: 'fairweight-margins/1', minSlice: 20 });
  });

  it.each(['', 'abc', 'g'.repeat(64), 'a'.repeat(63)])(
    'are asked for in hexadecimal digits, not %j',
    async (digits) => {
      const { code, stderr } = await audit(folder, ['compare', '--margins-sha256', digits]);
      expect(code).toBe(2);
      expect(stderr).toContain('expected the 64 hexadecimal digits of a SHA-256');
    },
  );

  it('are refused by judge before it reads anything', async () => {
    const result = await audit(folder, ['judge', 'no.tally.json', '--margins-sha256', 'a'.repeat(64)]);
    expectRefusal(result, 'The margins were moved');
  });
});

describe('a margin about nobody', () => {
  it.each<readonly [string, string, string]>([
    ['a value that no row has', '{ accuracy: { drift: 2 points, slices: { team: noth } } }', 'Did you mean "north"?'],
    ['a text that would paint', '{ accuracy: { drift: 2 points, slices: { team: "\\e[31mx" } } }', 'Its values are: '],
  ])('is refused before any model is run: %s', async (_, margins, message) => {
    const folder = await tabularFolder({ 'audit.yaml': planned(margins) });
    const result = await audit(folder, ['compare', ...quick]);
    expectRefusal(result, 'which no example has', message);
    expect(result.stderr).not.toContain('\u001b');
    expect(existsSync(join(folder, 'fairweight-out'))).toBe(false);
  });

  it('names bands by their names', async () => {
    const plan = (value: string): string =>
      planText({
        attributes: '{ years: { bins: [5, 10] } }',
        margins: `{ accuracy: { drift: 40 points, slices: { years: ${value} } } }`,
      });
    const folder = await tabularFolder({ 'audit.yaml': plan('5 to under 10'), 'other.yaml': plan('5 to undr 10') });
    expect(await audit(folder, ['compare', ...quick])).toMatchObject({ stderr: '' });
    expectRefusal(await audit(folder, ['compare', '--plan', 'other.yaml', ...quick]), 'Did you mean "5 to under 10"?');
  });

  it('is refused of predictions too, and their margins can be pinned', async () => {
    const folder = await tabularFolder();
    const rows = Array.from(
      { length: 200 },
      (_, i) => `${i % 2},${i % 2},${(i % 20) + 1 > 18 ? 1 : i % 2},${i % 3 ? 'a' : 'b'}`,
    );
    await put(folder, { 'p.csv': `y,base,small,g\n${rows.join('\n')}\n` });
    const run = [
      'metrics',
      'p.csv',
      '--label',
      'y',
      '--baseline',
      'base',
      '--variant',
      'small',
      '--slice',
      'g',
      '--quiet',
    ];
    expectRefusal(
      await audit(folder, [...run, '--margin', 'accuracy=2 points for g=c']),
      'The margin on "accuracy" is for the "g" "c", which no example has.',
      'Its values are: a, b.',
    );
    const ask = [...run, '--margin', 'accuracy=30 % both sides for g=a', '--json'];
    const { stdout } = await audit(folder, ask);
    const { records } = JSON.parse(stdout) as { records: readonly { fairness: AuditRecord['fairness'] }[] };
    const hash = records[0]?.fairness?.marginsSha256 ?? '';
    expect(
      records[0]?.fairness?.findings.map(({ slice, margin }) => [slice[0]?.value, margin.share, margin.sides]),
    ).toEqual([['a', 0.3, 'both']]);
    expect((await audit(folder, [...ask, '--margins-sha256', hash])).stdout).toBe(stdout);
    expectRefusal(await audit(folder, [...ask, '--margins-sha256', 'b'.repeat(64)]), 'The margins were moved', hash);
  });
});
