import type { SearchCells } from './cells.js';
import type { SliceSums } from './objective.js';
import { gained, lost } from './search-table.js';

/** Which way is worse: see `Metric.better`. */
export type Better = 'higher' | 'lower' | 'neither';

/**
 * Sums cells by the code of one column: what each value of an attribute has within a slice.
 *
 * Masses are scaled so that all cells together weigh as many examples as they are worth (Kish's effective number).
 */
export class CodeSums {
  readonly #cells: SearchCells;
  readonly #worse: number;
  readonly #better: number;
  readonly #scale: number;
  /** By column, a cell's place among the sums: 4 × its code + its outcome. */
  readonly #places: readonly (Uint16Array | Int32Array)[];
  readonly #areSingle: boolean;
  readonly #counts: Float64Array;
  readonly #masses: Float64Array;

  constructor(cells: SearchCells, sizes: readonly number[], better: Better) {
    this.#cells = cells;
    [this.#worse, this.#better] = better === 'lower' ? [gained, lost] : [lost, gained];
    const total = (of: Float64Array): number => of.reduce((sum, x) => sum + x, 0);
    const squares = total(cells.squares);
    this.#scale = squares > 0 ? total(cells.masses) / squares : 1;
    this.#places = cells.codes.map((codes, column) => placesOf(codes, cells.outcomes, sizes[column] ?? 0));
    this.#areSingle = cells.counts.every((count) => count === 1);
    const most = 4 * sizes.reduce((a, b) => Math.max(a, b), 1);
    this.#counts = new Float64Array(most);
    this.#masses = cells.masses === cells.counts ? this.#counts : new Float64Array(most);
  }

  /** Sums some cells, those from `start` to `end` of an order, by the code that they have in a column of `size` codes. */
  sum(column: number, size: number, order: Int32Array, start: number, end: number): void {
    const places = this.#places[column] ?? new Uint16Array();
    const { counts, masses } = this.#cells;
    this.#counts.fill(0, 0, 4 * size);
    if (this.#areSingle) addOnes(this.#counts, places, order, start, end);
    else addValues(this.#counts, counts, places, order, start, end);
    if (this.#masses === this.#counts) return;
    this.#masses.fill(0, 0, 4 * size);
    addValues(this.#masses, masses, places, order, start, end);
  }

  /** The sums of one code, as last summed. */
  of(code: number): SliceSums {
    const at = (of: Float64Array, outcome: number): number => of[4 * code + outcome] ?? 0;
    const all = (of: Float64Array): number => at(of, 0) + at(of, 1) + at(of, 2) + at(of, 3);
    return {
      n: all(this.#counts),
      mass: this.#scale * all(this.#masses),
      worse: this.#scale * at(this.#masses, this.#worse),
      better: this.#scale * at(this.#masses, this.#better),
    };
  }

  /** What `n` examples weigh at least. */
  leastMass(n: number): number {
    const { counts, masses } = this.#cells;
    if (masses === counts) return n;
    let least = Infinity;
    for (let i = 0; i < counts.length; i++) least = Math.min(least, (masses[i] ?? 0) / (counts[i] ?? 1));
    return Number.isFinite(least) ? this.#scale * least * n : 0;
  }
}

function placesOf(codes: Uint16Array, outcomes: Uint8Array, size: number): Uint16Array | Int32Array {
  const places = 4 * size <= 65_536 ? new Uint16Array(codes.length) : new Int32Array(codes.length);
  for (let cell = 0; cell < codes.length; cell++) places[cell] = 4 * (codes[cell] ?? 0) + (outcomes[cell] ?? 0);
  return places;
}

function addOnes(
  into: Float64Array,
  places: Uint16Array | Int32Array,
  order: Int32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const place = places[order[i] ?? 0] ?? 0;
    into[place] = (into[place] ?? 0) + 1;
  }
}

function addValues(
  into: Float64Array,
  values: Float64Array,
  places: Uint16Array | Int32Array,
  order: Int32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const cell = order[i] ?? 0;
    const place = places[cell] ?? 0;
    into[place] = (into[place] ?? 0) + (values[cell] ?? 0);
  }
}
