import { ExactSum, wideFixedPointBits } from '../base/index.js';

/**
 * How finely scores are told apart: `exact`, or how many leading bits (exponent first) are kept of a score below one half, and
 * of what a score above it lacks to 1.
 */
export type ScoreResolution = 'exact' | number;

/** The scores of the examples that agree in every attribute and the label, by one model. */
export interface ScoreCell {
  readonly attributes: readonly string[];
  readonly label: number;
  /** Ascending. */
  readonly scores: Float64Array;
  /** How many examples have each; with weights what they weigh, rounded. */
  readonly counts: Float64Array;
  /** What they weigh, exactly; only with weights. */
  readonly masses?: readonly ExactSum[] | undefined;
}

/** One model's scores of the positive class, counted: what rank metrics need. */
export interface ScoreCounts {
  readonly resolution: ScoreResolution;
  /** Sorted by key, so that equal counts are equal however they came about. */
  readonly cells: readonly ScoreCell[];
}

/** More different scores than this (over all cells) are not kept apart: they are put on a grid, as fine as they fit. */
export const maxScoreCounts = 131_072;

/** The finest grid: the upper half of a double, but for its sign. */
const finestGrid = 31;

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
function finestShared(low: number, high: number): number {
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

/**
 * Counts scores, one pass, in any order and over any number of parts.
 *
 * Memory is bounded: where there are more than `limit` different ones, all go to the finest grid on which they fit. Which grid
 * that is depends on the scores alone, not on their order.
 */
export class ScoreCounter {
  readonly #limit: number;
  #resolution: ScoreResolution = 'exact';
  readonly #cells = new Map<string, { readonly attributes: readonly string[]; readonly label: number; id: number }>();
  readonly #hasWeights: boolean;
  #table: CountTable;

  /** @param hasWeights whether what is counted are weights, which are summed exactly, and not whole numbers */
  constructor(limit: number = maxScoreCounts, hasWeights = false) {
    this.#limit = limit;
    this.#hasWeights = hasWeights;
    this.#table = new CountTable(hasWeights);
  }

  /** Counts one score, or `count` examples with it. */
  add(attributes: readonly string[], label: number, score: number, count: number | ExactSum = 1): void {
    this.addTo(this.cellOf(attributes, label), score, count);
  }

  /** Counts one score in a cell that was looked up before. @param cell as {@link cellOf} gives it */
  addTo(cell: number, score: number, count: number | ExactSum = 1): void {
    // The two zeros are one score, but two patterns of bits: adding 0 makes them one.
    this.#table.add(cell, atResolution(score, this.#resolution) + 0, count);
    if (this.#table.size > this.#limit && this.#resolution !== 0) this.#coarsenToFit();
  }

  /** Adds counts that were made apart. */
  addCounts(other: ScoreCounts): void {
    if (isFiner(this.#resolution, other.resolution) && other.resolution !== 'exact') this.#coarsenTo(other.resolution);
    for (const { attributes, label, scores, counts, masses } of other.cells)
      for (const [i, score] of scores.entries()) this.add(attributes, label, score, masses?.[i] ?? counts[i] ?? 0);
  }

  /** The counts so far. */
  build(): ScoreCounts {
    const byId = this.#table.byId(this.#cells.size);
    const sorted = [...this.#cells.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return {
      resolution: this.#resolution,
      cells: sorted.map(([, { attributes, label, id }]) => ({
        attributes,
        label,
        ...(byId[id] ?? { scores: new Float64Array(0), counts: new Float64Array(0) }),
      })),
    };
  }

  /** The number of a cell, for this counter alone. */
  cellOf(attributes: readonly string[], label: number): number {
    let key = String(label);
    for (const value of attributes) key += `,${value.length}:${value}`;
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = { attributes: [...attributes], label, id: this.#cells.size };
      this.#cells.set(key, cell);
    }
    return cell.id;
  }

  /** Goes to the finest grid that holds all. */
  #coarsenToFit(): void {
    const current = this.#resolution === 'exact' ? finestGrid + 1 : this.#resolution;
    const merged = this.#table.mergedAt(this.#cells.size);
    let [resolution, size] = [current, this.#table.size];
    while (size > this.#limit && resolution > 0) size -= merged[--resolution] ?? 0;
    this.#coarsenTo(resolution);
  }

  #coarsenTo(resolution: number): void {
    this.#table = this.#tableAt(resolution);
    this.#resolution = resolution;
  }

  #tableAt(resolution: number): CountTable {
    // As large as the one now: most entries may stay apart, and growing again would place each of them several times.
    const coarser = new CountTable(this.#hasWeights, this.#table.places);
    this.#table.forEach((id, score, count) => coarser.add(id, atResolution(score, resolution) + 0, count));
    return coarser;
  }
}

function isFiner(a: ScoreResolution, than: ScoreResolution): boolean {
  if (than === 'exact') return false;
  return a === 'exact' || a > than;
}

/** Places of a table at first. */
const fewest = 4096;

/** Counts by cell and score, in typed arrays: a map of objects would take five times the memory. */
class CountTable {
  size = 0;
  #ids: Int32Array;
  #scores: Float64Array;
  #counts: Float64Array;
  /** In place of counts, with weights. */
  #masses: (ExactSum | undefined)[] | undefined;

  constructor(hasWeights: boolean, places: number = fewest) {
    this.#ids = new Int32Array(places).fill(-1);
    this.#scores = new Float64Array(places);
    this.#counts = new Float64Array(hasWeights ? 0 : places);
    this.#masses = hasWeights ? Array.from({ length: places }, () => undefined) : undefined;
  }

  get places(): number {
    return this.#ids.length;
  }

  add(id: number, score: number, count: number | ExactSum): void {
    const place = this.#placeOf(id, score);
    if (this.#ids[place] === -1) {
      this.#ids[place] = id;
      this.#scores[place] = score;
      this.size += 1;
    }
    if (this.#masses) addMass((this.#masses[place] ??= new ExactSum(wideFixedPointBits)), count);
    else this.#counts[place] = (this.#counts[place] ?? 0) + Number(count);
    // A little over one half, so that what overflows the limit does not grow the table before it goes to a grid.
    if (this.size * 16 > this.#ids.length * 9) this.#grow();
  }

  /** By grid: how many entries fewer there are than on the next finer one; above the finest are the scores as they are. */
  mergedAt(ids: number): Uint32Array {
    const merged = new Uint32Array(finestGrid + 1);
    for (const { scores } of this.#scoresById(ids)) {
      for (let i = 1; i < scores.length; i++) {
        const shared = finestShared(scores[i - 1] ?? 0, scores[i] ?? 0);
        if (shared >= 0) merged[shared] = (merged[shared] ?? 0) + 1;
      }
    }
    return merged;
  }

  forEach(take: (id: number, score: number, count: number | ExactSum) => void): void {
    for (let place = 0; place < this.#ids.length; place++) {
      const id = this.#ids[place] ?? -1;
      if (id >= 0) take(id, this.#scores[place] ?? 0, this.#masses?.[place] ?? this.#counts[place] ?? 0);
    }
  }

  /** The scores of each id, ascending, and how often each is. */
  byId(ids: number): readonly Omit<ScoreCell, 'attributes' | 'label'>[] {
    return this.#scoresById(ids).map(({ scores }, id) => {
      if (!this.#masses) return { scores, counts: scores.map((score) => this.#counts[this.#placeOf(id, score)] ?? 0) };
      const masses = Array.from(scores, (score) => this.#massOf(id, score));
      return { scores, counts: Float64Array.from(masses, (mass) => mass.value()), masses };
    });
  }

  #scoresById(ids: number): readonly { readonly scores: Float64Array }[] {
    const sizes = new Uint32Array(ids);
    this.forEach((id) => {
      sizes[id] = (sizes[id] ?? 0) + 1;
    });
    const lists = Array.from(sizes, (size) => ({ scores: new Float64Array(size) }));
    sizes.fill(0);
    this.forEach((id, score) => {
      const at = sizes[id] ?? 0;
      const list = lists[id];
      if (list) list.scores[at] = score;
      sizes[id] = at + 1;
    });
    for (const { scores } of lists) scores.sort();
    return lists;
  }

  #massOf(id: number, score: number): ExactSum {
    const copy = new ExactSum(wideFixedPointBits);
    const mass = this.#masses?.[this.#placeOf(id, score)];
    if (mass) copy.addSum(mass);
    return copy;
  }

  /** Where the entry is, or the free place that it takes. */
  #placeOf(id: number, score: number): number {
    const mask = this.#ids.length - 1;
    double[0] = score;
    let hash = Math.imul((halves[upper] ?? 0) ^ Math.imul(halves[1 - upper] ?? 0, 0x85eb_ca6b) ^ id, 0x9e37_79b1);
    hash ^= hash >>> 15;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const there = this.#ids[place];
      if (there === -1 || (there === id && this.#scores[place] === score)) return place;
    }
  }

  #grow(): void {
    const larger = new CountTable(this.#masses !== undefined, this.#ids.length * 4);
    this.forEach((id, score, count) => {
      larger.add(id, score, count);
    });
    this.#ids = larger.#ids;
    this.#scores = larger.#scores;
    this.#counts = larger.#counts;
    this.#masses = larger.#masses;
  }
}

function addMass(sum: ExactSum, mass: number | ExactSum): void {
  if (typeof mass === 'number') sum.add(mass);
  else sum.addSum(mass);
}
