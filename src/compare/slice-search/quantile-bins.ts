import { binLabels } from '../../data/index.js';
import type { SearchColumn } from './search-table.js';

/** More bins than this make slices that nobody can read. */
export const mostBins = 8;

/**
 * A column of numbers as one of bins that hold about as many rows each, for searching.
 *
 * Equal numbers are never parted: an edge that would part them moves to the nearer end of their run, so bins may be fewer and
 * uneven, and what few have stands apart from what most have. The edges depend on the numbers alone, not on their order; each is
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
  const places = new Set<number>();
  for (let bin = 1; bin < bins; bin++) {
    const wanted = Math.ceil((bin * sorted.length) / bins);
    const value = sorted[wanted] ?? Infinity;
    const [first, next] = [firstWhere(sorted, (x) => x >= value), firstWhere(sorted, (x) => x > value)];
    places.add(wanted - first <= next - wanted ? first : next);
  }
  return [...places]
    .sort((a, b) => a - b)
    .filter((place) => place > 0 && place < sorted.length)
    .map((place) => shortestBetween(sorted[place - 1] ?? 0, sorted[place] ?? 0));
}

/** The place of the first number that is so, where all after it are. */
function firstWhere(sorted: Float64Array, isSo: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(sorted[middle] ?? Infinity)) high = middle;
    else low = middle + 1;
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
