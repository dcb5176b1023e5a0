import type { SearchCells } from './cells.js';
import type { SliceSums } from './objective.js';
import { gained, lost } from './search-table.js';

/** Which way is worse: see `Metric.better`. */
export type Better = 'higher' | 'lower' | 'neither';

type Places = Uint16Array | Int32Array;

/** Tables of sums are as long as this at least, and as what they sum: clearing them must not take longer than summing. */
const shortTable = 4096;

/**
 * Sums cells by the code of one column, or by those of two: what each value of an attribute has within a slice. The cells to be
 * summed are chosen first, and laid side by side, since they are gone through once for each column or two.
 *
 * Masses are scaled so that all cells together weigh as many examples as they are worth (Kish's effective number).
 */
export class CodeSums {
  readonly #sizes: readonly number[];
  readonly #cells: SearchCells;
  readonly #worse: number;
  readonly #better: number;
  readonly #scale: number;
  /** By column, a cell's place among the sums: 4 × its code + its outcome. */
  readonly #places: readonly Places[];
  readonly #isWeighted: boolean;
  #counts = new Float64Array(shortTable);
  #masses = new Float64Array(shortTable);
  /** The chosen cells side by side: see {@link choose}. */
  readonly #chosen: Places[] = [];
  readonly #chosenCounts: Float64Array;
  readonly #chosenMasses: Float64Array;
  #length = 0;

  constructor(cells: SearchCells, sizes: readonly number[], better: Better) {
    this.#sizes = sizes;
    this.#cells = cells;
    [this.#worse, this.#better] = better === 'lower' ? [gained, lost] : [lost, gained];
    const total = (of: Float64Array): number => of.reduce((sum, x) => sum + x, 0);
    const squares = total(cells.squares);
    this.#scale = squares > 0 ? total(cells.masses) / squares : 1;
    this.#places = cells.codes.map((codes, column) => placesOf(codes, cells.outcomes, sizes[column] ?? 0));
    this.#chosen = this.#places.map((places) => places.slice());
    this.#isWeighted = cells.masses !== cells.counts;
    this.#chosenCounts = new Float64Array(cells.length);
    this.#chosenMasses = this.#isWeighted ? new Float64Array(cells.length) : this.#chosenCounts;
  }

  /** Chooses the cells that are summed from now on: those from `start` to `end` of an order. @param from the first column needed */
  choose(order: Int32Array, start: number, end: number, from: number): void {
    this.#length = end - start;
    for (let column = from; column < this.#places.length; column++) {
      const [source, into] = [this.#places[column], this.#chosen[column]];
      if (source && into) for (let i = start; i < end; i++) into[i - start] = source[order[i] ?? 0] ?? 0;
    }
    const { counts, masses } = this.#cells;
    for (let i = start; i < end; i++) this.#chosenCounts[i - start] = counts[order[i] ?? 0] ?? 0;
    if (!this.#isWeighted) return;
    for (let i = start; i < end; i++) this.#chosenMasses[i - start] = masses[order[i] ?? 0] ?? 0;
  }

  /** The sums of all cells. */
  everyone(): SliceSums {
    const { counts, masses, outcomes } = this.#cells;
    let [n, mass, worse, better] = [0, 0, 0, 0];
    for (let cell = 0; cell < counts.length; cell++) {
      const own = masses[cell] ?? 0;
      n += counts[cell] ?? 0;
      mass += own;
      if (outcomes[cell] === this.#worse) worse += own;
      if (outcomes[cell] === this.#better) better += own;
    }
    return { n, mass: this.#scale * mass, worse: this.#scale * worse, better: this.#scale * better };
  }

  /** Sums the chosen cells by the code of a column. */
  sum(column: number): void {
    this.#clear(4 * this.#size(column));
    const places = this.#chosen[column] ?? new Uint16Array();
    addUp(this.#counts, this.#chosenCounts, places, this.#length);
    if (this.#isWeighted) addUp(this.#masses, this.#chosenMasses, places, this.#length);
  }

  /**
   * Sums the chosen cells that have some codes in one column by the code of another.
   *
   * @param slots for each code of the first column its slot, −1 for those that are left out
   */
  sumSlots(first: number, slots: Int32Array, used: number, second: number): void {
    const width = 4 * this.#size(second);
    this.#clear(used * width);
    const [outer, inner] = [this.#chosen[first] ?? new Uint16Array(), this.#chosen[second] ?? new Uint16Array()];
    addSlots(this.#counts, this.#chosenCounts, outer, slots, inner, width, this.#length);
    if (this.#isWeighted) addSlots(this.#masses, this.#chosenMasses, outer, slots, inner, width, this.#length);
  }

  /** How many slots can be summed at once by the codes of a column. */
  slotsFor(column: number): number {
    return Math.max(1, Math.floor(Math.max(shortTable, this.#length) / (4 * this.#size(column))));
  }

  /** The sums of one code of a column, as last summed. */
  of(column: number, code: number, slot = 0): SliceSums {
    const place = 4 * (slot * this.#size(column) + code);
    const masses = this.#isWeighted ? this.#masses : this.#counts;
    const all = (of: Float64Array): number =>
      (of[place] ?? 0) + (of[place + 1] ?? 0) + (of[place + 2] ?? 0) + (of[place + 3] ?? 0);
    return {
      n: all(this.#counts),
      mass: this.#scale * all(masses),
      worse: this.#scale * (masses[place + this.#worse] ?? 0),
      better: this.#scale * (masses[place + this.#better] ?? 0),
    };
  }

  /** What `n` examples weigh at least. */
  leastMass(n: number): number {
    if (!this.#isWeighted) return n;
    const { counts, masses } = this.#cells;
    let least = Infinity;
    for (let i = 0; i < counts.length; i++) least = Math.min(least, (masses[i] ?? 0) / (counts[i] ?? 1));
    return Number.isFinite(least) ? this.#scale * least * n : 0;
  }

  #clear(length: number): void {
    if (this.#counts.length < length) this.#counts = new Float64Array(length);
    else this.#counts.fill(0, 0, length);
    if (!this.#isWeighted) return;
    if (this.#masses.length < length) this.#masses = new Float64Array(length);
    else this.#masses.fill(0, 0, length);
  }

  #size(column: number): number {
    return this.#sizes[column] ?? 1;
  }
}

function placesOf(codes: Uint16Array, outcomes: Uint8Array, size: number): Places {
  const places = 4 * size <= 65_536 ? new Uint16Array(codes.length) : new Int32Array(codes.length);
  for (let cell = 0; cell < codes.length; cell++) places[cell] = 4 * (codes[cell] ?? 0) + (outcomes[cell] ?? 0);
  return places;
}

function addUp(into: Float64Array, values: Float64Array, places: Places, length: number): void {
  for (let i = 0; i < length; i++) {
    const place = places[i] ?? 0;
    into[place] = (into[place] ?? 0) + (values[i] ?? 0);
  }
}

function addSlots(
  into: Float64Array,
  values: Float64Array,
  outer: Places,
  slots: Int32Array,
  inner: Places,
  width: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    const slot = slots[(outer[i] ?? 0) >> 2] ?? -1;
    if (slot < 0) continue;
    const place = slot * width + (inner[i] ?? 0);
    into[place] = (into[place] ?? 0) + (values[i] ?? 0);
  }
}
