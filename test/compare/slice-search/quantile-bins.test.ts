import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binnedColumn, quantileEdges } from '../../../src/compare/index.js';

describe('quantile bins', () => {
  it('hold about as many each, with edges that can be read', () => {
    const ages = Array.from({ length: 800 }, (_, i) => 17 + (i % 80) + 0.137 * (i % 3));
    const { values, codes } = binnedColumn('age', ages);
    expect(values).toEqual([
      'under 27',
      '27 to under 37',
      '37 to under 47',
      '47 to under 57',
      '57 to under 67',
      '67 to under 77',
      '77 to under 87',
      '87 or more',
    ]);
    expect(values.map((_, bin) => codes.filter((code) => code === bin).length)).toEqual(Array(8).fill(100));
  });

  it('never part equal numbers: what most have has one bin', () => {
    const gains = Array.from({ length: 100 }, (_, i) => 1000 + 37 * i);
    const zeros = Array<number>(900).fill(0);
    expect(quantileEdges([...zeros, ...gains])).toEqual([1000]);
    expect(binnedColumn('loss', [...zeros, ...gains.map((x) => -x)]).values).toEqual(['under 0', '0 or more']);
    expect(quantileEdges([...zeros, ...gains, ...gains, ...gains, ...gains], 4)).toEqual([1000, 1700]);
    expect(binnedColumn('none', [5, 5, 5]).values).toEqual(['any number']);
    expect(binnedColumn('zeros', [0, -0, 0]).values).toEqual(['any number']);
  });

  it('have a value of its own for what is missing', () => {
    const { values, codes } = binnedColumn('x', [1, Number.NaN, 3, 4], 2);
    expect(values).toEqual(['under 4', '4 or more', 'missing']);
    expect([...codes]).toEqual([0, 2, 0, 1]);
  });

  it('depend on the numbers alone, are at most as many as asked for, and none is empty', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true })), { minLength: 1 }),
        fc.integer({ min: 1, max: 8 }),
        (numbers, bins) => {
          const { values, codes } = binnedColumn('x', numbers, bins);
          expect(binnedColumn('x', [...numbers].reverse(), bins)).toEqual({
            name: 'x',
            values,
            codes: codes.slice().reverse(),
          });
          expect(values.length).toBeLessThanOrEqual(bins);
          expect(new Set(codes).size).toBe(values.length);
          for (const [i, a] of numbers.entries())
            for (const [j, b] of numbers.entries()) if (a < b) expect(codes[i] ?? 0).toBeLessThanOrEqual(codes[j] ?? 0);
        },
      ),
    );
  });

  it.each([0, 9, 2.5, Number.NaN])('refuse to be %s', (bins) => {
    expect(() => quantileEdges([1, 2], bins)).toThrow('where a whole number from 1 to 8 is expected');
  });
});
