import { compareText } from '../../base/index.js';
import { mix, mixWhole } from './mix.js';
import type { SearchTable } from './search-table.js';

/** Rounds in which values are told apart by the values that they meet. */
const rounds = 2;

/**
 * The rank of each code of each column, by the examples that have it and by no name: first how many of each outcome (what they weigh),
 * then what other values they have (by 64 bits of colour refinement; Weisfeiler, Leman 1968).
 *
 * Only values that nothing but their names tells apart are in the order of these.
 *
 * @param amounts how many examples each row stands for, or what they weigh: whole numbers; 1 unless given
 */
export function rankCodes(table: SearchTable, amounts: ArrayLike<number> | undefined): readonly Uint16Array[] {
  const totals = table.columns.map((_, c) => totalsOf(table, c, amounts));
  const needsColours = totals.some((own) => new Set(own.map(String)).size < own.length);
  const colours = needsColours ? refinedColours(table, totals, amounts) : undefined;
  return table.columns.map(({ values }, c) => {
    const [a, b] = [colours?.[0][c], colours?.[1][c]];
    const order = values.map((_, code) => code);
    order.sort(
      (x, y) =>
        compareNumbers(totals[c]?.[x] ?? [], totals[c]?.[y] ?? []) ||
        (a?.[x] ?? 0) - (a?.[y] ?? 0) ||
        (b?.[x] ?? 0) - (b?.[y] ?? 0) ||
        compareText(values[x] ?? '', values[y] ?? ''),
    );
    const ranks = new Uint16Array(values.length);
    for (const [rank, code] of order.entries()) ranks[code] = rank;
    return ranks;
  });
}

/** How many examples of each outcome a value has, or what they weigh. */
function totalsOf(
  { columns, outcomes }: SearchTable,
  column: number,
  amounts: ArrayLike<number> | undefined,
): readonly (readonly number[])[] {
  const { codes, values } = columns[column] ?? { codes: new Uint8Array(), values: [] };
  const sums = new Float64Array(4 * values.length);
  for (let row = 0; row < outcomes.length; row++) {
    const place = 4 * (codes[row] ?? 0) + (outcomes[row] ?? 0);
    sums[place] = (sums[place] ?? 0) + (amounts?.[row] ?? 1);
  }
  return values.map((_, code) => [...sums.subarray(4 * code, 4 * code + 4)]);
}

/** Two 32-bit colours a value, which sums of scattered rows give it: they do not depend on the order of rows. */
function refinedColours(
  { columns, outcomes }: SearchTable,
  totals: readonly (readonly (readonly number[])[])[],
  amounts: ArrayLike<number> | undefined,
): readonly [readonly Int32Array[], readonly Int32Array[]] {
  let first = columns.map((_, c) =>
    Int32Array.from(totals[c] ?? [], (own) => own.reduce((h, x) => mixWhole(x, h), c + 1)),
  );
  let second = first.map((own) => own.map((colour) => mix(colour + 0x9e37)));
  for (let round = 0; round < rounds; round++) {
    const [a, b] = [first.map((own) => own.slice()), second.map((own) => own.slice())];
    for (let row = 0; row < outcomes.length; row++) {
      let [x, y] = [0, 0];
      for (let c = 0; c < columns.length; c++) {
        const code = columns[c]?.codes[row] ?? 0;
        x = Math.imul(x, 31) + (first[c]?.[code] ?? 0);
        y = Math.imul(y, 37) + (second[c]?.[code] ?? 0);
      }
      const amount = amounts?.[row] ?? 1;
      const outcome = outcomes[row] ?? 0;
      x = Math.imul(mix(x + outcome), amount);
      y = Math.imul(mix(y + outcome), amount);
      for (let c = 0; c < columns.length; c++) {
        const code = columns[c]?.codes[row] ?? 0;
        const [own, other] = [a[c], b[c]];
        if (own) own[code] = (own[code] ?? 0) + x;
        if (other) other[code] = (other[code] ?? 0) + y;
      }
    }
    [first, second] = [a.map((own) => own.map(mix)), b.map((own) => own.map(mix))];
  }
  return [first, second];
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [i, x] of a.entries()) if (x !== b[i]) return x - (b[i] ?? 0);
  return 0;
}
