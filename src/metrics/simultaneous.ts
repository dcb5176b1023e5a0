import { randomFor, type Random } from '../base/index.js';
import { covarianceOf, varianceOf, type Influence } from './influence.js';
import { normalQuantile, normalTail } from './normal.js';

/** The published seed of every joint resampling: it depends on no data and no clock. */
export const resamplingSeed = 'fairweight/max-t/1';

/** How wide intervals must be so that all of them hold at once. */
export interface Simultaneous {
  /** How many estimates hold at once. */
  readonly over: number;
  /** The probability with which each bound alone may be passed. */
  readonly tail: number;
  /** The two-sided critical value of a normal estimate that belongs to it: 1.96 for a single one. */
  readonly critical: number;
  /** Joint resamples drawn; 0 where there is nothing to draw. */
  readonly resamples: number;
}

/**
 * The critical value of the largest of many studentised estimates (max-T): by resampling them jointly, from what each unit or
 * cell adds to each.
 *
 * A resample multiplies what every independent thing adds by a normal number of its own (the multiplier bootstrap), which makes the
 * estimates jointly normal with the covariances of their influences; so they are drawn from those, by a pivoted Cholesky factor.
 * The draws depend on the covariances and the order of the estimates alone. Never below the critical value of one estimate, never
 * above Bonferroni's.
 *
 * @param influences in an order that does not depend on names, so that renaming changes nothing
 * @param level that all hold with, such as 0.95
 * @param most resamples; fewer are for simulations, which average over many sets
 * @see Chernozhukov, Chetverikov, Kato 2013, "Gaussian approximations and multiplier bootstrap for maxima of sums of
 *   high-dimensional random vectors"; Romano, Wolf 2005, "Exact and approximate stepdown methods for multiple hypothesis testing"
 */
export function simultaneous(
  influences: readonly Influence[],
  level: number,
  most: number = mostResamples,
): Simultaneous {
  const over = influences.length;
  const alpha = 1 - level;
  const single = normalQuantile(1 - alpha / 2);
  if (over < 2) return { over, tail: alpha / 2, critical: single, resamples: 0 };
  const factor = factorOf(correlationMatrix(influences), over);
  const resamples = Math.min(most, resamplesFor(over, factor.rank));
  const largest = drawLargest(factor, resamples);
  largest.sort();
  // The order statistic that is exceeded with probability alpha at most, the draws being as good as the truth.
  const drawn = largest[Math.min(resamples, Math.ceil((resamples + 1) * level)) - 1] ?? single;
  const bonferroni = normalQuantile(1 - alpha / (2 * over));
  const critical = Math.min(bonferroni, Math.max(single, drawn));
  return { over, tail: normalTail(critical), critical, resamples };
}

const mostResamples = 20_000;
const fewestResamples = 2000;
/** Multiplications that a joint resampling may cost before it draws fewer. */
const budget = 1e9;

function resamplesFor(over: number, rank: number): number {
  return Math.max(fewestResamples, Math.min(mostResamples, Math.floor(budget / (over * Math.max(1, rank)))));
}

/** Row-major; ones on the diagonal, also where an estimate does not vary. */
function correlationMatrix(influences: readonly Influence[]): Float64Array {
  const k = influences.length;
  const dense = denseRows(influences);
  const deviations = influences.map((influence) => Math.sqrt(varianceOf(influence)));
  const matrix = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    matrix[i * k + i] = 1;
    for (let j = 0; j < i; j++) {
      const scale = (deviations[i] ?? 0) * (deviations[j] ?? 0);
      const value = scale > 0 ? rounded(Math.max(-1, Math.min(1, dense.product(i, j) / scale))) : 0;
      matrix[i * k + j] = value;
      matrix[j * k + i] = value;
    }
  }
  return matrix;
}

/** Without the last digits, which depend on the order of summing. */
function rounded(correlation: number): number {
  return Math.round(correlation * 2 ** 36) / 2 ** 36;
}

/** More numbers than this are not laid out in rows; products are then looked up one by one. */
const maxDense = 3e7;

function denseRows(influences: readonly Influence[]): { product(i: number, j: number): number } {
  const places = new Map<unknown, number>();
  for (const { shared } of influences)
    for (const key of shared.keys()) if (!places.has(key)) places.set(key, places.size);
  const width = places.size;
  if (width * influences.length > maxDense) {
    const empty: Influence = { shared: new Map(), own: 0 };
    return { product: (i, j) => covarianceOf(influences[i] ?? empty, influences[j] ?? empty) };
  }
  const rows = influences.map(({ shared }) => {
    const row = new Float64Array(width);
    for (const [key, value] of shared) row[places.get(key) ?? 0] = value;
    return row;
  });
  return {
    product: (i, j) => {
      const [a, b] = [rows[i], rows[j]];
      if (!a || !b) return 0;
      let sum = 0;
      for (let c = 0; c < width; c++) sum += (a[c] ?? 0) * (b[c] ?? 0);
      return sum;
    },
  };
}

interface Factor {
  /** The matrix is the product with its transpose. A pivot's row ends at its own column. */
  readonly rows: readonly Float64Array[];
  readonly rank: number;
}

/** Pivots below this are rounding. */
const negligible = 1e-10;

/** A pivoted Cholesky factor of a positive semidefinite matrix, as many columns as its rank. */
function factorOf(matrix: Float64Array, k: number): Factor {
  const left = new Float64Array(k);
  for (let i = 0; i < k; i++) left[i] = matrix[i * k + i] ?? 0;
  const columns: Float64Array[] = [];
  const pivots: number[] = [];
  for (;;) {
    let pivot = 0;
    for (let i = 1; i < k; i++) if ((left[i] ?? 0) > (left[pivot] ?? 0) + negligible) pivot = i;
    const rest = left[pivot] ?? 0;
    if (rest <= negligible || columns.length === k) break;
    const column = new Float64Array(k);
    const root = Math.sqrt(rest);
    for (let i = 0; i < k; i++) {
      let value = matrix[i * k + pivot] ?? 0;
      for (const other of columns) value -= (other[i] ?? 0) * (other[pivot] ?? 0);
      column[i] = value / root;
    }
    for (let i = 0; i < k; i++) left[i] = Math.max(0, (left[i] ?? 0) - (column[i] ?? 0) ** 2);
    left[pivot] = 0;
    columns.push(column);
    pivots.push(pivot);
  }
  const rank = columns.length;
  const rows = Array.from({ length: k }, (_, i) => {
    const at = pivots.indexOf(i);
    return Float64Array.from(at === -1 ? columns : columns.slice(0, at + 1), (column) => column[i] ?? 0);
  });
  return { rows, rank };
}

/** The largest absolute estimate of each resample. */
function drawLargest({ rows, rank }: Factor, resamples: number): Float64Array {
  const random = randomFor(resamplingSeed);
  const normals = new Float64Array(rank);
  const largest = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    fillWithNormals(normals, random);
    let most = 0;
    for (const row of rows) {
      let sum = 0;
      for (let c = 0; c < row.length; c++) sum += (row[c] ?? 0) * (normals[c] ?? 0);
      most = Math.max(most, Math.abs(sum));
    }
    largest[b] = most;
  }
  return largest;
}

/** Marsaglia and Bray's polar method: logarithms and roots alone, which every machine computes alike. */
function fillWithNormals(normals: Float64Array, random: Random): void {
  for (let c = 0; c < normals.length; c += 2) {
    const { x, y, square } = pointInDisc(random);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    normals[c] = x * scale;
    if (c + 1 < normals.length) normals[c + 1] = y * scale;
  }
}

function pointInDisc(random: Random): { readonly x: number; readonly y: number; readonly square: number } {
  for (;;) {
    const x = 2 * random.next() - 1;
    const y = 2 * random.next() - 1;
    const square = x * x + y * y;
    if (square < 1 && square > 0) return { x, y, square };
  }
}
