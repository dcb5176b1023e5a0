import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText, everyone, sliceKey, sliceName, type Slice } from '../../src/base/index.js';

const condition = fc.record({
  attribute: fc.string({ unit: fc.constantFrom('a', '"', ',', ']', '×', ' ', '\\') }),
  value: fc.string({ unit: fc.constantFrom('a', '"', ',', ']', '×', ' ', '\\') }),
});

/** Any code point, often a troublesome one; halves of pairs too. */
const codePoint = fc
  .oneof(
    fc.nat(0x10ffff),
    fc.nat(0xff),
    fc.integer({ min: 0x2000, max: 0x2070 }),
    fc.integer({ min: 0xd7f0, max: 0xe010 }),
  )
  .map((point) => String.fromCodePoint(point));

describe('a slice', () => {
  it('has a key that tells it from every other, whatever the names contain', () => {
    fc.assert(
      fc.property(fc.array(condition), fc.array(condition), (a, b) => {
        expect(sliceKey(a) === sliceKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
    const pair = (attribute: string, value: string): Slice => [{ attribute, value }];
    expect(sliceKey(pair('a', 'b,c'))).not.toBe(sliceKey(pair('a,b', 'c')));
  });

  it('has one line to name it', () => {
    expect(sliceName(everyone)).toBe('all');
    expect(
      sliceName([
        { attribute: 'skin_tone', value: 'dark' },
        { attribute: 'gender', value: 'woman' },
      ]),
    ).toBe('skin_tone dark × gender woman');
  });
});

describe('texts', () => {
  it('stand by code point, beyond the basic plane too', () => {
    expect(['b', 'ä', 'B', 'a', '', 'ab', '\u{ff5e}', '😀'].sort(compareText)).toEqual([
      '',
      'B',
      'a',
      'ab',
      'b',
      'ä',
      '～',
      '😀',
    ]);
  });

  it('are in a total order', () => {
    const text = fc.array(codePoint, { maxLength: 4 }).map((points) => points.join(''));
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(Math.sign(compareText(a, b))).toBe(-Math.sign(compareText(b, a)) + 0);
        expect(compareText(a, b) === 0).toBe(a === b);
        if (compareText(a, b) < 0 && compareText(b, c) < 0) expect(compareText(a, c)).toBeLessThan(0);
      }),
    );
  });
});
