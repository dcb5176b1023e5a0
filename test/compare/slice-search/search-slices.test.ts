import { describe, expect, it } from 'vitest';
import { randomFor, sliceName } from '../../../src/base/index.js';
import {
  searchSlices,
  searchTableOf,
  isSearchable,
  type SearchTable,
  type SliceSearch,
  type SliceSearchOptions,
} from '../../../src/compare/index.js';
import { mergeTallies } from '../../../src/metrics/index.js';
import { binary, counted, example, metricNamed, tallyOf, threeClasses } from '../../metrics/examples.js';
import { madeTable, permuted, renamed, type TableShape } from './tables.js';

const damaged: TableShape = {
  rows: 12_000,
  sizes: [2, 3, 4, 5],
  damaged: [
    [0, 1],
    [2, 2],
  ],
  lost: 0.02,
  gained: 0.01,
  damage: 0.25,
};
const options: SliceSearchOptions = { better: 'higher', minSlice: 20 };

/** A search without the functions in it, so that two can be compared. */
function plain(search: SliceSearch): unknown {
  return {
    ...search,
    found: search.found.map(({ slice, discovered, judged }) => ({
      slice: sliceName(slice),
      discovered,
      judged: { ...judged, estimates: undefined },
    })),
  };
}

describe('slice search', () => {
  it('finds a damaged conjunction, alone, and judges it by the other half', () => {
    const { found, notJudged, rounds, possible, lookedAt, pruned, examples } = searchSlices(
      madeTable(damaged, 'one damage'),
      options,
    );
    expect(found.map(({ slice }) => sliceName(slice))).toEqual(['column 0 value 1 × column 2 value 2']);
    expect([notJudged, rounds, possible - lookedAt - pruned]).toEqual([0, 2, 0]);
    expect(examples).toEqual({ discovery: 6000, judging: 6000 });
    const [first] = found;
    expect(first?.judged.surelyWorse).toBe(true);
    // 25 % − 1 % there, 2 % − 1 % elsewhere.
    expect(first?.judged.differential).toBeCloseTo(-0.23, 1);
    expect(first?.judged.differential).toBeCloseTo((first?.judged.drift ?? 0) - (first?.judged.restDrift ?? 0), 12);
    expect(first?.judged.differentialInterval?.upper).toBeLessThan(-0.15);
    expect(first?.judged.differentialInterval?.simultaneousOver).toBe(2);
    expect(first?.discovered.atLeast).toBeLessThan(-(first?.discovered.differential ?? 0));
  });

  it('finds two damages, and a conjunction that is bad beside what is worst within it', () => {
    const random = randomFor('two damages');
    const columns = ['a', 'b', 'c'].map((name) => ({
      name,
      values: ['0', '1', '2', '3'],
      codes: Int32Array.from({ length: 20_000 }, () => random.nextBelow(4)),
    }));
    const at = (row: number): readonly number[] => columns.map(({ codes }) => codes[row] ?? 0);
    const outcomes = Uint8Array.from({ length: 20_000 }, (_, row) => {
      const [a = 0, b = 0, c = 0] = at(row);
      const share = a === 1 ? (b === 2 ? 0.5 : 0.15) : b === 3 && c === 3 ? 0.3 : 0.01;
      return random.next() < share ? 1 : 3;
    });
    const { found } = searchSlices({ columns, outcomes }, options);
    expect(found.map(({ slice }) => sliceName(slice))).toEqual(['a 1 × b 2', 'b 3 × c 3', 'a 1']);
    expect(found.every(({ judged }) => judged.surelyWorse)).toBe(true);
  });

  it('finds what became worse by the metric: gains where lower is better, either where neither is', () => {
    const table = madeTable(damaged, 'damage');
    const turned = { ...table, outcomes: table.outcomes.map((o) => (o === 1 ? 2 : o === 2 ? 1 : o)) };
    const names = (of: SearchTable, better: SliceSearchOptions['better']): readonly string[] =>
      searchSlices(of, { ...options, better }).found.map(({ slice }) => sliceName(slice));
    const planted = ['column 0 value 1 × column 2 value 2'];
    expect(names(turned, 'lower')).toEqual(planted);
    expect(names(turned, 'neither')).toEqual(planted);
    expect(names(table, 'neither')).toEqual(planted);
    // The others gained on it, all of them a little.
    expect(names(turned, 'higher')).not.toContain(planted[0]);
    expect(searchSlices(turned, { ...options, better: 'neither' }).found[0]?.judged.surelyWorse).toBe(true);
  });

  it.each([
    ['examples', {}],
    ['units', { unitSize: 4 }],
    ['weights', { hasWeights: true }],
    ['weights and units', { unitSize: 3, hasWeights: true }],
  ])('depends neither on the order of rows, nor on names, nor on how rows are put together: %s', (_, more) => {
    const table = madeTable({ ...damaged, ...more, rows: 4000 }, 'metamorphic');
    const random = randomFor('metamorphic');
    const search = searchSlices(table, options);
    expect(search.found.length).toBeGreaterThan(0);
    expect(plain(searchSlices(permuted(table, random), options))).toEqual(plain(search));
    const other = renamed(table, random);
    const again = searchSlices(other.table, options);
    const found = again.found.map((one) => ({
      ...one,
      slice: one.slice.map(({ attribute, value }) => ({
        attribute,
        value: other.before.get(`${attribute}=${value}`) ?? '',
      })),
    }));
    expect(plain({ ...again, found })).toEqual(plain(search));
  });

  it('finds the same where every row is there twice with half the weight, for twice as many examples', () => {
    const table = madeTable({ ...damaged, rows: 4000, unitSize: 5, hasWeights: true }, 'twice');
    const twice = <T extends Int32Array | Uint8Array>(of: T): T => {
      const list = of.slice() as T;
      const both = new (list.constructor as new (n: number) => T)(2 * of.length);
      both.set(of);
      both.set(of, of.length);
      return both;
    };
    const double = (of: ArrayLike<number>, factor: number): Float64Array =>
      Float64Array.from({ length: 2 * of.length }, (_, i) => factor * (of[i % of.length] ?? 0));
    const { columns, outcomes, units = new Int32Array(), weights = { sums: [], squares: [] } } = table;
    const doubled: SearchTable = {
      columns: columns.map((column) => ({ ...column, codes: double(column.codes, 1) as unknown as Int32Array })),
      outcomes: twice(outcomes),
      units: twice(units),
      weights: { sums: double(weights.sums, 0.5), squares: double(weights.squares, 0.25) },
    };
    const [once, again] = [searchSlices(table, options), searchSlices(doubled, { ...options, minSlice: 40 })];
    expect(once.found.length).toBeGreaterThan(0);
    expect(again.found.map(({ slice }) => sliceName(slice))).toEqual(once.found.map(({ slice }) => sliceName(slice)));
    for (const [i, { judged }] of again.found.entries()) {
      expect(judged.differential).toBeCloseTo(once.found[i]?.judged.differential ?? 0, 10);
      expect(judged.n).toBe(2 * (once.found[i]?.judged.n ?? 0));
    }
  });

  it('says nothing surely where no slice is worse than the others: at most one search in twenty', () => {
    let [searches, wrong, found] = [0, 0, 0];
    for (let set = 0; set < 150; set++) {
      const table = madeTable({ ...damaged, rows: 2000, damaged: [], lost: 0.05, gained: 0.03 }, 'null', set);
      // Bounds as loose as can be: everything that looks worst in one half is judged by the other.
      const search = searchSlices(table, { ...options, top: 5 });
      searches += 1;
      found += search.found.length;
      if (search.found.some(({ judged }) => judged.surelyWorse)) wrong += 1;
    }
    expect(found / searches).toBeLessThan(0.05);
    expect(wrong).toBeLessThanOrEqual(2);
  });

  it('holds the true differential drift in its intervals, all of a search at once', () => {
    let [searches, missed] = [0, 0];
    for (let set = 0; set < 300; set++) {
      const shape = { ...damaged, rows: 3000, damage: 0.15 };
      const { found } = searchSlices(madeTable(shape, 'coverage', set), options);
      const planted = found.find(({ slice }) => sliceName(slice) === 'column 0 value 1 × column 2 value 2');
      if (!planted?.judged.differentialInterval) continue;
      searches += 1;
      const truth = -(0.15 - 0.02);
      const { lower, upper } = planted.judged.differentialInterval;
      if (truth < lower || truth > upper) missed += 1;
    }
    expect(searches).toBeGreaterThan(100);
    expect(missed / searches).toBeLessThan(0.06);
  });

  it.each(['a rare', 'a other'])('shows no small group in the other half, nor what is left without it: %s', (bad) => {
    // 40 of a rare value, all lost, or all the others: 20 or so in each half.
    let [shown, hidden] = [0, 0];
    for (let rows = 4000; rows < 4030; rows++) {
      const codes = Uint8Array.from({ length: rows }, (_, row) => (row < 40 ? 0 : 1));
      const outcomes = codes.map((code) => ((code === 0) === (bad === 'a rare') ? 1 : 3));
      const table = { columns: [{ name: 'a', values: ['rare', 'other'], codes }], outcomes };
      const { found, notJudged, examples } = searchSlices(table, options);
      for (const { slice, discovered, judged } of found) {
        expect(sliceName(slice)).toBe(bad);
        const isRare = bad === 'a rare';
        expect(isRare ? discovered.n : examples.discovery - discovered.n).toBeGreaterThanOrEqual(20);
        expect(isRare ? judged.n : examples.judging - judged.n).toBeGreaterThanOrEqual(20);
      }
      shown += found.length;
      hidden += notJudged;
    }
    expect(shown).toBeGreaterThan(0);
    expect(hidden).toBeGreaterThan(0);
  });

  it('takes the width of its intervals from who asks', () => {
    const table = madeTable(damaged, 'damage');
    const width = (tail: number): number => {
      const { found, together } = searchSlices(table, {
        ...options,
        together: (estimates) => ({ over: estimates.length, tail, critical: 0, resamples: 0 }),
      });
      expect(together.tail).toBe(tail);
      const { lower = 0, upper = 0 } = found[0]?.judged.differentialInterval ?? {};
      return upper - lower;
    };
    expect(width(0.0001)).toBeGreaterThan(width(0.01));
  });

  it('judges by units where there are units', () => {
    const table = madeTable({ ...damaged, unitSize: 6 }, 'by unit');
    const [first] = searchSlices(table, options).found;
    expect(first?.judged.units).toBeGreaterThan(100);
    expect(first?.judged.differentialInterval?.method).toBe('mover-tango-unit-jackknife');
  });

  it('finds nothing in nothing', () => {
    const empty: SearchTable = { columns: [], outcomes: new Uint8Array() };
    expect(searchSlices(empty, options)).toMatchObject({ found: [], possible: 0, lookedAt: 0 });
    const one: SearchTable = {
      columns: [{ name: 'a', values: ['x'], codes: new Uint8Array(500) }],
      outcomes: new Uint8Array(500).fill(1),
    };
    expect(searchSlices(one, options)).toMatchObject({ found: [], possible: 1 });
  });

  it.each([
    [{ minSlice: 0 }, 'minSlice is 0, where a whole number from 1'],
    [{ top: 31 }, 'top is 31, where a whole number from 1 to 30 is expected'],
    [{ depth: 4 }, 'depth is 4, where a whole number from 1 to 3 is expected'],
    [{ depth: 1.5 }, 'depth is 1.5'],
  ])('refuses %j', (wrong, message) => {
    expect(() => searchSlices(madeTable(damaged, 'wrong'), { ...options, ...wrong })).toThrow(message);
  });
});

describe('the table of a tally', () => {
  const frame = { ...binary, attributes: ['group', 'place'] };
  const tally = tallyOf(frame, [
    ...counted({ '111': 400, '110': 100, '000': 300 }, 'old').map((e) => ({ ...e, attributes: ['old', 'here'] })),
    ...counted({ '111': 900, '110': 9, '101': 9, '000': 500 }, 'young').map((e) => ({
      ...e,
      attributes: ['young', 'here'],
    })),
    ...counted({ '111': 900, '110': 9, '010': 9 }, 'old').map((e) => ({ ...e, attributes: ['old', 'there'] })),
  ]);

  it('has the relevant cells of a metric, and its hits', () => {
    const { outcomes, counts, columns } = searchTableOf(tally, metricNamed(frame, 'true_positive_rate'), ['place']);
    expect([...outcomes].map((outcome, i) => `${outcome}: ${counts?.[i] ?? 0}`).sort()).toEqual(
      ['1: 100', '1: 9', '1: 9', '2: 9', '3: 400', '3: 900', '3: 900'].sort(),
    );
    expect(columns.map(({ name, values }) => [name, [...values].sort()])).toEqual([['place', ['here', 'there']]]);
  });

  it('gives the same search from shards', () => {
    const metric = metricNamed(frame, 'true_positive_rate');
    const search = searchSlices(searchTableOf(tally, metric), options);
    expect(search.found.map(({ slice }) => sliceName(slice))).toEqual(['group old × place here']);
    const shards = [0, 1, 2].map((shard) => ({ ...tally, cells: tally.cells.filter((_, i) => i % 3 === shard) }));
    const merged = mergeTallies(frame, shards.reverse());
    expect(plain(searchSlices(searchTableOf(merged, metric), options))).toEqual(plain(search));
  });

  it('keeps units apart', () => {
    const byUnit = { ...frame, hasUnits: true };
    const examples = Array.from({ length: 12 }, (_, i) => ({
      ...example('111', 'old', `unit ${i % 4}`),
      attributes: ['old', 'here'],
    }));
    const { units } = searchTableOf(tallyOf(byUnit, examples), metricNamed(byUnit, 'accuracy'));
    expect([...(units ?? [])].sort()).toEqual([0, 1, 2, 3]);
  });

  it('is none of metrics that are no plain share of the same examples, or of attributes that it lacks', () => {
    expect(isSearchable(metricNamed(frame, 'accuracy'))).toBe(true);
    expect(isSearchable(metricNamed(frame, 'precision'))).toBe(false);
    expect(isSearchable(metricNamed(threeClasses, 'mean_recall'))).toBe(false);
    expect(() => searchTableOf(tally, metricNamed(frame, 'precision'))).toThrow('cannot be searched for precision');
    expect(() => searchTableOf(tally, metricNamed(frame, 'accuracy'), ['tone'])).toThrow('no attribute tone');
  });
});
