import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holds, rangeOfShard, unitPlace, unitPlaces, type ShardRange } from '../../src/outcomes/index.js';

function rangesOf(of: number, set: Parameters<typeof rangeOfShard>[1]): readonly ShardRange[] {
  return Array.from({ length: of }, (_, i) => rangeOfShard({ index: i + 1, of }, set));
}

it('shards of rows lie end to end, and every batch is in one of them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 600 }),
      (of, rows, batchSize) => {
        const ranges = rangesOf(of, { rows, batchSize, hasUnits: false });
        expect(ranges[0]?.from).toBe(0);
        expect(ranges.at(-1)?.to).toBe(rows);
        for (const [i, { from, to }] of ranges.entries()) {
          expect(from % batchSize === 0 || from === rows).toBe(true);
          expect(to).toBeGreaterThanOrEqual(from);
          if (i > 0) expect(ranges[i - 1]?.to).toBe(from);
        }
        const sizes = ranges.map(({ from, to }) => Math.ceil((to - from) / batchSize));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

it('shards of units lie end to end, and every unit is in just one, wherever its rows are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.string(), fc.nat(1000), fc.nat(1000), (of, unit, row, other) => {
      const ranges = rangesOf(of, { rows: 1000, batchSize: 16, hasUnits: true });
      expect([ranges[0]?.from, ranges.at(-1)?.to]).toEqual([0, unitPlaces]);
      for (const [i, { from }] of ranges.entries()) if (i > 0) expect(ranges[i - 1]?.to).toBe(from);
      expect(ranges.filter((range) => holds(range, { row, unit }))).toHaveLength(1);
      for (const range of ranges) expect(holds(range, { row, unit })).toBe(holds(range, { row: other, unit }));
    }),
  );
});

it('a unit has its place by its name alone, on every machine', () => {
  expect(unitPlace('person 1')).toBe(1_603_212_933);
  expect(unitPlace('')).toBe(4_045_577_009);
});

it('spreads units evenly', () => {
  const ranges = rangesOf(16, { rows: 1, batchSize: 1, hasUnits: true });
  const units = Array.from({ length: 16_000 }, (_, i) => `unit ${i}`);
  const counts = ranges.map((range) => units.filter((unit) => holds(range, { row: 0, unit })).length);
  // Binomial around 1,000 with a standard deviation of 31: five of them.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(155);
});
