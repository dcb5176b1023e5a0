import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { sliceKey, type Slice } from '../../src/base/index.js';
import { renderCardHtml, renderCardMarkdown } from '../../src/report/index.js';
import { unseenFootnote, wideForUnseen } from '../../src/report/wording/unseen-flips.js';
import { accuracy, driftFinding, int8Emoji, slice, worstFirst } from '../reference/records/build.js';
import { judged } from './records.js';

const [still, moved] = [slice(['skin_tone', 'light']), slice(['skin_tone', 'dark'])];

/** Two slices of as many examples: one in which nothing flipped, and one in which something did. */
function record(halfOfStill: number, halfOfMoved: number, hasUnits = true): AuditRecord {
  const { fairness } = int8Emoji;
  if (!fairness) throw new Error('the record has data');
  const slices = fairness.slices.map((item) =>
    item.shown.kind === 'shown' && sliceKey(item.slice) === sliceKey(still)
      ? { ...item, shown: { ...item.shown, flips: { ...item.shown.flips, negative: 0, positive: 0, any: 3 } } }
      : item,
  );
  const data = hasUnits ? fairness.data : { ...fairness.data, units: undefined };
  const finding = (of: Slice, drift: number, half: number): ReturnType<typeof driftFinding> =>
    driftFinding({ slice: of, n: 1728, before: 0.9, drift, half }, accuracy, 0.02, 2);
  return judged({ ...int8Emoji, fairness: { ...fairness, data, slices } }, () =>
    worstFirst([finding(still, 0, halfOfStill), finding(moved, -0.004, halfOfMoved)]),
  );
}

describe('an interval of a slice in which nothing flipped', () => {
  it('has a footnote where it is wider than one of a slice in which something did', async () => {
    const wide = record(0.19, 0.07);
    const html = await renderCardHtml(wide);
    expect(html).toContain('(−19.0 to +19.0)*');
    expect(html).not.toMatch(/\(−7\.4 to \+6\.6\)\*/);
    for (const card of [html, renderCardMarkdown(wide).replaceAll('\\', '')])
      expect(card).toContain('* No answer became right or wrong there: each unit (family) then counts once');
  });

  it('has none where it is no wider, where a flip was seen, or where there are no units', () => {
    for (const of of [record(0.05, 0.07), record(0.19, 0.07, false)]) {
      const { fairness } = of;
      expect(fairness && unseenFootnote(fairness, fairness.findings)).toBe('');
    }
    const { fairness } = record(0.19, 0.07);
    const marked = [...(fairness ? wideForUnseen(fairness) : [])];
    expect(marked.map((finding) => finding.slice)).toEqual([still]);
  });
});
