import { compareText } from '../../base/index.js';
import { mix, mixWhole } from './mix.js';
import type { SearchTable } from './search-table.js';

/** Rounds in which values are told apart by the values that they meet. */
const rounds = 2;

/**
 * The rank of each code of each column, by the examples that have it and by no name: first how many of each outcome, then what other
 * values they have (by 64 bits of colour refinement; Weisfeiler, Leman 1968).
 *
 * Only values that nothing but their names tells apart are in the order of these.
 *
 * @param weights of each row, whole numbers; absent without weights
 */
export function rankCodes(table: SearchTable, weights: Float64Array | undefined): readonly Uint16Array[] {
  const totals = table.columns.map((_, c) => totalsOf(table, c, weights));
  const needsColours = totals.some((own) => new Set(own.map(String)).size < own.length);
  const colours = needsColours ? refinedColours(table, totals, weights) : undefined;
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

/** How many examples of each outcome a value has, and what they weigh. */
function totalsOf(
  { columns, outcomes, counts }: SearchTable,
  column: number,
  weights: Float64Array | undefined,
): readonly (readonly number[])[] {
  const { codes, values } = columns[column] ?? { codes: new Uint8Array(), values: [] };
  const width = weights ? 8 : 4;
  const sums = new Float64Array(width * values.length);
  for (let row = 0; row < outcomes.length; row++) {
    const place = (codes[row] ?? 0) * width + (outcomes[row] ?? 0);
    sums[place] = (sums[place] ?? 0) + (counts?.[row] ?? 1);
    if (weights) sums[place + 4] = (sums[place + 4] ?? 0) + (weights[row] ?? 0);
  }
  return values.map((_, code) => [...sums.subarray(code * width, code * width + width)]);
}

/** Two 32-bit colours a value, which sums of scattered rows give it: they do not depend on the order of rows. */
function refinedColours(
  { columns, outcomes, counts }: SearchTable,
  totals: readonly (readonly (readonly number[])[])[],
  weights: Float64Array | undefined,
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
      const count = counts?.[row] ?? 1;
      const outcome = outcomes[row] ?? 0;
      const weight = weights?.[row] ?? 0;
      x = Math.imul(mix(x + outcome), count) + Math.imul(mix(x ^ ~outcome), weight);
      y = Math.imul(mix(y + outcome), count) + Math.imul(mix(y ^ ~outcome), weight);
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
