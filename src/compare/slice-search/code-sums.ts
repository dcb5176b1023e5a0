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
  readonly #counts: Float64Array;
  readonly #masses: Float64Array;

  constructor(cells: SearchCells, sizes: readonly number[], better: Better) {
    this.#cells = cells;
    [this.#worse, this.#better] = better === 'lower' ? [gained, lost] : [lost, gained];
    const total = (of: Float64Array): number => of.reduce((sum, x) => sum + x, 0);
    const squares = total(cells.squares);
    this.#scale = squares > 0 ? total(cells.masses) / squares : 1;
    const most = 4 * sizes.reduce((a, b) => Math.max(a, b), 1);
    this.#counts = new Float64Array(most);
    this.#masses = cells.masses === cells.counts ? this.#counts : new Float64Array(most);
  }

  /** Sums some cells by the code that they have in a column. @param size the number of its codes */
  sum(column: number, size: number, order: Int32Array, start: number, end: number): void {
    const codes = this.#cells.codes[column] ?? new Uint16Array();
    const { outcomes } = this.#cells;
    this.#add(this.#cells.counts, this.#counts, codes, outcomes, size, order, start, end);
    if (this.#masses === this.#counts) return;
    this.#add(this.#cells.masses, this.#masses, codes, outcomes, size, order, start, end);
  }

  #add(
    values: Float64Array,
    into: Float64Array,
    codes: Uint16Array,
    outcomes: Uint8Array,
    size: number,
    order: Int32Array,
    start: number,
    end: number,
  ): void {
    into.fill(0, 0, 4 * size);
    for (let i = start; i < end; i++) {
      const cell = order[i] ?? 0;
      const place = 4 * (codes[cell] ?? 0) + (outcomes[cell] ?? 0);
      into[place] = (into[place] ?? 0) + (values[cell] ?? 0);
    }
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
