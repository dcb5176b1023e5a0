import { describe, expect, it } from 'vitest';
import { renderCardMarkdown, renderComparisonSummary, renderSummary } from '../../src/report/index.js';
import { displayWidth, shortened } from '../../src/report/wording/display-width.js';
import { markdownCode, markdownText } from '../../src/report/wording/markdown.js';
import {
  bytes,
  decimalsFor,
  fixed,
  plain,
  points,
  signed,
  thousands,
  times,
} from '../../src/report/wording/numbers.js';
import { mainFinding } from '../../src/report/wording/main-finding.js';
import { allRecords, hostile, hostileTexts, int8Emoji, prunedEmoji, withoutData } from '../reference/records/build.js';

const links = { card: 'out/data/model/card.html', dossier: 'out', key: 'a6b3…13' };

describe('numbers', () => {
  it('have a true minus, thin spaces in thousands, and never a minus zero', () => {
    expect(thousands(1_234_567)).toBe('1\u202f234\u202f567');
    expect(fixed(-1234.56, 1)).toBe('−1\u202f234.6');
    expect(signed(-0.04, 1)).toBe('0.0');
    expect(signed(0.04, 1)).toBe('0.0');
    expect(signed(2, 1)).toBe('+2.0');
    expect(points(0.881)).toBe('88.1');
  });

  it('never need an exponent', () => {
    expect(plain(0.000012345)).toBe('0.00001234');
    expect(plain(0.25)).toBe('0.25');
    expect(plain(1_000_000)).toBe('1\u202f000\u202f000');
    expect(decimalsFor([0.31, -0.02])).toBe(2);
    expect(decimalsFor([31])).toBe(0);
    expect(bytes(478_113)).toBe('478\u202fkB');
    expect(bytes(999)).toBe('999\u202fbytes');
    expect(times(3.71)).toBe('3.7×');
    expect(times(0.998)).toBe('1.00×');
  });
});

describe('the terminal summary', () => {
  it.each([20, 40, 60, 80, 120])('has no line wider than %i columns, but for commands', (width) => {
    for (const record of Object.values(allRecords)) {
      for (const unicode of [true, false]) {
        const lines = renderSummary(record, { width, colour: false, unicode, links }).split('\n');
        expect(
          lines.filter((line) => displayWidth(line) > width && !/^ +audit verify|card\.html$|out$/.test(line)),
        ).toEqual([]);
      }
    }
    const lines = renderComparisonSummary(Object.values(allRecords), { width, colour: false, unicode: true }).split(
      '\n',
    );
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  });

  it('says without colour what it says with it', () => {
    const options = { width: 100, unicode: true, links };
    const coloured = renderSummary(prunedEmoji, { ...options, colour: true });
    expect(coloured).toContain('\u001b[31m✗ broken\u001b[0m');
    // eslint-disable-next-line no-control-regex -- colours are control sequences
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderSummary(prunedEmoji, { ...options, colour: false }));
  });

  it('has nothing that a log cannot hold where glyphs are off', () => {
    for (const record of Object.values(allRecords)) {
      expect(renderSummary(record, { width: 80, colour: false, unicode: false, links })).toMatch(/^[\n -~]*$/);
    }
  });

  it('drops columns, the values first, and keeps drift, n, margin and verdict', () => {
    const at = (width: number): string => renderSummary(prunedEmoji, { width, colour: false, unicode: true, links });
    expect(at(140)).toMatch(/n +base +pruned +drift +margin\n/);
    expect(at(120)).toMatch(/n +drift +margin\n/);
    expect(at(80)).toMatch(/n +drift +margin\n/);
    expect(at(80)).toMatch(/dark +1,728 {2}−16\.6 \(−20\.9 to −12\.3\) {4}−2\.0 {2}✗ broken\n/);
  });

  it('shows the verdict first, and where the card is last', () => {
    const lines = renderSummary(int8Emoji, { width: 80, colour: false, unicode: true, links }).split('\n');
    expect(lines[0]).toBe('✓ as promised: int8 got worse for skin tone “dark”, but by less than the release');
    expect(lines.slice(-4).join('\n')).toBe(
      'card     out/data/model/card.html\nsealed   key a6b3…13\nverify   audit verify out --key <its public key>\n',
    );
    expect(renderSummary(withoutData, { width: 80, colour: false, unicode: true, links })).toMatch(
      /^– fairness not audited/,
    );
  });

  it('measures wide and combining characters as terminals draw them', () => {
    expect(displayWidth('肤色')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('🖐')).toBe(2);
    expect(shortened('肤色肤色', 5)).toBe('肤色…');
  });
});

describe('the card in Markdown', () => {
  it('is the same bytes for the same record', () => {
    expect(renderCardMarkdown(prunedEmoji)).toBe(renderCardMarkdown(structuredClone(prunedEmoji)));
  });

  it('shows hostile texts as text: no tag, no link, no picture, no new column', () => {
    const card = renderCardMarkdown(hostile);
    const ours = /^<details><summary>|<\/summary>$|^<\/details>$/gm;
    const outsideCode = card
      .replace(ours, '')
      .replace(/```[\s\S]*?```/g, '')
      .replace(/`[^`\n]*`/g, '');
    expect(outsideCode.split('---\n').slice(2).join('---\n')).not.toMatch(/<[a-z/]/i);
    expect(outsideCode).not.toMatch(/(?<!\\)\[[^\]]*\]\(/);
    expect(outsideCode).not.toContain('http://');
    for (const table of card.split('\n\n').filter((block) => block.startsWith('|'))) {
      const cells = table.split('\n').map((line) => line.replace(/\\\|/g, '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('escapes what Markdown would read', () => {
    expect(markdownText(hostileTexts[4])).toBe(
      '\\*\\*bold\\*\\* \\| \\[link\\](javascript&#58;alert(1)) \\`code\\` \\!\\[x\\](http&#58;//evil.example/x.png)',
    );
    expect(markdownText('<b>&')).toBe('&lt;b&gt;&amp;');
    expect(markdownText('- item')).toBe('\\- item');
    expect(markdownCode('a`b')).toBe('``a`b``');
  });
});

describe('words for verdicts', () => {
  it('head the card with a group that surely moved more than the rest, if there is one', () => {
    const { fairness } = prunedEmoji;
    if (!fairness) throw new Error('the record has data');
    expect(mainFinding(fairness, 'violated')?.slice).toEqual([{ attribute: 'skin_tone', value: 'dark' }]);
  });
});
