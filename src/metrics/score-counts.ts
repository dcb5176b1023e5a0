import type { ExactSum } from '../base/index.js';
import { isFiner, type ScoreResolution } from './score-resolution.js';
import { ScoreRuns } from './score-runs.js';

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

/**
 * Counts scores, one pass, in any order and over any number of parts.
 *
 * Memory is bounded: where there are more than `limit` different ones, all go to the finest grid on which they fit. Which grid
 * that is depends on the scores alone, not on their order.
 */
export class ScoreCounter {
  readonly #cells = new Map<string, { readonly attributes: readonly string[]; readonly label: number; id: number }>();
  readonly #runs: ScoreRuns;
  /** What was not sorted yet: cells, scores and, with weights, what they weigh. */
  #ids: Int32Array = new Int32Array(0);
  #scores: Float64Array = new Float64Array(0);
  #weights: Float64Array | undefined;
  #waiting = 0;

  /** @param hasWeights whether what is counted are weights, which are summed exactly, and not whole numbers */
  constructor(limit: number = maxScoreCounts, hasWeights = false) {
    this.#runs = new ScoreRuns(limit, hasWeights);
    this.#weights = hasWeights ? new Float64Array(0) : undefined;
  }

  /** Counts one score. @param weight what it weighs; ignored without weights */
  add(attributes: readonly string[], label: number, score: number, weight = 1): void {
    this.addTo(this.cellOf(attributes, label), score, weight);
  }

  /** Counts one score in a cell that was looked up before. @param cell as {@link cellOf} gives it */
  addTo(cell: number, score: number, weight = 1): void {
    const at = this.#waiting;
    if (at === this.#ids.length) this.#grow();
    this.#ids[at] = cell;
    // The two zeros are one score, but two patterns of bits: adding 0 makes them one.
    this.#scores[at] = score + 0;
    if (this.#weights) this.#weights[at] = weight;
    this.#waiting = at + 1;
    if (at + 1 === mostWaiting) this.#settle();
  }

  /** Adds counts that were made apart. */
  addCounts(other: ScoreCounts): void {
    this.#settle();
    if (isFiner(this.#runs.resolution, other.resolution)) this.#runs.coarsenTo(other.resolution);
    for (const { attributes, label, scores, counts, masses } of other.cells)
      this.#runs.merge(this.cellOf(attributes, label), { scores, counts, masses });
    this.#runs.fit();
  }

  /** The counts so far. */
  build(): ScoreCounts {
    this.#settle();
    const sorted = [...this.#cells.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return {
      resolution: this.#runs.resolution,
      cells: sorted.map(([, { attributes, label, id }]) => ({ attributes, label, ...this.#runs.of(id) })),
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

  #grow(): void {
    const length = Math.max(1024, 2 * this.#ids.length);
    const larger = (numbers: Float64Array): Float64Array => {
      const room = new Float64Array(length);
      room.set(numbers);
      return room;
    };
    const ids = new Int32Array(length);
    ids.set(this.#ids);
    [this.#ids, this.#scores, this.#weights] = [ids, larger(this.#scores), this.#weights && larger(this.#weights)];
  }

  /** Sorts what waits into the runs. */
  #settle(): void {
    this.#runs.add(this.#ids, this.#scores, this.#weights, this.#waiting, this.#cells.size);
    this.#waiting = 0;
  }
}

/** Scores that wait to be sorted: more of them make fewer rounds, and fewer take less memory. */
const mostWaiting = 2 ** 17;
