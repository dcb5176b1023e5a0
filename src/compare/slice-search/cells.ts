import { ExactSum, wideFixedPointBits } from '../../base/index.js';
import { packDigits, radixOrder, type Digit } from './radix-order.js';
import { rankCodes } from './rank-codes.js';
import { assertSearchTable, type SearchTable } from './search-table.js';

/** Cells of a search table: examples that agree in every attribute, the outcome and the unit. */
export interface SearchCells {
  readonly length: number;
  /** A code a cell for each column. */
  readonly codes: readonly Uint16Array[];
  readonly outcomes: Uint8Array;
  /** Examples. */
  readonly counts: Float64Array;
  /** Sums of the weights and of their squares; the counts themselves without weights. */
  readonly masses: Float64Array;
  readonly squares: Float64Array;
  readonly units?: Int32Array | undefined;
}

/** Cells, and the values of each column in the order of their codes, which no name decides. */
export interface RankedCells extends SearchCells {
  readonly values: readonly (readonly string[])[];
}

/**
 * Puts rows that are alike together, cells in an order that depends on what the table holds alone: neither on the order of rows nor
 * on names. Rows that stand for no example are left out.
 *
 * @throws {RangeError} where the table is not one, as `assertSearchTable` says
 */
export function cellsOf(table: SearchTable): RankedCells {
  assertSearchTable(table);
  const { columns, outcomes, counts, units, weights } = table;
  const rows = outcomes.length;
  const sums = weights && rounded(weights.sums);
  const squares = weights && rounded(weights.squares);
  const ranks = rankCodes(table, sums?.whole ?? counts);
  const codes = columns.map((column, c) => recoded(column.codes, ranks[c] ?? new Uint16Array()));
  const digits = packDigits(
    [
      ...codes.map((own, c): Digit => ({ codes: own, size: columns[c]?.values.length ?? 1 })),
      { codes: Uint16Array.from(outcomes), size: 4 },
    ],
    rows,
  );
  const keys = units ? [...digits, { codes: units, size: largest(units) + 1 }] : digits;
  const order = radixOrder(keys, rows);
  const { firsts, cellOf } = merged(keys, order, counts);
  const take = <T extends Uint8Array | Uint16Array | Int32Array>(from: T, into: T): T => {
    for (let i = 0; i < firsts.length; i++) into[i] = from[firsts[i] ?? 0] ?? 0;
    return into;
  };
  const sum = (valueOf: (row: number) => number, unit = 1): Float64Array => {
    const total = new Float64Array(firsts.length);
    for (let row = 0; row < rows; row++) {
      const cell = cellOf[row] ?? -1;
      if (cell >= 0) total[cell] = (total[cell] ?? 0) + valueOf(row);
    }
    return unit === 1 ? total : total.map((x) => x * unit);
  };
  const counted = sum((row) => counts?.[row] ?? 1);
  return {
    length: firsts.length,
    codes: codes.map((own) => take(own, new Uint16Array(firsts.length))),
    outcomes: take(outcomes, new Uint8Array(firsts.length)),
    counts: counted,
    masses: sums ? sum((row) => sums.whole[row] ?? 0, sums.unit) : counted,
    squares: squares ? sum((row) => squares.whole[row] ?? 0, squares.unit) : counted,
    units: units && take(units, new Int32Array(firsts.length)),
    values: columns.map(({ values }, c) => {
      const inOrder = [...values];
      for (const [code, value] of values.entries()) inOrder[ranks[c]?.[code] ?? 0] = value;
      return inOrder;
    }),
  };
}

/** Some of the cells, in their order, with as many examples of each as `counts` says. */
export function someOf(cells: SearchCells, chosen: Int32Array, counts: Float64Array): SearchCells {
  const share = (of: Float64Array): Float64Array =>
    counts.map((count, i) => ((of[chosen[i] ?? 0] ?? 0) * count) / (cells.counts[chosen[i] ?? 0] ?? 1));
  const isWeighted = cells.masses !== cells.counts;
  const codesAt = (of: Uint16Array): Uint16Array => {
    const taken = new Uint16Array(chosen.length);
    for (let i = 0; i < chosen.length; i++) taken[i] = of[chosen[i] ?? 0] ?? 0;
    return taken;
  };
  return {
    length: chosen.length,
    codes: cells.codes.map(codesAt),
    outcomes: Uint8Array.from(chosen, (cell) => cells.outcomes[cell] ?? 0),
    counts,
    masses: isWeighted ? share(cells.masses) : counts,
    squares: isWeighted ? share(cells.squares) : counts,
    units: cells.units && Int32Array.from(chosen, (cell) => cells.units?.[cell] ?? 0),
  };
}

function recoded(codes: ArrayLike<number>, ranks: Uint16Array): Uint16Array {
  const own = new Uint16Array(codes.length);
  for (let row = 0; row < own.length; row++) own[row] = ranks[codes[row] ?? 0] ?? 0;
  return own;
}

/** The first row of every cell, and the cell of every row: −1 where it stands for no example. */
function merged(
  keys: readonly Digit[],
  order: Int32Array,
  counts: ArrayLike<number> | undefined,
): { readonly firsts: Int32Array; readonly cellOf: Int32Array } {
  const cellOf = new Int32Array(order.length);
  const firsts = new Int32Array(order.length);
  let cells = 0;
  for (let i = 0; i < order.length; i++) {
    const row = order[i] ?? 0;
    if (counts && (counts[row] ?? 0) === 0) {
      cellOf[row] = -1;
      continue;
    }
    const before = firsts[cells - 1] ?? -1;
    if (before < 0 || keys.some(({ codes }) => codes[row] !== codes[before])) firsts[cells++] = row;
    cellOf[row] = cells - 1;
  }
  return { firsts: firsts.slice(0, cells), cellOf };
}

/** Binary digits that weights keep below those of their sum, so that their sums do not depend on the order of rows. */
const keptBits = 50;

function rounded(weights: ArrayLike<number>): { readonly whole: Float64Array; readonly unit: number } {
  const total = new ExactSum(wideFixedPointBits);
  for (let row = 0; row < weights.length; row++) total.add(weights[row] ?? 0);
  const unit = total.value() > 0 ? 2 ** (Math.floor(Math.log2(total.value())) - keptBits) : 1;
  const whole = new Float64Array(weights.length);
  for (let row = 0; row < whole.length; row++) whole[row] = Math.round((weights[row] ?? 0) / unit);
  return { whole, unit };
}

function largest(list: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < list.length; i++) most = Math.max(most, list[i] ?? 0);
  return most;
}
