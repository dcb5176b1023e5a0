import type { Table, TypedBatch, TypedRowsOptions } from '../data/index.js';

/** What batches may take to be kept for another pass, in bytes. */
export const mostKept = 192 * 2 ** 20;

/**
 * Batches of a table that several passes read: kept as copies while they are few enough, else read from the file again. Memory is
 * bounded either way.
 */
export class ReplayedBatches {
  readonly #table: Table;
  readonly #options: TypedRowsOptions;
  #kept: TypedBatch[] | undefined = [];
  #bytes = 0;
  #isWhole = false;

  constructor(table: Table, options: TypedRowsOptions) {
    this.#table = table;
    this.#options = options;
  }

  /** All batches, from the first. */
  async *read(): AsyncGenerator<TypedBatch, void> {
    if (this.#isWhole && this.#kept) {
      for (const batch of this.#kept) {
        this.#options.signal?.throwIfAborted();
        yield batch;
      }
      return;
    }
    for await (const batch of this.#table.typed(this.#options)) {
      if (!this.#isWhole) this.#keep(batch);
      yield batch;
    }
    this.#isWhole = true;
  }

  #keep(batch: TypedBatch): void {
    if (!this.#kept) return;
    this.#bytes += bytesOfBatch(batch);
    if (this.#bytes > mostKept) {
      this.#kept = undefined;
      return;
    }
    this.#kept.push({
      ...batch,
      codes: batch.codes.slice(),
      numbers: batch.numbers.map((numbers) => numbers.slice()),
    });
  }
}

/** About what a batch takes. */
export function bytesOfBatch({
  count,
  numbers,
  texts,
}: {
  readonly count: number;
  readonly numbers: readonly unknown[];
  readonly texts: readonly unknown[];
}): number {
  return count * (4 + 8 * numbers.length + 64 * texts.length);
}
