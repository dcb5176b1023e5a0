import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceKey, type Slice } from '../../src/base/index.js';
import { hiddenSlices, showableBeside, type CountedSlice, type ShownBeside } from '../../src/compare/index.js';
import { Span } from '../../src/compare/computable.js';
import { binary, counted, tallyOf } from '../metrics/examples.js';

const attributes = ['sex', 'age', 'region'];
const frame = { ...binary, attributes };

/** How many people have each combination: `{ 'woman,old,north': 30 }`. */
type People = Readonly<Record<string, number>>;

const slice = (conditions: Readonly<Record<string, string>>): Slice =>
  Object.entries(conditions).map(([attribute, value]) => ({ attribute, value }));

const isIn = (of: Slice, values: readonly string[]): boolean =>
  of.every(({ attribute, value }) => values[attributes.indexOf(attribute)] === value);

/** Everyone and the slices of these crossings, with what a plan hides of them. */
function besideOf(people: People, crossings: readonly (readonly string[])[], minSlice: number): ShownBeside {
  const { cells } = tallyOf(
    frame,
    Object.entries(people).flatMap(([values, n]) =>
      counted({ '111': n }).map((item) => ({ ...item, attributes: values.split(',') })),
    ),
  );
  const singles = attributes
    .map((name) => [name])
    .filter(([name]) => !crossings.some(([own, ...more]) => own === name && more.length === 0));
  const slices = [[], ...crossings, ...singles].flatMap((by): readonly CountedSlice[] => {
    const found = new Map<string, { slice: Slice; n: number }>();
    for (const { attributes: values, count } of cells) {
      const own = by.map((attribute) => ({ attribute, value: values[attributes.indexOf(attribute)] ?? '' }));
      const entry = found.get(sliceKey(own)) ?? { slice: own, n: 0 };
      entry.n += count;
      found.set(sliceKey(own), entry);
    }
    return [...found.values()];
  });
  return { frame, cells, slices, hidden: hiddenSlices(slices, minSlice), minSlice };
}

/** Every conjunction that somebody is in. */
function conjunctions({ cells }: ShownBeside): readonly CountedSlice[] {
  const found = new Map<string, { slice: Slice; n: number }>();
  for (const { attributes: values, count } of cells) {
    for (let bits = 1; bits < 8; bits++) {
      const own = attributes.flatMap((attribute, i) =>
        (bits >> i) % 2 === 1 ? [{ attribute, value: values[i] ?? '' }] : [],
      );
      const entry = found.get(sliceKey(own)) ?? { slice: own, n: 0 };
      entry.n += count;
      found.set(sliceKey(own), entry);
    }
  }
  return [...found.values()];
}

/** The small conjunctions that follow from the shown slices by any adding and taking away. */
function computable(beside: ShownBeside, found: readonly Slice[]): readonly string[] {
  const { cells, slices, hidden, minSlice } = beside;
  // A reader must reckon with every combination of values, but those that the list of slices rules out.
  const valuesOf = attributes.map((_, i) => [...new Set(cells.map(({ attributes: values }) => values[i] ?? ''))]);
  const listed = new Set(slices.map((item) => sliceKey(item.slice)));
  const crossings = new Map(slices.map((item) => [item.slice.map(({ attribute }) => attribute).join(), item.slice]));
  const combinations = valuesOf
    .reduce<readonly (readonly string[])[]>(
      (all, own) => all.flatMap((head) => own.map((value) => [...head, value])),
      [[]],
    )
    .filter((values) =>
      [...crossings.values()].every((cut) =>
        listed.has(
          sliceKey(cut.map(({ attribute }) => ({ attribute, value: values[attributes.indexOf(attribute)] ?? '' }))),
        ),
      ),
    );
  const row = (of: Slice): Int32Array => Int32Array.from(combinations, (values) => Number(isIn(of, values)));
  const shown = slices.filter((item) => !hidden.has(sliceKey(item.slice))).map((item) => item.slice);
  const span = new Span([...shown, ...found].map(row));
  return conjunctions(beside)
    .filter(({ n }) => n < minSlice)
    .filter((item) => span.holds(row(item.slice)))
    .map((item) => sliceKey(item.slice));
}

describe('a found slice', () => {
  const people = {
    'woman,old,north': 40,
    'woman,old,south': 40,
    'woman,old,west': 3,
    'woman,young,north': 60,
    'woman,young,south': 30,
    'woman,young,west': 35,
    'man,old,north': 60,
    'man,old,south': 45,
    'man,old,west': 50,
    'man,young,north': 55,
    'man,young,south': 60,
    'man,young,west': 40,
  };
  const north = slice({ sex: 'woman', age: 'old', region: 'north' });
  const south = slice({ sex: 'woman', age: 'old', region: 'south' });

  it('is shown where nobody follows from it', () => {
    const beside = besideOf(people, [['sex'], ['age']], 20);
    expect(showableBeside(beside, [north])).toEqual([true]);
    expect(showableBeside(beside, [north, south])).toEqual([true, true]);
  });

  it('is withheld where with what is shown it leaves a few people over: those of another region', () => {
    const beside = besideOf(people, [['sex'], ['age'], ['sex', 'age']], 20);
    expect(showableBeside(beside, [north])).toEqual([true]);
    // 83 old women less 40 and 40 are 3.
    expect(computable(beside, [north, south])).toHaveLength(1);
    expect(showableBeside(beside, [north, south])).toEqual([true, false]);
    expect(showableBeside(beside, [south, north])).toEqual([true, false]);
  });

  it('is withheld where the plan hides it, in whatever order both name its attributes', () => {
    const beside = besideOf({ ...people, 'woman,young,west': 8 }, [['region', 'sex']], 20);
    const west = slice({ sex: 'woman', region: 'west' });
    expect(beside.hidden.has(sliceKey([...west].reverse()))).toBe(true);
    expect(showableBeside(beside, [west])).toEqual([false]);
  });

  it('gives no small group away, whatever the people, the slices of the plan and those found', () => {
    const values = { sex: ['woman', 'man'], age: ['old', 'young', 'any'], region: ['north', 'south'] };
    const all = values.sex.flatMap((s) => values.age.flatMap((a) => values.region.map((r) => [s, a, r].join())));
    const crossing = fc.subarray(attributes, { minLength: 1 });
    let [wereShown, wereWithheld] = [0, 0];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 60 })), {
          minLength: all.length,
          maxLength: all.length,
        }),
        fc.uniqueArray(crossing, { maxLength: 3, selector: (by) => by.join() }),
        fc.infiniteStream(fc.nat(1000)),
        (counts, crossings, picks) => {
          const people_ = Object.fromEntries(all.map((key, i) => [key, counts[i] ?? 0]));
          const beside = besideOf(people_, crossings, 10);
          const large = conjunctions(beside).filter(({ n }) => n >= 10);
          const found = [
            ...new Set(Array.from({ length: 4 }, () => large[(picks.next().value as number) % large.length])),
          ].flatMap((item) => (item ? [item.slice] : []));
          const may = showableBeside(beside, found);
          const shown = found.filter((_, i) => may[i] === true);
          wereShown += shown.length;
          wereWithheld += found.length - shown.length;
          const before = computable(beside, []);
          expect(computable(beside, shown).filter((key) => !before.includes(key))).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
    expect(Math.min(wereShown, wereWithheld)).toBeGreaterThan(100);
  });
});
