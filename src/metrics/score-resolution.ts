/**
 * How finely scores are told apart: `exact`, or how many leading bits (exponent first) are kept of a score below one half, and
 * of what a score above it lacks to 1.
 */
export type ScoreResolution = 'exact' | number;

/** The finest grid: the upper half of a double, but for its sign. */
export const finestGrid = 31;

/**
 * A score as it is counted. Never moves one score past another; grids nest, so that a coarser one is made from a finer one.
 */
export function atResolution(score: number, resolution: ScoreResolution): number {
  if (resolution === 'exact') return score;
  return score < 0.5 ? truncate(score, resolution) : 1 - truncate(1 - score, resolution);
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
/** Which half of a double holds its sign, exponent and leading digits: that depends on the machine. */
const upper = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

function truncate(value: number, bits: number): number {
  double[0] = value;
  halves[upper] = (halves[upper] ?? 0) & (-1 << (finestGrid - bits));
  halves[1 - upper] = 0;
  return double[0];
}

/**
 * The finest grid on which two different scores fall together, as they then do on all coarser ones.
 *
 * @returns −1 for two on different sides of one half, which never do
 */
export function finestShared(low: number, high: number): number {
  if (low < 0.5 && high >= 0.5) return -1;
  const bits = low < 0.5 ? upperHalf(low) ^ upperHalf(high) : upperHalf(1 - low) ^ upperHalf(1 - high);
  // The sign is no bit of a grid.
  let shared = Math.clz32(bits) - 1;
  // Near 1 a coarse grid's places are nearer to each other than doubles are.
  while (shared < finestGrid && atResolution(low, shared + 1) === atResolution(high, shared + 1)) shared += 1;
  return shared;
}

function upperHalf(value: number): number {
  double[0] = value;
  return halves[upper] ?? 0;
}

/** Whether one resolution tells apart more than another. */
export function isFiner(a: ScoreResolution, than: ScoreResolution): boolean {
  if (than === 'exact') return false;
  return a === 'exact' || a > than;
}
