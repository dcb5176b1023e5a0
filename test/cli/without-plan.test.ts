import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit, put, temporaryFolder } from './audit-command.js';

const flags = ['t.csv', '--label', 'y', '--baseline', 'base', '--variant', 'small'];

/** A table of 400 rows whose full model says `base` of row i. */
async function folderWith(base: (i: number) => string): Promise<string> {
  const folder = await temporaryFolder();
  const rows = Array.from({ length: 400 }, (_, i) => `${i % 3 ? 1 : 0},${base(i)},${i % 7 ? base(i) : 0.2},${i % 2}\n`);
  await put(folder, { 't.csv': `y,base,small,g\n${rows.join('')}` });
  return folder;
}

describe('audit metrics speaks of no plan, for there is none', () => {
  it.each<readonly [string, (i: number) => string, readonly string[], string]>([
    ['no slices, and a full model that always says the same', () => '0.9', [], 'No slices are cut'],
    [
      'a full model worse than guessing',
      (i) => (i % 5 ? '0.1' : '0.9'),
      ['--slice', 'g'],
      'less often than the commonest',
    ],
    [
      'declared margins',
      (i) => (i % 3 ? '0.9' : '0.1'),
      ['--slice', 'g', '--margin', 'accuracy=2 points'],
      '(as declared)',
    ],
    ['default margins', (i) => (i % 3 ? '0.9' : '0.1'), ['--slice', 'g'], 'since none were declared'],
  ])('%s', async (_, base, more, says) => {
    const folder = await folderWith(base);
    const { code, stdout, stderr } = await audit(folder, ['metrics', ...flags, ...more, '--out', 'cards']);
    expect(code).not.toBe(2);
    const cards = await Promise.all(
      ['card.html', 'README.md'].map((name) => readFile(join(folder, 'cards/small', name), 'utf8')),
    );
    expect(cards.join('\n')).toContain(says);
    for (const text of cards) expect(text).not.toContain('is unfair');
    for (const text of [stdout, stderr, ...cards]) expect(text.match(/.{60}\bplans?\b.{20}/giu) ?? []).toEqual([]);
  });

  it('moved margins', async () => {
    const folder = await folderWith((i) => (i % 3 ? '0.9' : '0.1'));
    const { code, stderr } = await audit(folder, ['metrics', ...flags, '--margins-sha256', 'a'.repeat(64)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/The margins were moved[^]*Put back what was agreed on \(--margin, --slice/u);
    expect(stderr).not.toMatch(/\bplan\b|audit margins/u);
  });
});
