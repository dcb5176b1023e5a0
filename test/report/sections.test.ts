import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { renderCardHtml, renderCardMarkdown } from '../../src/report/index.js';
import { driftFigures } from '../../src/report/view/drift-figures.js';
import { sliceLabels } from '../../src/report/charts/drift-row.js';
import { int8Emoji, prunedEmoji } from '../reference/records/build.js';
import { judged } from './records.js';

const cards = async (record: AuditRecord): Promise<readonly string[]> => [
  await renderCardHtml(record),
  renderCardMarkdown(record),
];

describe('the sections of a card', () => {
  it('say the limits that the plan notes once, its line breaks as spaces', async () => {
    const note = 'Drawings are not\n\npeople at all.';
    const record = { ...int8Emoji, notes: { intended_use: 'Play.', limits: note }, limits: [note, 'One training.'] };
    for (const card of await cards(record)) {
      expect(card.match(/Drawings are not people at all\./g)).toHaveLength(1);
      expect(card).toContain('Intended use');
      expect(card).not.toContain('\\u{a}');
    }
  });

  it('count no findings where nothing was judged', async () => {
    for (const card of await cards(judged(int8Emoji, () => []))) {
      expect(card).toContain('Nothing was judged.');
      expect(card).not.toMatch(/\b0(<\/?\w+>)?( findings)?, worst first/);
    }
  });
});

describe('the names in a chart', () => {
  const crossings = ['dark × woman', 'medium-light × hand only'].map((value) => ({
    attribute: 'skin tone × gender',
    value,
    isEveryone: false,
  }));
  const hasAttribute = (room: number): readonly boolean[] =>
    sliceLabels(crossings, () => room).map((label) => label.includes('skin tone × gender'));

  it('say of all crossings what they cut, or of none', () => {
    expect(hasAttribute(400)).toEqual([true, true]);
    expect(hasAttribute(300)).toEqual([false, false]);
    expect(hasAttribute(100)).toEqual([false, false]);
  });

  it('leave what crossings are of to the caption', () => {
    expect(driftFigures(prunedEmoji)[0]?.caption).toContain('Crossings are of skin tone × gender.');
    expect(driftFigures(int8Emoji)[0]?.caption).not.toContain('Crossings');
  });
});
