import { randomFor, type Random } from '../../../src/base/index.js';
import type { SearchTable } from '../../../src/compare/index.js';

/** How many values each column of a made table has, and what is damaged in it. */
export interface TableShape {
  readonly rows: number;
  readonly sizes: readonly number[];
  /** Column and code of each condition of the damaged slice; none for no damage. */
  readonly damaged: readonly (readonly [number, number])[];
  readonly lost: number;
  readonly gained: number;
  /** The share that is lost where the damage is. */
  readonly damage: number;
  /** Examples a unit; 0 for no units. */
  readonly unitSize?: number;
  readonly hasWeights?: boolean;
}

/** A table of random values and outcomes. */
export function madeTable(shape: TableShape, ...key: readonly (string | number)[]): SearchTable {
  const random = randomFor('made table', ...key);
  const { rows, sizes, unitSize = 0 } = shape;
  const columns = sizes.map((size, c) => ({
    name: `column ${c}`,
    values: Array.from({ length: size }, (_, code) => `value ${code}`),
    codes: Int32Array.from({ length: rows }, () => Math.floor(size * random.next() ** 1.3)),
  }));
  const outcomes = Uint8Array.from({ length: rows }, (_, row) =>
    outcomeOf(
      shape,
      shape.damaged.length > 0 && shape.damaged.every(([c, code]) => columns[c]?.codes[row] === code),
      random,
    ),
  );
  const sums = Float64Array.from({ length: rows }, () => 0.5 + random.next());
  return {
    columns,
    outcomes,
    units: unitSize > 0 ? Int32Array.from({ length: rows }, (_, row) => Math.floor(row / unitSize)) : undefined,
    weights: shape.hasWeights ? { sums, squares: sums.map((w) => w * w) } : undefined,
  };
}

function outcomeOf({ lost, gained, damage }: TableShape, isDamaged: boolean, random: Random): number {
  const u = random.next();
  if (u < (isDamaged ? damage : lost)) return 1;
  return u > 1 - gained ? 2 : random.next() < 0.2 ? 0 : 3;
}

/** The same rows in another order. */
export function permuted(table: SearchTable, random: Random): SearchTable {
  const order = shuffled(table.outcomes.length, random);
  const { columns, outcomes, counts, units, weights } = table;
  const numbers = (of: ArrayLike<number>): Float64Array => Float64Array.from(order, (row) => of[row] ?? 0);
  return {
    columns: columns.map((column) => ({ ...column, codes: Int32Array.from(numbers(column.codes)) })),
    outcomes: Uint8Array.from(numbers(outcomes)),
    counts: counts && numbers(counts),
    units: units && Int32Array.from(numbers(units)),
    weights: weights && { sums: numbers(weights.sums), squares: numbers(weights.squares) },
  };
}

/** The same table with other names and codes of values and units, and what each new name was before. */
export function renamed(
  table: SearchTable,
  random: Random,
): { readonly table: SearchTable; readonly before: ReadonlyMap<string, string> } {
  const before = new Map<string, string>();
  const columns = table.columns.map((column) => {
    const { name, values, codes } = column;
    const to = shuffled(values.length, random);
    const names = [...values];
    for (const [code, value] of values.entries()) {
      const other = `other ${String.fromCharCode(97 + random.nextBelow(26))} ${to[code] ?? 0}`;
      names[to[code] ?? 0] = other;
      before.set(`${name}=${other}`, value);
    }
    return { name, values: names, codes: Int32Array.from(codes, (code) => to[code] ?? 0) };
  });
  const units = table.units;
  const unitOf = units && shuffled(Math.max(...units) + 1, random);
  return {
    table: { ...table, columns, units: units && Int32Array.from(units, (unit) => unitOf?.[unit] ?? 0) },
    before,
  };
}

function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.nextBelow(i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
