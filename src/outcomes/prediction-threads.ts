import { availableParallelism } from 'node:os';
import type { Table, TypedBatch, TypedRowsOptions } from '../data/index.js';
import {
  packTally,
  rankingsOf,
  unpackTally,
  type PackedTally,
  type PairTally,
  type RankParts,
  type Rankings,
  type Side,
  type TallyFrame,
} from '../metrics/index.js';
import { createThreadPool, entryUrl, type ThreadPool } from '../models/index.js';
import { GroupedBatches } from './grouped-batches.js';
import type { PredictionColumns } from './prediction-columns.js';
import type { RankingWish } from './prediction-counter.js';
import { bytesOfBatch, mostKept } from './replayed-batches.js';

/** What a thread is asked. */
export type PredictionTask =
  | {
      readonly kind: 'begin';
      readonly columns: PredictionColumns;
      readonly frame: TallyFrame;
      readonly variants: number;
    }
  | { readonly kind: 'tally'; readonly batch: TypedBatch; readonly isKept: boolean }
  | { readonly kind: 'tallies' }
  | { readonly kind: 'rank'; readonly tally: PackedTally; readonly wish: RankingWish }
  | {
      readonly kind: 'open';
      readonly round: number;
      readonly baseline: SharedArrayBuffer;
      readonly variant: SharedArrayBuffer;
      /** Which one it is, so that each fills the tables of other sets. */
      readonly thread: number;
      readonly threads: number;
    }
  /** A batch, or all that it keeps. */
  | { readonly kind: 'take'; readonly batch?: TypedBatch }
  | { readonly kind: 'parts' };

/** What it answers. */
export type PredictionAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'bad row' }
  | { readonly kind: 'unknown value' }
  | { readonly kind: 'tallies'; readonly tallies: readonly PackedTally[] }
  /** By round, how long its tables are. */
  | { readonly kind: 'rounds'; readonly tables: readonly Readonly<Record<Side, number>>[] }
  | { readonly kind: 'parts'; readonly parts: RankParts };

/** Why a thread cannot go on. */
type Stop = 'bad row' | 'unknown value';

type Begin = Omit<Extract<PredictionTask, { kind: 'begin' }>, 'kind'>;

const mostThreads = 4;
/** Batches that may wait for a thread, so that reading does not run ahead of counting. */
const mostWaiting = 3;

/** Threads that count predictions side by side: sums are exact, so it is all one how rows are shared out. */
export class PredictionThreads {
  readonly #threads: readonly Thread[];
  #reading: { readonly table: Table; readonly options: TypedRowsOptions; readonly isKept: boolean } | undefined;

  /** Starts them: they load while the table is looked at. */
  constructor(count: number = Math.min(mostThreads, availableParallelism())) {
    this.#threads = Array.from({ length: count }, () => new Thread());
  }

  async begin(task: Begin): Promise<void> {
    await this.#all(() => ({ kind: 'begin', ...task }));
  }

  /** The first pass: by thread, a tally a variant; or why there are none. */
  async tallies(
    table: Table,
    options: TypedRowsOptions,
  ): Promise<readonly (readonly PairTally[])[] | 'bad row' | 'unknown value'> {
    const bytes = (await table.rowCount()) * bytesOfBatch({ count: 1, numbers: options.numbers, texts: [] });
    this.#reading = { table, options, isKept: bytes <= mostKept };
    const { isKept } = this.#reading;
    const stop = await this.#share((batch) => ({ kind: 'tally', batch, isKept }));
    if (stop) return stop;
    const answers = await this.#all(() => ({ kind: 'tallies' }));
    return answers.map((answer) => (answer.kind === 'tallies' ? answer.tallies.map(unpackTally) : []));
  }

  /** The second pass over the same rows. */
  async rank(tally: PairTally, wish: RankingWish): Promise<Rankings> {
    const packed = packTally(tally);
    const [first] = await this.#all(() => ({ kind: 'rank', tally: packed, wish }));
    const rounds = first?.kind === 'rounds' ? first.tables : [];
    for (const [round, lengths] of rounds.entries()) {
      const [baseline, variant] = [
        new SharedArrayBuffer(4 * lengths.baseline),
        new SharedArrayBuffer(4 * lengths.variant),
      ];
      await this.#all((thread, threads) => ({ kind: 'open', round, baseline, variant, thread, threads }));
      if (this.#reading?.isKept === true) await this.#all(() => ({ kind: 'take' }));
      else await this.#share((batch) => ({ kind: 'take', batch }));
    }
    const answers = await this.#all(() => ({ kind: 'parts' }));
    return rankingsOf(answers.flatMap((answer) => (answer.kind === 'parts' ? [answer.parts] : [])));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #all(task: (thread: number, of: number) => PredictionTask): Promise<readonly PredictionAnswer[]> {
    return Promise.all(this.#threads.map((thread, i) => thread.run(task(i, this.#threads.length))));
  }

  /** Reads the table and gives each batch to the thread with the least to do. @returns why it stopped, where it did */
  async #share(task: (batch: TypedBatch) => PredictionTask): Promise<Stop | undefined> {
    if (!this.#reading) throw new RangeError('nothing to read');
    const { table, options } = this.#reading;
    for await (const batch of new GroupedBatches(table.typed(options)).read()) {
      const thread = this.#threads.reduce((least, one) => (one.waiting < least.waiting ? one : least));
      if (thread.waiting >= mostWaiting) await thread.next();
      thread.give(task(batch), [batch.codes.buffer, ...batch.numbers.map(({ buffer }) => buffer)]);
      if (this.#threads.some(({ stop }) => stop)) break;
    }
    await Promise.all(this.#threads.map((thread) => thread.idle()));
    const stops = this.#threads.map(({ stop }) => stop);
    // A bad row may be one of an unknown value: that is found out once all values are known.
    return stops.find((stop) => stop === 'unknown value') ?? stops.find((stop) => stop !== undefined);
  }
}

/** One thread, and what it was given. */
class Thread {
  stop: Stop | undefined;
  readonly #pool: ThreadPool<PredictionTask, PredictionAnswer> = createThreadPool(
    entryUrl(import.meta.url, './prediction-thread.js'),
    1,
    undefined,
  );
  readonly #given = new Set<Promise<void>>();

  get waiting(): number {
    return this.#given.size;
  }

  run(task: PredictionTask): Promise<PredictionAnswer> {
    if (task.kind === 'begin') this.stop = undefined;
    return this.#pool.run(task);
  }

  /** Gives it a task and does not wait. @param buffers of the task, which move */
  give(task: PredictionTask, buffers: readonly ArrayBufferLike[]): void {
    const done = this.#pool
      .run(
        task,
        buffers.filter((buffer) => buffer instanceof ArrayBuffer),
      )
      .then((answer) => {
        if (answer.kind === 'bad row' || answer.kind === 'unknown value') this.stop ??= answer.kind;
        this.#given.delete(done);
      });
    done.catch(() => undefined);
    this.#given.add(done);
  }

  /** Waits for one task. @throws what it threw */
  async next(): Promise<void> {
    await Promise.race(this.#given);
  }

  /** Waits for all. @throws what one of them threw */
  async idle(): Promise<void> {
    await Promise.all(this.#given);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
