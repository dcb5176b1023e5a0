import { describe, expect, it } from 'vitest';
import type { AuditRecord, JudgedClaim } from '../../src/record/index.js';
import { renderCardHtml, renderCardMarkdown, renderSummary } from '../../src/report/index.js';
import { claimRows, factsOf } from '../../src/report/view/facts.js';
import { claimValue, faster, topicOf } from '../../src/report/wording/claims.js';
import { methodInWords } from '../../src/report/wording/method.js';
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

  it.each([
    [
      { kind: 'generated' },
      'of a generated input',
      'A generated input, the same',
      'The input was generated, not an example.',
    ],
    [
      { kind: 'example', id: 'noto_1' },
      'of the example “noto_1”',
      'The example “noto_1”, the same',
      'What ran was the example “noto_1”.',
    ],
    [undefined, 'AVX2; ', 'One input, the same', ''],
  ] as const)(
    'says what was run, beside the figure, beside what was claimed of it and in the method: %j',
    (input, note, method, reason) => {
      const record = { ...int8Emoji, latency: int8Emoji.latency && { ...int8Emoji.latency, input } };
      expect(factsOf(record)[2]?.note).toContain(note);
      expect(methodInWords(record).find(({ title }) => title === 'Latency')?.text).toContain(method);
      const rows = claimRows(record).filter((row) => /input was|What ran/.test(row.reason));
      expect(rows.map(({ text }) => text)).toEqual(reason === '' ? [] : ['At least 1.5 times faster']);
      for (const row of rows) expect(row.reason).toContain(reason);
    },
  );
});

describe('what a claim is about', () => {
  const claim: JudgedClaim = {
    id: 'a',
    text: 'Small',
    metric: 'private_speed_bytes',
    comparator: 'at_most',
    value: 0.5,
    found: { value: 0.25 },
    source: 'recomputed',
    result: 'holds',
    reason: '',
  };

  it('is read from the record, never guessed from the name of its metric', () => {
    const told = { ...claim, title: 'memory', unit: 'ratio', topic: 'size' } as const;
    const [, size, latency, privacy] = factsOf({ ...int8Emoji, claims: [told] });
    expect(size?.claims[0]?.text).toBe('claimed: Small (memory: 2.0×, found 4.0×)');
    expect(latency?.claims[0]?.text).toBe('nothing claimed');
    expect(privacy?.claims).toEqual([]);
    expect(topicOf(claim)).toBe('other');
    expect(claimValue(claim, 1234.5)).toBe('1\u202f235');
  });

  it('is that of the metric of this name where the record does not say', () => {
    expect(topicOf({ ...claim, metric: 'latency_p90_ratio' })).toBe('latency');
    expect(claimValue({ ...claim, metric: 'file_bytes' }, 2048)).toBe('2.0\u202fkB');
  });
});

describe('a claim about another figure than the card’s own', () => {
  const claim: JudgedClaim = {
    id: 'file',
    text: 'Nearly four times smaller',
    metric: 'file_size_ratio',
    title: 'file size',
    unit: 'ratio',
    topic: 'size',
    comparator: 'at_most',
    value: 0.27,
    found: { value: 1 / 3.4 },
    source: 'recomputed',
    result: 'contradicted',
    reason: '',
  };
  const record = { ...int8Emoji, size: { bytes: 3.4, gzipBytes: 4.02, parameters: 1 }, claims: [claim] };

  it('stands beside the figure that it is about', () => {
    const lines = summary(record).split('\n');
    expect(lines.find((line) => line.includes('claimed 3.7×'))).toMatch(
      /^ +file size 3\.4× smaller +claimed 3\.7× +✗ contradicted +recomputed$/,
    );
    expect(lines).toContain('  size     4.0× smaller to download');
    expect(factsOf(record)[1]?.claims[0]?.text).toBe(
      'claimed: Nearly four times smaller (file size: 3.7×, found 3.4×)',
    );
  });

  it('is told apart from what was found by as many decimals as that takes', () => {
    const near = { ...record, claims: [{ ...claim, found: { value: 1 / 3.68 } }] };
    expect(summary(near)).toMatch(/file size 3\.68× smaller +claimed 3\.70×/);
  });

  it('of bytes or a count is said in its own unit', () => {
    const small = { ...claim, metric: 'file_bytes', unit: 'bytes', value: 120_000, found: { value: 130_400 } } as const;
    expect(summary({ ...record, claims: [small] })).toMatch(/file size 130 kB +claimed at most 120 kB +✗ contradicted/);
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
    expect(text()).toContain('audit verify out --key <its public key>');
    expect(text()).not.toMatch(/\S+\.pem/);
  });
});
