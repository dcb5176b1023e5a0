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

  readonly #signal: AbortSignal | undefined;

  /** Starts them: they load while the table is looked at. */
  constructor(signal?: AbortSignal, count: number = Math.min(mostThreads, availableParallelism())) {
    this.#signal = signal;
    this.#threads = Array.from({ length: count }, () => new Thread());
  }

  async begin(task: Begin): Promise<void> {
    await this.#all('done', () => ({ kind: 'begin', ...task }));
    for (const thread of this.#threads) thread.stop = undefined;
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
    const answers = await this.#all('tallies', () => ({ kind: 'tallies' }));
    return answers.map((answer) => answer.tallies.map(unpackTally));
  }

  /** The second pass over the same rows. */
  async rank(tally: PairTally, wish: RankingWish): Promise<Rankings> {
    const packed = packTally(tally);
    const [first] = await this.#all('rounds', () => ({ kind: 'rank', tally: packed, wish }));
    for (const [round, lengths] of first?.tables.entries() ?? []) {
      const [baseline, variant] = [
        new SharedArrayBuffer(4 * lengths.baseline),
        new SharedArrayBuffer(4 * lengths.variant),
      ];
      await this.#all('done', (thread, threads) => ({ kind: 'open', round, baseline, variant, thread, threads }));
      if (this.#reading?.isKept === true) await this.#all('done', () => ({ kind: 'take' }));
      else await this.#share((batch) => ({ kind: 'take', batch }));
    }
    const answers = await this.#all('parts', () => ({ kind: 'parts' }));
    return rankingsOf(answers.map(({ parts }) => parts));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** Asks every thread for an answer of one kind. @throws the signal's reason when it is aborted, before and after */
  async #all<Kind extends PredictionAnswer['kind']>(
    kind: Kind,
    task: (thread: number, of: number) => PredictionTask,
  ): Promise<readonly Extract<PredictionAnswer, { kind: Kind }>[]> {
    this.#signal?.throwIfAborted();
    const answers = await Promise.all(this.#threads.map((thread, i) => thread.run(task(i, this.#threads.length))));
    this.#signal?.throwIfAborted();
    return answers.map((answer) => {
      if (!isOf(answer, kind)) throw new RangeError(`a thread answers ${answer.kind}, not ${kind}`);
      return answer;
    });
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
    return this.#threads.find(({ stop }) => stop)?.stop;
  }
}

function isOf<Kind extends PredictionAnswer['kind']>(
  answer: PredictionAnswer,
  kind: Kind,
): answer is Extract<PredictionAnswer, { kind: Kind }> {
  return answer.kind === kind;
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
