import { randomFor } from '../../base/index.js';
import { someOf, type SearchCells } from './cells.js';
import { mix } from './mix.js';
import { radixOrder } from './radix-order.js';

/** The published seed of the halves: it depends on no data and no clock. */
export const halvesSeed = 'fairweight/slice-search/1';

/** The half in which slices are found, and the one in which they are judged. */
export interface Halves {
  readonly discovery: SearchCells;
  readonly judging: SearchCells;
}

/**
 * Parts the examples in two random halves; with units, the units.
 *
 * Every example (unit) is as likely as any other to be among the half that finds, which has one less where they are odd. The draw goes
 * through the cells in their order, without units, and through the units in an order of what they hold: so the same examples
 * give the same halves, whatever the order of rows and the names.
 */
export function splitHalves(cells: SearchCells): Halves {
  return cells.units ? splitUnits(cells, cells.units) : splitExamples(cells);
}

/**
 * Draws each cell's share from the hypergeometric distribution, one example after another: a simple random sample of the whole. In
 * whole numbers, so that every machine draws alike.
 */
function splitExamples(cells: SearchCells): Halves {
  const random = randomFor(halvesSeed);
  let left = cells.counts.reduce((sum, count) => sum + count, 0);
  let wanted = Math.floor(left / 2);
  const drawn = new Float64Array(cells.length);
  for (let cell = 0; cell < cells.length; cell++) {
    let here = 0;
    for (let example = cells.counts[cell] ?? 0; example > 0; example--) {
      if (random.nextBelow(left) < wanted - here) here += 1;
      left -= 1;
    }
    drawn[cell] = here;
    wanted -= here;
  }
  return {
    discovery: withCounts(cells, drawn),
    judging: withCounts(
      cells,
      drawn.map((count, cell) => (cells.counts[cell] ?? 0) - count),
    ),
  };
}

function splitUnits(cells: SearchCells, units: Int32Array): Halves {
  const ranks = rankUnits(cells, units);
  const random = randomFor(halvesSeed);
  const chosen = new Uint8Array(ranks.number);
  let wanted = Math.floor(ranks.number / 2);
  for (let rank = 0; rank < ranks.number; rank++) {
    if (random.nextBelow(ranks.number - rank) >= wanted) continue;
    chosen[rank] = 1;
    wanted -= 1;
  }
  const ranked = { ...cells, units: units.map((unit) => ranks.of[unit] ?? 0) };
  const half = (which: number): SearchCells =>
    withCounts(
      ranked,
      cells.counts.map((count, cell) => (chosen[ranked.units[cell] ?? 0] === which ? count : 0)),
    );
  return { discovery: half(1), judging: half(0) };
}

/**
 * Ranks the units by what they hold, as 64 bits of scattered sums over their cells. Units that hold the same are interchangeable,
 * so it does not matter which of them comes first.
 */
function rankUnits(cells: SearchCells, units: Int32Array): { readonly of: Int32Array; readonly number: number } {
  const codes = units.reduce((most, unit) => Math.max(most, unit), -1) + 1;
  const [first, second] = [new Int32Array(codes), new Int32Array(codes)];
  const isThere = new Uint8Array(codes);
  const bits = new Int32Array(new Float32Array(cells.masses).buffer);
  for (let cell = 0; cell < cells.length; cell++) {
    const unit = units[cell] ?? 0;
    let h = mix((cells.outcomes[cell] ?? 0) + 1);
    for (const codesOf of cells.codes) h = mix(Math.imul(h, 31) + (codesOf[cell] ?? 0));
    h = mix(h ^ (bits[cell] ?? 0));
    first[unit] = (first[unit] ?? 0) + h;
    second[unit] = (second[unit] ?? 0) + mix(Math.imul(h, 0x2c1b_3c6d) + 0x5bd1);
    isThere[unit] = 1;
  }
  const low = (of: Int32Array): Uint16Array => Uint16Array.from(of, (x) => x & 0xffff);
  const high = (of: Int32Array): Uint16Array => Uint16Array.from(of, (x) => x >>> 16);
  const words = [high(first), low(first), high(second), low(second)];
  const order = radixOrder(
    words.map((word) => ({ codes: word, size: 65_536 })),
    codes,
  );
  const of = new Int32Array(codes);
  let number = 0;
  for (const unit of order) if (isThere[unit] === 1) of[unit] = number++;
  return { of, number };
}

/** The cells of which there is an example. */
function withCounts(cells: SearchCells, counts: Float64Array): SearchCells {
  const chosen = new Int32Array(cells.length);
  let kept = 0;
  for (let cell = 0; cell < cells.length; cell++) if ((counts[cell] ?? 0) > 0) chosen[kept++] = cell;
  const places = chosen.slice(0, kept);
  const numbers = new Float64Array(kept);
  for (let i = 0; i < kept; i++) numbers[i] = counts[places[i] ?? 0] ?? 0;
  return someOf(cells, places, numbers);
}
