import { describe, expect, it } from 'vitest';
import { nameInWords, paragraphs, sentenceInWords } from '../../src/report/wording/text.js';

describe('text that runs from right to left', () => {
  it.each([
    ['Hebrew', 'שלום'],
    ['Arabic', 'مرحبا'],
    ['Arabic presentation forms', '\ufee1\ufeed'],
    ['Adlam, beyond U+FFFF', '\u{1e900}\u{1e901}'],
    ['Old Turkic, beyond U+FFFF', '\u{10c00}'],
  ])('is set apart, in names and in sentences: %s', (_, text) => {
    expect(nameInWords(text)).toBe(`\u2068${text}\u2069`);
    expect(sentenceInWords(text)).toBe(`\u2068${text}\u2069`);
  });

  it('is not set apart where there is none', () => {
    expect(nameInWords('dark 肤色 👩🏿')).toBe('dark 肤色 👩🏿');
    expect(sentenceInWords('8\u202f640 examples')).toBe('8\u202f640 examples');
  });

  it('cannot open an isolate that is never closed, or close ours', () => {
    for (const text of ['a \u2067 b', 'a \u2068 b', 'a \u2069 b', 'של\u2069ום']) {
      expect(sentenceInWords(text).replace(/^\u2068|\u2069$/g, '')).not.toMatch(/[\u2066-\u2069]/);
      expect(
        paragraphs(text)
          .join('')
          .replace(/^\u2068|\u2069$/g, ''),
      ).not.toMatch(/[\u2066-\u2069]/);
    }
    expect(sentenceInWords('a \u2068 b')).toBe('a \\u{2068} b');
  });
});
