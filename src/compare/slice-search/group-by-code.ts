/** Cells in the order of a code, equal ones as they were; `order[starts[code]]` is the first cell of a code, and the last start the end. */
export function groupByCode(
  codes: Uint16Array,
  size: number,
): { readonly order: Int32Array; readonly starts: Int32Array } {
  const starts = new Int32Array(size + 1);
  for (let cell = 0; cell < codes.length; cell++) {
    const place = (codes[cell] ?? 0) + 1;
    starts[place] = (starts[place] ?? 0) + 1;
  }
  for (let code = 0; code < size; code++) starts[code + 1] = (starts[code + 1] ?? 0) + (starts[code] ?? 0);
  const next = starts.slice();
  const order = new Int32Array(codes.length);
  for (let cell = 0; cell < codes.length; cell++) {
    const code = codes[cell] ?? 0;
    const place = next[code] ?? 0;
    order[place] = cell;
    next[code] = place + 1;
  }
  return { order, starts };
}
