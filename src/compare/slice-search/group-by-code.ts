/**
 * Orders some cells by a code, equal ones as they were.
 *
 * @param from cells; those from `start` to `end` are ordered, into the same places of `into`
 * @returns where each code's cells start in `into`, and where the last one's end
 */
export function groupByCode(
  codes: Uint16Array,
  size: number,
  from: Int32Array,
  into: Int32Array,
  start: number,
  end: number,
): Int32Array {
  const starts = new Int32Array(size + 1);
  for (let i = start; i < end; i++) {
    const place = (codes[from[i] ?? 0] ?? 0) + 1;
    starts[place] = (starts[place] ?? 0) + 1;
  }
  starts[0] = start;
  for (let code = 0; code < size; code++) starts[code + 1] = (starts[code + 1] ?? 0) + (starts[code] ?? 0);
  const next = starts.slice();
  for (let i = start; i < end; i++) {
    const cell = from[i] ?? 0;
    const code = codes[cell] ?? 0;
    const place = next[code] ?? 0;
    into[place] = cell;
    next[code] = place + 1;
  }
  return starts;
}
