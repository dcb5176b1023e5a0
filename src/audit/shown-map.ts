/** Maps in a record are at most this many points a side; the evidence keeps them whole. */
const maxSide = 64;

/** A map as a record shows it. */
export interface ShownMap {
  readonly width: number;
  readonly height: number;
  readonly values: readonly number[];
}

/**
 * Shrinks a map by averaging whole blocks, and rounds it to the third digit of its largest value: finer than the card draws it, and
 * more would be noise in every copy of the record.
 */
export function shownMap(values: ArrayLike<number>, width: number, height: number): ShownMap {
  const block = Math.max(1, Math.ceil(Math.max(width, height) / maxSide));
  const w = Math.ceil(width / block);
  const h = Math.ceil(height / block);
  const shrunk: number[] = [];
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) shrunk.push(blockMean(values, width, height, x * block, y * block, block));
  }
  return { width: w, height: h, values: toThirdDigit(shrunk) };
}

/** All values to the place of the third digit of the largest. */
function toThirdDigit(values: readonly number[]): readonly number[] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return values;
  const place = 2 - Math.floor(Math.log10(largest));
  // A decimal text has the digits that a product with a power of ten would lose; 100 is the most it can have.
  return values.map((value) => Number(value.toFixed(Math.min(100, Math.max(0, place)))) + 0);
}

/** Six significant digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function blockMean(
  values: ArrayLike<number>,
  width: number,
  height: number,
  left: number,
  top: number,
  block: number,
): number {
  let sum = 0;
  let count = 0;
  for (let y = top; y < Math.min(height, top + block); y++) {
    for (let x = left; x < Math.min(width, left + block); x++) {
      sum += values[y * width + x] ?? 0;
      count += 1;
    }
  }
  return sum / count;
}
