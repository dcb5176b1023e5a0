import { binLabels } from '../../data/index.js';
import type { SearchColumn } from './search-table.js';

/** More bins than this make slices that nobody can read. */
export const mostBins = 8;

/**
 * A column of numbers as one of bins that hold about as many rows each, for searching.
 *
 * Equal numbers are never parted, so bins may be fewer and uneven. The edges depend on the numbers alone, not on their order; each is
 * the shortest decimal number that parts them alike. What is no number (NaN) has a value of its own, `missing`.
 *
 * @param bins at most; from 1 to {@link mostBins}
 * @throws {RangeError} for another number of bins
 */
export function binnedColumn(name: string, numbers: ArrayLike<number>, bins: number = mostBins): SearchColumn {
  const edges = quantileEdges(numbers, bins);
  const labels = edges.length > 0 ? binLabels(edges) : ['any number'];
  const codes = new Uint8Array(numbers.length);
  let isAnyMissing = false;
  for (let row = 0; row < codes.length; row++) {
    const value = numbers[row] ?? Number.NaN;
    let bin = 0;
    while (bin < edges.length && value >= (edges[bin] ?? Infinity)) bin += 1;
    if (Number.isNaN(value)) {
      bin = labels.length;
      isAnyMissing = true;
    }
    codes[row] = bin;
  }
  return { name, values: isAnyMissing ? [...labels, 'missing'] : labels, codes };
}

/**
 * Inner edges of bins that hold about as many of the numbers each, ascending; a number that is an edge belongs above it.
 *
 * @returns fewer than `bins` edges; none where all numbers are equal, or there is none
 */
export function quantileEdges(numbers: ArrayLike<number>, bins: number = mostBins): readonly number[] {
  if (!Number.isInteger(bins) || bins < 1 || bins > mostBins) {
    throw new RangeError(`${bins} bins, where a whole number from 1 to ${mostBins} is expected`);
  }
  // Without a -0, which sorts below 0 but is equal to it.
  const sorted = Float64Array.from(numbers, (value) => value + 0)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const edges: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const above = sorted[Math.ceil((bin * sorted.length) / bins)];
    if (above === undefined || above === sorted[0]) continue;
    const below = sorted[firstNotBelow(sorted, above) - 1] ?? above;
    const edge = shortestBetween(below, above);
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

/** The place of the first number that is not below `value`. */
function firstNotBelow(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number with the fewest decimal digits that is above `below` and at most `above`. */
function shortestBetween(below: number, above: number): number {
  if (!Number.isFinite(above) || !Number.isFinite(below)) return above;
  if (below < 0 && above >= 0) return 0;
  for (let digits = 1; digits <= 17; digits++) {
    const nearest = Number(above.toPrecision(digits));
    const step = 10 ** (Math.floor(Math.log10(Math.abs(above))) - digits + 1);
    for (const edge of [nearest, Number((nearest - step).toPrecision(digits))]) {
      if (edge > below && edge <= above) return edge;
    }
  }
  return above;
}
