import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceKey, type Slice } from '../../src/base/index.js';
import { hiddenSlices, type CountedSlice } from '../../src/compare/index.js';

/** `{ a: 'x' }` as a slice. */
function slice(conditions: Readonly<Record<string, string>>): Slice {
  return Object.entries(conditions).map(([attribute, value]) => ({ attribute, value }));
}

/** A table of people: how many have each combination of values. */
interface Table {
  readonly attributes: readonly string[];
  readonly cells: readonly { readonly values: readonly string[]; readonly n: number }[];
}

/** Everyone and every slice of these crossings that somebody is in. */
function slicesOf({ attributes, cells }: Table, crossings: readonly (readonly string[])[]): readonly CountedSlice[] {
  const counts = new Map<string, { slice: Slice; n: number }>();
  for (const by of [[], ...crossings]) {
    for (const { values, n } of cells) {
      if (n === 0) continue;
      const found = by.map((attribute) => ({ attribute, value: values[attributes.indexOf(attribute)] ?? '' }));
      const entry = counts.get(sliceKey(found)) ?? { slice: found, n: 0 };
      entry.n += n;
      counts.set(sliceKey(found), entry);
    }
  }
  return [...counts.values()];
}

/**
 * What a reader can compute: the hidden slices whose number follows from the shown ones by adding and taking away. A slice
 * is a row of ones and zeros over the combinations of values; it follows where its row lies in the span of the shown rows.
 */
function computable(table: Table, slices: readonly CountedSlice[], hidden: ReadonlySet<string>): readonly string[] {
  // Combinations that the list of slices rules out are known to be empty; of all others a reader must reckon with some.
  const listed = new Set(slices.map((s) => sliceKey(s.slice)));
  const crossings = new Map(
    slices.map((s) => [s.slice.map(({ attribute }) => attribute).join(), s.slice.map(({ attribute }) => attribute)]),
  );
  const combinations = table.cells.filter(({ values }) =>
    [...crossings.values()].every((by) =>
      listed.has(
        sliceKey(by.map((attribute) => ({ attribute, value: values[table.attributes.indexOf(attribute)] ?? '' }))),
      ),
    ),
  );
  const rowOf = (s: Slice): bigint[] =>
    combinations.map(({ values }) =>
      s.every(({ attribute, value }) => values[table.attributes.indexOf(attribute)] === value) ? 1n : 0n,
    );
  const p = 2_147_483_647n;
  const inverse = (x: bigint): bigint => {
    let [result, base, power] = [1n, x, p - 2n];
    for (; power > 0n; power >>= 1n) {
      if (power & 1n) result = (result * base) % p;
      base = (base * base) % p;
    }
    return result;
  };
  const basis: { readonly at: number; readonly row: readonly bigint[] }[] = [];
  const reduce = (start: readonly bigint[]): readonly bigint[] => {
    let row = start;
    for (const { at, row: other } of basis) {
      const factor = row[at] ?? 0n;
      if (factor !== 0n) row = row.map((x, i) => (((x - factor * (other[i] ?? 0n)) % p) + p) % p);
    }
    return row;
  };
  for (const { slice: s } of slices) {
    if (hidden.has(sliceKey(s))) continue;
    const row = reduce(rowOf(s));
    const at = row.findIndex((x) => x !== 0n);
    if (at < 0) continue;
    const scale = inverse(row[at] ?? 1n);
    basis.push({ at, row: row.map((x) => (x * scale) % p) });
  }
  return slices
    .map(({ slice: s }) => s)
    .filter((s) => hidden.has(sliceKey(s)) && reduce(rowOf(s)).every((x) => x === 0n))
    .map(sliceKey);
}

/** Tables of two or three attributes, many of whose cells are small or empty. */
const tables = (sizes: readonly number[]): fc.Arbitrary<Table> => {
  const attributes = sizes.map((_, i) => 'abc'[i] ?? '');
  const combinations = sizes.reduce<readonly (readonly string[])[]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, i) => [...row, String(i)])),
    [[]],
  );
  const n = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 19 }), fc.integer({ min: 20, max: 90 }));
  return fc
    .array(n, { minLength: combinations.length, maxLength: combinations.length })
    .map((counts) => ({ attributes, cells: combinations.map((values, i) => ({ values, n: counts[i] ?? 0 })) }));
};

function expectNothingSmall(table: Table, crossings: readonly (readonly string[])[]): void {
  const slices = slicesOf(table, crossings);
  const hidden = hiddenSlices(slices, 20);
  const small = new Set(slices.filter(({ n }) => n < 20).map((s) => sliceKey(s.slice)));
  for (const key of small) expect(hidden).toContain(key);
  expect(computable(table, slices, hidden).filter((key) => small.has(key))).toEqual([]);
}

describe('hiding small slices', () => {
  const people = (n: number, conditions: Readonly<Record<string, string>> = {}): CountedSlice => ({
    slice: slice(conditions),
    n,
  });
  const keys = (...hidden: readonly Readonly<Record<string, string>>[]): ReadonlySet<string> =>
    new Set(hidden.map((conditions) => sliceKey(slice(conditions))));

  it('hides none where none is small', () => {
    expect(hiddenSlices([people(60), people(20, { a: 'x' }), people(40, { a: 'y' })], 20)).toEqual(keys());
  });

  it('hides the next smallest with a small one, so that it cannot be found by subtraction', () => {
    const slices = [people(85), people(5, { a: 'x' }), people(50, { a: 'y' }), people(30, { a: 'z' })];
    expect(hiddenSlices(slices, 20)).toEqual(keys({ a: 'x' }, { a: 'z' }));
  });

  it('hides no more where several small ones together are enough', () => {
    const slices = [people(74), people(12, { a: 'x' }), people(12, { a: 'y' }), people(50, { a: 'z' })];
    expect(hiddenSlices(slices, 20)).toEqual(keys({ a: 'x' }, { a: 'y' }));
  });

  it('decides between two of one size by what they hold, whatever they are called', () => {
    const holding = (value: string, lost: number): CountedSlice => {
      const cell = { unit: '', attributes: [value], label: 1, baseline: 1, moments: [] };
      const cells = [
        { ...cell, variant: 0, count: lost },
        { ...cell, variant: 1, count: 30 - lost },
      ];
      return { ...people(30, { a: value }), cells };
    };
    const small = [people(65), people(5, { a: 'x' })];
    expect(hiddenSlices([...small, holding('y', 3), holding('z', 9)], 20)).toEqual(keys({ a: 'x' }, { a: 'y' }));
    expect(hiddenSlices([...small, holding('y', 9), holding('z', 3)], 20)).toEqual(keys({ a: 'x' }, { a: 'z' }));
  });

  it('hides everyone where nobody is left to hide behind', () => {
    expect(hiddenSlices([people(15), people(15, { a: 'x' })], 20)).toEqual(keys({}, { a: 'x' }));
    expect(hiddenSlices([], 20)).toEqual(keys());
  });

  it('leaves no way around two corners: from a row to a column to the small cell', () => {
    const table: Table = {
      attributes: ['a', 'b'],
      cells: [
        { values: ['0', '0'], n: 3 },
        { values: ['0', '1'], n: 50 },
        { values: ['1', '0'], n: 50 },
        { values: ['1', '1'], n: 60 },
      ],
    };
    expectNothingSmall(table, [['a'], ['b'], ['a', 'b']]);
  });

  it('of one attribute never lets a small one be computed', () => {
    fc.assert(
      fc.property(tables([5]), (table) => expectNothingSmall(table, [['a']])),
      { numRuns: 300 },
    );
  });

  it.each([[[2, 2]], [[3, 3]], [[4, 2]]])(
    'of two crossed attributes never lets a small one be computed: %j',
    (sizes) => {
      fc.assert(
        fc.property(tables(sizes), (table) => {
          expectNothingSmall(table, [['a'], ['b'], ['a', 'b']]);
          expectNothingSmall(table, [['b', 'a'], ['a']]);
          expectNothingSmall(table, [['a', 'b']]);
        }),
        { numRuns: 200 },
      );
    },
  );

  it('of three attributes and their crossings never lets a small one be computed', () => {
    fc.assert(
      fc.property(tables([2, 2, 2]), (table) => {
        expectNothingSmall(table, [['a'], ['b'], ['c'], ['a', 'b'], ['b', 'c']]);
        expectNothingSmall(table, [
          ['a', 'b'],
          ['b', 'c'],
        ]);
        expectNothingSmall(table, [['a'], ['a', 'b', 'c']]);
        expectNothingSmall(table, [['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']]);
      }),
      { numRuns: 100 },
    );
  });
});
