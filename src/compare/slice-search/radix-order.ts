/** A digit that rows are sorted by: a code a row, below `size`. */
export interface Digit {
  readonly codes: Uint16Array | Int32Array;
  readonly size: number;
}

/** The rows in ascending order of their digits, the first the most significant; equal rows stay in order. */
export function radixOrder(digits: readonly Digit[], rows: number): Int32Array {
  let order = new Int32Array(rows);
  let next = new Int32Array(rows);
  for (let row = 0; row < rows; row++) order[row] = row;
  for (const { codes, size } of [...digits].reverse()) {
    const places = new Int32Array(size + 1);
    for (let row = 0; row < rows; row++) {
      const place = (codes[row] ?? 0) + 1;
      places[place] = (places[place] ?? 0) + 1;
    }
    for (let code = 0; code < size; code++) places[code + 1] = (places[code + 1] ?? 0) + (places[code] ?? 0);
    for (let i = 0; i < rows; i++) {
      const row = order[i] ?? 0;
      const code = codes[row] ?? 0;
      const place = places[code] ?? 0;
      next[place] = row;
      places[code] = place + 1;
    }
    [order, next] = [next, order];
  }
  return order;
}

const widest = 65_536;

/** Digits put together, as long as they stay below 65,536: fewer to sort by, in the same order. */
export function packDigits(digits: readonly Digit[], rows: number): readonly Digit[] {
  const packed: Digit[] = [];
  for (let i = 0; i < digits.length;) {
    const first = digits[i];
    if (!first) break;
    let size = first.size;
    let end = i + 1;
    while (end < digits.length && size * (digits[end]?.size ?? 1) <= widest) size *= digits[end++]?.size ?? 1;
    packed.push(end === i + 1 ? first : { codes: joined(digits.slice(i, end), rows), size });
    i = end;
  }
  return packed;
}

function joined(digits: readonly Digit[], rows: number): Uint16Array {
  const codes = new Uint16Array(rows);
  for (const { codes: own, size } of digits) {
    for (let row = 0; row < rows; row++) codes[row] = (codes[row] ?? 0) * size + (own[row] ?? 0);
  }
  return codes;
}
