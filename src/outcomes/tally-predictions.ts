import type { Table } from '../data/index.js';
import { mergeTallies, type PairTally, type Rankings, type TallyFrame } from '../metrics/index.js';
import { badCellError } from './bad-cell.js';
import type { PredictionColumns } from './prediction-columns.js';
import { PredictionCounter, type RankingWish } from './prediction-counter.js';
import type { PredictionThreads } from './prediction-threads.js';
import { ReplayedBatches } from './replayed-batches.js';

/** Predictions in columns of a table, counted in two passes over typed columns. */
export class Predictions {
  readonly #table: Table;
  readonly #columns: PredictionColumns;
  readonly #frame: TallyFrame;
  readonly #variants: number;
  readonly #signal: AbortSignal | undefined;
  readonly #counter: PredictionCounter;
  readonly #batches: ReplayedBatches;
  /** Nothing once a row was met that must be named: the first one, which only reading in order finds. */
  #threads: PredictionThreads | undefined;

  /** @param threads that count the batches, unless there are units, whose names are slow to hand on */
  constructor(
    table: Table,
    columns: PredictionColumns,
    frame: TallyFrame,
    variants: number,
    {
      signal,
      threads,
    }: { readonly signal?: AbortSignal | undefined; readonly threads?: PredictionThreads | undefined },
  ) {
    this.#table = table;
    this.#columns = columns;
    this.#frame = frame;
    this.#variants = variants;
    this.#signal = signal;
    this.#threads = frame.hasUnits ? undefined : threads;
    this.#counter = new PredictionCounter(columns, frame, variants);
    this.#batches = new ReplayedBatches(table, { ...this.#counter.wanted, signal });
  }

  /**
   * The first pass: a tally a variant; or that a dictionary of a sample lacks a value that a row has. Samples are for threads.
   *
   * @throws {AuditError} `data` naming the row of a cell that is no score, no label, no weight …
   */
  async tallies(): Promise<readonly PairTally[] | 'unknown value'> {
    if (this.#threads) {
      await this.#threads.begin({ columns: this.#columns, frame: this.#frame, variants: this.#variants });
      const parts = await this.#threads.tallies(this.#table, { ...this.#counter.wanted, signal: this.#signal });
      if (parts === 'unknown value') return parts;
      if (parts !== 'bad row')
        return Array.from({ length: this.#variants }, (_, v) =>
          mergeTallies(
            this.#frame,
            parts.flatMap((part) => part[v] ?? []),
          ),
        );
      this.#threads = undefined;
    }
    if (this.#isOfSample) return 'unknown value';
    for await (const batch of this.#batches.read()) {
      const problem = this.#counter.tally(batch);
      if (problem) throw await badCellError(this.#table, batch.start + problem.row, problem);
    }
    return this.#counter.tallies();
  }

  get #isOfSample(): boolean {
    return this.#counter.wanted.codes.some(({ isOfSample }) => isOfSample === true);
  }

  /** The second pass: ranks one variant's scores against its tally. Nothing where there are no scores. */
  async rank(tally: PairTally, wish: RankingWish): Promise<Rankings | undefined> {
    if (!tally.scores) return undefined;
    if (this.#threads) return this.#threads.rank(tally, wish);
    const pass = this.#counter.rank(tally, wish, true);
    for (let round = 0; round < pass.rounds; round++) {
      if (round > 0) pass.begin(round);
      for await (const batch of this.#batches.read()) this.#counter.take(batch);
    }
    return pass.build();
  }
}
