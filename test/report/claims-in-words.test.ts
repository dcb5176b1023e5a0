import { describe, expect, it } from 'vitest';
import type { AuditRecord, JudgedClaim } from '../../src/record/index.js';
import { renderCardHtml, renderCardMarkdown, renderSummary } from '../../src/report/index.js';
import { claimRows, factsOf } from '../../src/report/view/facts.js';
import { faster } from '../../src/report/wording/claims.js';
import { int8Emoji, prunedEmoji } from '../reference/records/build.js';

const ratio = (value: number, lower: number, upper: number): Parameters<typeof faster>[0] => ({
  value,
  interval: { lower, upper, level: 0.95, simultaneousOver: 1, method: 'session-t' },
});

function summary(record: AuditRecord): string {
  const links = { card: 'card.html', dossier: 'int8' };
  return renderSummary(record, { width: 100, colour: false, unicode: true, links });
}

describe('a latency ratio in words', () => {
  it('is no sure difference where its interval holds both faster and slower', () => {
    expect(faster(ratio(1.02, 0.9, 1.2))).toEqual({ text: 'no sure difference', interval: '0.9–1.2×' });
    expect(faster(ratio(0.8, 0.7, 1))).toMatchObject({ text: 'no sure difference' });
    expect(summary(prunedEmoji)).toContain('latency  no sure difference (0.98–1.03×)');
    expect(factsOf(prunedEmoji)[2]?.value).toBe('No sure difference');
  });

  it('is faster or slower where its interval lies on one side', () => {
    expect(faster(ratio(0.5, 0.4, 0.6))).toEqual({ text: '2.0× faster', interval: '1.7–2.5×' });
    expect(faster(ratio(1.5, 1.2, 1.8))).toEqual({ text: '1.5× slower', interval: '1.2–1.8×' });
    expect(faster(ratio(1.001, 1.0001, 1.002)).text).toBe('as fast');
  });

  it('says that the input was generated, beside the figure and beside what was claimed of it', () => {
    expect(factsOf(int8Emoji)[2]?.note).toContain('of a generated input');
    const rows = claimRows(int8Emoji).map(({ text, reason }) => [text, reason.includes('The input was generated')]);
    expect(rows.filter(([, isSaid]) => isSaid).map(([text]) => text)).toEqual(['At least 1.5 times faster']);
  });
});

describe('a claim about privacy', () => {
  it('is labelled by what was checked, with the publisher’s sentence as declared beside it', () => {
    const fact = factsOf(int8Emoji)[3];
    expect(fact?.value).toBe('File checked only');
    expect(fact?.claims[0]).toMatchObject({
      text: 'no operator in the file can send data',
      declared: 'declared: “Nothing leaves the device”',
      result: '✓ holds',
      source: 'recomputed',
    });
    expect(fact?.claims[1]).toMatchObject({ result: '– unchecked', source: 'declared' });
  });

  it('never stands on one line with "holds" in the publisher’s words', async () => {
    const lines = summary(int8Emoji).split('\n');
    expect(lines.find((line) => line.startsWith('  privacy'))).toMatch(
      /no operator in the file can send data +✓ holds +recomputed$/,
    );
    expect(lines.filter((line) => /Nothing leaves the device.*holds/.test(line))).toEqual([]);
    expect(lines).toContain('           declared: Nothing leaves the device');
    expect(lines.find((line) => line.includes('Trained without'))).toMatch(/declared: .* – unchecked$/);
    for (const card of [await renderCardHtml(int8Emoji), renderCardMarkdown(int8Emoji)]) {
      expect(card).toContain('no operator in the file can send data');
      expect(card).not.toContain('claimed: Nothing leaves the device');
    }
  });

  it('does not count as held by a sentence that nothing can check', () => {
    const declared: JudgedClaim = { id: 'a', text: 'Private', source: 'declared', result: 'unchecked', reason: '' };
    expect(factsOf({ ...int8Emoji, claims: [declared] })[3]?.value).toBe('Not checked');
    const broken = int8Emoji.claims.map((claim) => ({ ...claim, result: 'contradicted' as const }));
    expect(factsOf({ ...int8Emoji, claims: broken })[3]?.value).toMatch(/contradicted$/);
  });
});

describe('how to check a card', () => {
  it('names the signature, a key that is nobody’s, and no command that does not exist', async () => {
    for (const card of [await renderCardHtml(int8Emoji), renderCardMarkdown(int8Emoji).replaceAll('\\', '')]) {
      expect(card).toContain('data/model/model.sig');
      expect(card).toMatch(/the card cannot name the key/);
      expect(card).toContain('audit verify DIR --key PUBLIC.pem');
      expect(card).not.toContain('--recompute');
      expect(card).toMatch(/recomputed from the outcome table/);
    }
  });

  it('points to the key that signed, where the summary is told which that is', () => {
    const links = { card: 'card.html', dossier: 'out', key: 'a6b3…13' };
    const text = (publicKey?: string): string =>
      renderSummary(int8Emoji, { width: 80, colour: false, unicode: true, links: { ...links, publicKey } });
    expect(text('keys/mine.pub.pem')).toContain('audit verify out --key keys/mine.pub.pem');
    expect(text()).toContain('audit verify out --key PUBLIC.pem');
  });
});
