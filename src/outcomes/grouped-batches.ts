import type { TypedBatch } from '../data/index.js';

/** Rows in a group: enough that handing it on costs little beside counting it. */
const most = 32_768;

/** Batches of numbers put together into larger ones, in arrays of their own that may be given away. */
export class GroupedBatches {
  readonly #batches: AsyncIterable<TypedBatch>;

  /** @param batches without texts */
  constructor(batches: AsyncIterable<TypedBatch>) {
    this.#batches = batches;
  }

  async *read(): AsyncGenerator<TypedBatch, void> {
    let group: Group | undefined;
    for await (const batch of this.#batches) {
      if (group && group.count + batch.count > most) {
        yield group.done();
        group = undefined;
      }
      group ??= new Group(batch, Math.max(most, batch.count));
      group.add(batch);
    }
    if (group) yield group.done();
  }
}

class Group {
  count = 0;
  readonly #start: number;
  readonly #codes: Int32Array;
  readonly #numbers: readonly Float64Array[];

  constructor({ start, numbers }: TypedBatch, rows: number) {
    this.#start = start;
    this.#codes = new Int32Array(rows);
    this.#numbers = numbers.map(() => new Float64Array(rows));
  }

  add({ count, codes, numbers }: TypedBatch): void {
    this.#codes.set(codes.subarray(0, count), this.count);
    for (const [i, column] of this.#numbers.entries()) {
      const own = numbers[i];
      if (own) column.set(own.subarray(0, count), this.count);
    }
    this.count += count;
  }

  done(): TypedBatch {
    return { start: this.#start, count: this.count, codes: this.#codes, numbers: this.#numbers, texts: [] };
  }
}
