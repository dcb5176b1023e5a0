import { describe, expect, it } from 'vitest';
import { cellsOf, type SearchCells } from '../../../src/compare/slice-search/cells.js';
import { splitHalves } from '../../../src/compare/slice-search/halves.js';
import { madeTable, type TableShape } from './tables.js';

const shape: TableShape = { rows: 3001, sizes: [3, 4], damaged: [], lost: 0.1, gained: 0.1, damage: 0 };
const sum = (of: Float64Array): number => of.reduce((total, x) => total + x, 0);

/** What a set of cells holds, as texts that can be added up. */
function contentOf(cells: SearchCells): ReadonlyMap<string, number> {
  const content = new Map<string, number>();
  for (let i = 0; i < cells.length; i++) {
    const key = [...cells.codes.map((codes) => codes[i]), cells.outcomes[i]].join(',');
    content.set(key, (content.get(key) ?? 0) + (cells.counts[i] ?? 0));
  }
  return content;
}

describe('the halves', () => {
  it('part the examples: the half that finds has one less where they are odd', () => {
    const cells = cellsOf(madeTable(shape, 'halves'));
    expect(cells.length).toBe(48);
    const { discovery, judging } = splitHalves(cells);
    expect([sum(discovery.counts), sum(judging.counts)]).toEqual([1500, 1501]);
    const [whole, one, other] = [cells, discovery, judging].map(contentOf);
    for (const [key, count] of whole ?? []) expect((one?.get(key) ?? 0) + (other?.get(key) ?? 0)).toBe(count);
  });

  it('draw each cell as from the hypergeometric distribution', () => {
    // 2,000 tables of 60 examples, 20 of them in the first cell: of those, 10 are expected, with variance 30/59 · 20 · ⅓ · ⅔ · … .
    const drawn: number[] = [];
    for (let extra = 0; extra < 2000; extra++) {
      // Another cell before it, of another size each time, moves the draws on.
      const cells = cellsOf({
        columns: [{ name: 'a', values: ['0', '1', '2'], codes: Uint8Array.of(0, 1, 2) }],
        outcomes: Uint8Array.of(0, 1, 3),
        counts: [2 * extra + 100, 20, 40 + 2 * (extra % 7)],
      });
      const { discovery } = splitHalves(cells);
      const place = discovery.outcomes.indexOf(1);
      drawn.push(discovery.counts[place] ?? 0);
    }
    const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
    const variance = drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / drawn.length;
    expect(Math.abs(mean - 10)).toBeLessThan(0.25);
    expect(variance).toBeGreaterThan(4.3);
    expect(variance).toBeLessThan(5.7);
  });

  it('keep units whole, and draw half of them', () => {
    const cells = cellsOf(madeTable({ ...shape, rows: 3000, unitSize: 7 }, 'units'));
    const { discovery, judging } = splitHalves(cells);
    const [one, other] = [new Set(discovery.units), new Set(judging.units)];
    expect([one.size, other.size]).toEqual([214, 215]);
    expect([...one].filter((unit) => other.has(unit))).toEqual([]);
    expect(sum(discovery.counts) + sum(judging.counts)).toBe(3000);
  });
});

describe('cells', () => {
  it('put rows together that are alike, and leave out rows without examples', () => {
    const cells = cellsOf({
      columns: [{ name: 'a', values: ['x', 'y'], codes: Uint8Array.of(0, 1, 0, 0, 1) }],
      outcomes: Uint8Array.of(3, 3, 3, 1, 3),
      counts: [2, 5, 4, 1, 0],
      weights: { sums: [1, 2.5, 3, 0.25, 9], squares: [0.5, 1.25, 3, 0.0625, 9] },
    });
    // x has fewer that both models hit than y, so it comes before it, but for the one that is lost.
    expect(cells.values).toEqual([['y', 'x']]);
    expect([...cells.counts]).toEqual([5, 1, 6]);
    expect([...cells.outcomes]).toEqual([3, 1, 3]);
    expect([...cells.masses]).toEqual([2.5, 0.25, 4]);
    expect([...cells.squares]).toEqual([1.25, 0.0625, 3.5]);
  });

  it('stand in the same order under other names, also where only what values come with tells them apart', () => {
    const pairs = [
      'xp',
      'xp',
      'xp',
      'xq',
      'yp',
      'yq',
      'yq',
      'yq',
      'zp',
      'zp',
      'zq',
      'zq',
      'zq',
      'wq',
      'wp',
      'wp',
      'wp',
    ];
    const tableOf = (names: string): Parameters<typeof cellsOf>[0] => {
      const inOrder = [...names].sort();
      const codesOf = (place: number): Uint8Array =>
        Uint8Array.from(pairs, (pair) => inOrder.indexOf(names['xyzwpq'.indexOf(pair[place] ?? '')] ?? ''));
      return {
        columns: [0, 1].map((place) => ({ name: `${place}`, values: inOrder, codes: codesOf(place) })),
        outcomes: Uint8Array.from(pairs, (pair) => (pair.endsWith('p') && pair !== 'wp' ? 3 : pair === 'wq' ? 1 : 3)),
      };
    };
    const content = (names: string): unknown => {
      const { codes, counts, outcomes } = cellsOf(tableOf(names));
      return { codes, counts, outcomes };
    };
    for (const names of ['abcdef', 'fedcba', 'bacdfe', 'cbafde']) expect(content(names)).toEqual(content('xyzwpq'));
  });

  it.each([
    [{ outcomes: Uint8Array.of(0, 4) }, 'outcomes has 4 in row 1, where a number from 0 to 3 is expected'],
    [{ outcomes: Uint8Array.of(0) }, 'the attribute a has 2 rows, where the outcomes have 1'],
    [{ counts: [1, 0.5] }, 'counts has 0.5 in row 1, where a whole number from 0 is expected'],
    [{ counts: [1, -1] }, 'counts has -1 in row 1'],
    [{ units: Int32Array.of(0, 7) }, 'units has 7 in row 1, where a code below 2 is expected'],
    [{ weights: { sums: [1, Number.NaN], squares: [1, 1] } }, 'weights has NaN in row 1'],
    [{ weights: { sums: [1, 1], squares: [-1, 1] } }, 'squared weights has -1 in row 0'],
    [
      { columns: [{ name: 'a', values: ['x'], codes: Uint8Array.of(0, 1) }] },
      'the attribute a has 1 in row 1, where a code below 1',
    ],
    [
      { columns: [{ name: 'a', values: Array.from({ length: 70_000 }, String), codes: Int32Array.of(0, 1) }] },
      'the attribute a has 70000 values, where at most 65535 can be searched',
    ],
  ])('refuse a table that is none: %#', (wrong, message) => {
    const right = {
      columns: [{ name: 'a', values: ['x', 'y'], codes: Uint8Array.of(0, 1) }],
      outcomes: Uint8Array.of(0, 3),
    };
    expect(() => cellsOf({ ...right, ...wrong })).toThrow(message);
  });
});
