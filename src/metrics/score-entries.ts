import { ExactSum } from '../base/index.js';
import type { LabelledScores } from './labelled-scores.js';
import type { ScoreCell, ScoreCounts } from './score-counts.js';
import { atResolution, type ScoreResolution } from './score-resolution.js';

/** What an example's score and cell are looked up by, for both models alike. */
export interface NumberedCells {
  /** Attributes and label of each. */
  readonly cells: readonly Pick<ScoreCell, 'attributes' | 'label'>[];
  /** The number of a cell; nothing where no example has these attributes and this label. */
  numberOf(attributes: readonly string[], label: number): number | undefined;
}

/** Numbers the cells of both models' counts, in an order that depends on them alone. */
export function numberCells(sides: readonly ScoreCounts[]): NumberedCells {
  const known = new Map<string, Pick<ScoreCell, 'attributes' | 'label'>>();
  for (const { cells } of sides) for (const cell of cells) if (!known.has(keyOf(cell))) known.set(keyOf(cell), cell);
  const sorted = [...known].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const numbers = new Map(sorted.map(([key], i) => [key, i]));
  return {
    cells: sorted.map(([, cell]) => cell),
    numberOf: (attributes, label) => numbers.get(keyOf({ attributes, label })),
  };
}

function keyOf({ attributes, label }: Pick<ScoreCell, 'attributes' | 'label'>): string {
  return JSON.stringify([label, ...attributes]);
}

/**
 * One model's counted scores laid out in one row of entries: a score in a cell each. A table along the entries serves every set that is
 * made of whole cells.
 */
export class ScoreEntries {
  readonly length: number;
  readonly resolution: ScoreResolution;
  /** By entry: its score, its cell, and its score's place among all different scores. */
  readonly scores: Float64Array;
  readonly cells: Int32Array;
  readonly places: Uint32Array;
  /** All different scores, ascending. */
  readonly distinct: Float64Array;
  /** By cell: its first entry; at the end all entries. */
  readonly starts: Uint32Array;
  readonly #labels: Uint8Array;
  readonly #counts: Float64Array;
  readonly #masses: readonly (ExactSum | undefined)[] | undefined;
  /** By hash, side by side: a score, and its cell times {@link most} plus its entry; −1 where it is free. */
  readonly #slots: Float64Array;
  readonly #mask: number;

  constructor({ resolution, cells }: ScoreCounts, numbering: NumberedCells) {
    const { cells: numbered } = numbering;
    const length = cells.reduce((sum, { scores }) => sum + scores.length, 0);
    this.length = length;
    this.resolution = resolution;
    this.scores = new Float64Array(length);
    this.cells = new Int32Array(length);
    this.#counts = new Float64Array(length);
    this.#labels = Uint8Array.from(numbered, ({ label }) => label);
    this.starts = new Uint32Array(numbered.length + 1);
    const byNumber: (ScoreCell | undefined)[] = [];
    for (const cell of cells) byNumber[numbering.numberOf(cell.attributes, cell.label) ?? 0] = cell;
    const masses: (ExactSum | undefined)[] = [];
    let at = 0;
    for (let number = 0; number < numbered.length; number++) {
      this.starts[number] = at;
      const cell = byNumber[number];
      if (!cell) continue;
      this.scores.set(cell.scores, at);
      this.#counts.set(cell.counts, at);
      this.cells.fill(number, at, at + cell.scores.length);
      if (cell.masses) for (const [i, mass] of cell.masses.entries()) masses[at + i] = mass;
      at += cell.scores.length;
    }
    this.starts[numbered.length] = at;
    this.#masses = masses.length > 0 ? masses : undefined;
    this.distinct = this.scores.slice().sort();
    this.distinct = this.distinct.filter((score, i, all) => i === 0 || score !== all[i - 1]);
    this.places = Uint32Array.from(this.scores, (score) => placeOf(this.distinct, score));
    let size = 16;
    while (size < length * 2) size *= 2;
    this.#mask = size - 1;
    this.#slots = new Float64Array(size * 2).fill(-1);
    for (let entry = 0; entry < length; entry++) this.#hash(entry);
  }

  /** The entry of an example; −1 where no example of this cell has the score. */
  locate(cell: number, score: number): number {
    const wanted = (this.resolution === 'exact' ? score : atResolution(score, this.resolution)) + 0;
    const first = cell * most;
    for (let place = hashOf(cell, wanted) & this.#mask; ; place = (place + 1) & this.#mask) {
      const numbered = this.#slots[2 * place + 1] ?? -1;
      if (numbered < 0) return -1;
      const entry = numbered - first;
      if (this.#slots[2 * place] === wanted && entry >= 0 && entry < most) return entry;
    }
  }

  /**
   * The scores of a set, merged.
   *
   * @param cells its cells
   * @param at where to note the place of each of its entries among its own scores
   */
  merged(cells: readonly number[], at: Uint32Array): LabelledScores {
    const marks = new Uint8Array(this.distinct.length);
    for (const cell of cells)
      for (let e = this.starts[cell] ?? 0; e < (this.starts[cell + 1] ?? 0); e++) marks[this.places[e] ?? 0] = 1;
    const own = new Uint32Array(this.distinct.length);
    let count = 0;
    for (let place = 0; place < marks.length; place++) {
      own[place] = count;
      count += marks[place] ?? 0;
    }
    const scores = this.distinct.filter((_, place) => marks[place] === 1);
    for (const cell of cells)
      for (let e = this.starts[cell] ?? 0; e < (this.starts[cell + 1] ?? 0); e++) at[e] = own[this.places[e] ?? 0] ?? 0;
    return { scores, masses: this.#massesOf(cells, at, count) };
  }

  #massesOf(cells: readonly number[], at: Uint32Array, count: number): LabelledScores['masses'] {
    const masses: LabelledScores['masses'] = [new Float64Array(count), new Float64Array(count)];
    const sums: readonly (ExactSum | undefined)[][] = [[], []];
    for (const cell of cells) {
      const label = this.#labels[cell] === 1 ? 1 : 0;
      const [plain, exact] = [masses[label], sums[label] ?? []];
      for (let e = this.starts[cell] ?? 0; e < (this.starts[cell + 1] ?? 0); e++) {
        const place = at[e] ?? 0;
        const mass = this.#masses?.[e];
        // Sums of weights are exact, so that they do not depend on the order of the cells.
        if (mass) (exact[place] ??= new ExactSum(mass.bits)).addSum(mass);
        else plain[place] = (plain[place] ?? 0) + (this.#counts[e] ?? 0);
      }
    }
    for (const [label, list] of sums.entries())
      for (const [place, sum] of list.entries()) if (sum) (masses[label] ?? [])[place] = sum.value();
    return masses;
  }

  #hash(entry: number): void {
    const [cell, score] = [this.cells[entry] ?? 0, this.scores[entry] ?? 0];
    let place = hashOf(cell, score) & this.#mask;
    while ((this.#slots[2 * place + 1] ?? -1) >= 0) place = (place + 1) & this.#mask;
    this.#slots[2 * place] = score;
    this.#slots[2 * place + 1] = cell * most + entry;
  }
}

/** More entries than there ever are. */
const most = 2 ** 26;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

function hashOf(cell: number, score: number): number {
  double[0] = score;
  const hash = Math.imul((halves[1] ?? 0) ^ Math.imul(halves[0] ?? 0, 0x85eb_ca6b) ^ cell, 0x9e37_79b1);
  return hash ^ (hash >>> 15);
}

function placeOf(ascending: Float64Array, score: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}
