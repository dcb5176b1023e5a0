import { describe, expect, it } from 'vitest';
import { binLabels, maxAttributeValueLength, orderValues, readAttribute } from '../../src/data/index.js';
import { refusalOf } from './refusal.js';

describe('an attribute', () => {
  it('takes values as written, and gives missing and empty cells a label', () => {
    const read = readAttribute({ name: 'tone', column: 'skin' });
    expect(['dark', 3, true, null, '', '<b>'].map((cell) => read(cell, 'e1'))).toEqual([
      'dark',
      '3',
      'true',
      'missing',
      'missing',
      '<b>',
    ]);
    expect(readAttribute({ name: 'tone', column: 'skin', missing: 'not told' })(null, 'e1')).toBe('not told');
  });

  it('puts numbers into bins that hold their lower edge', () => {
    const read = readAttribute({ name: 'age', column: 'age', bins: [18, 30, 65] });
    expect(binLabels([18, 30, 65])).toEqual(['under 18', '18 to under 30', '30 to under 65', '65 or more']);
    expect(['17.99', 18, '29', '30', 64.9, '65', '1e3', null].map((cell) => read(cell, 'e1'))).toEqual([
      'under 18',
      '18 to under 30',
      '18 to under 30',
      '30 to under 65',
      '30 to under 65',
      '65 or more',
      '65 or more',
      'missing',
    ]);
  });

  it('names example, column and value where a cell is no number in a binned column', async () => {
    const read = readAttribute({ name: 'age', column: 'years', bins: [18] });
    for (const cell of ['old', 'NaN']) {
      expect((await refusalOf(() => read(cell, 'e7'))).message).toBe(
        `The example "e7" has in the column "years" "${cell}", but the attribute "age" has bins for numbers.`,
      );
    }
  });

  it('refuses what its order does not list, and names what may be meant', async () => {
    const read = readAttribute({ name: 'tone', column: 'skin', order: ['light', 'dark'] });
    const { message, wayOut } = await refusalOf(() => read('drak', 'e7'));
    expect(message).toContain('has in the column "skin" "drak", which the order of the attribute "tone" does not list');
    expect(wayOut).toBe('Did you mean "dark"? It lists: light, dark.');
    expect(read(null, 'e8')).toBe('missing');
  });

  it('refuses texts that are too long to be a value, counted in code points', async () => {
    const read = readAttribute({ name: 'note', column: 'note' });
    expect(read('🙂'.repeat(maxAttributeValueLength), 'e1')).toHaveLength(2 * maxAttributeValueLength);
    expect((await refusalOf(() => read('x'.repeat(201), 'e1'))).message).toContain('a text of 201 characters');
  });

  it('shows declared values in their order, and the others by code point', () => {
    expect(orderValues({ name: 'a', column: 'a', order: ['z', 'a', 'm'] }, new Set(['a', 'z', 'missing']))).toEqual([
      'z',
      'a',
      'missing',
    ]);
    expect(orderValues({ name: 'a', column: 'a' }, new Set(['b', '🙂', 'ﬀ', 'a']))).toEqual(['a', 'b', 'ﬀ', '🙂']);
  });
});
