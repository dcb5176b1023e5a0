import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listed, quoted, safeText } from '../../src/base/index.js';

/** Any code point, often a troublesome one; halves of pairs too. */
const codePoint = fc
  .oneof(
    fc.nat(0x10ffff),
    fc.nat(0xff),
    fc.integer({ min: 0x2000, max: 0x2070 }),
    fc.integer({ min: 0xd7f0, max: 0xe010 }),
    fc.constantFrom(0x200d, 0xfe0f, 0x1f3ff, 0x1f469, 0x1f9b0),
  )
  .map((point) => String.fromCodePoint(point));

describe('text made safe', () => {
  it.each([
    ['plain text, with "marks" and ümläuts 漢字 👩🏿‍🦰', undefined],
    ['👨‍👩‍👧‍👦, 🏳️‍🌈, 👩🏽‍🤝‍👩🏿 and 🤷🏾‍♀️', undefined],
    ['a\u200db, 👩\u200d, \u200d👩, 👩\u200d\u200d👩', 'a\\u{200d}b, 👩\\u{200d}, \\u{200d}👩, 👩\\u{200d}\\u{200d}👩'],
    ['👩\u200db and 👩 \u200d👩', '👩\\u{200d}b and 👩 \\u{200d}👩'],
    ['red \u001b[31m', 'red \\u{1b}[31m'],
    ['two\nlines\r\n\u2028', 'two\\u{a}lines\\u{d}\\u{a}\\u{2028}'],
    ['back\u202ewards\u2066', 'back\\u{202e}wards\\u{2066}'],
    ['\u0000\u007f\u009f', '\\u{0}\\u{7f}\\u{9f}'],
    ['in\u200bvisible\ufeff', 'in\\u{200b}visible\\u{feff}'],
    ['half \ud800 a pair \udc00', 'half \\u{d800} a pair \\u{dc00}'],
  ])('shows %j', (text, shown) => expect(safeText(text)).toBe(shown ?? text));

  it('cuts by code points and says so', () => {
    expect(safeText('a'.repeat(200))).toBe('a'.repeat(200));
    expect(safeText('a'.repeat(201))).toBe(`${'a'.repeat(199)}…`);
    expect(safeText('👩👩👩👩', 3)).toBe('👩👩…');
    expect(safeText('👩\u200d👩\u200d👩', 3)).toBe('👩…');
  });

  it('holds no control, line break, bidirectional control or half a pair, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.array(codePoint, { maxLength: 300 }).map((points) => points.join('')),
        fc.integer({ min: 1, max: 50 }),
        (text, limit) => {
          const shown = safeText(text, limit);
          expect([...shown].length).toBeLessThanOrEqual(limit);
          expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u);
          expect(safeText(shown, limit)).toBe(shown);
        },
      ),
    );
  });

  it('quotes and lists', () => {
    expect(quoted('a\tb')).toBe('"a\\u{9}b"');
    expect(listed(['a', 'b', 'c'])).toBe('a, b, c');
    expect(listed(['a', 'b', 'c\n'], 2)).toBe('a, b and 1 more');
    expect(listed([])).toBe('');
  });
});
