import { realpath } from 'node:fs/promises';
import { AuditError, listed, quoted } from '../base/index.js';
import type { Table } from '../data/index.js';
import type { ChildTools, ThreadPool } from '../models/index.js';
import type { OutcomeTableShape } from './outcome-columns.js';
import { openOutcomeWriter, type OutcomeWriter } from './outcome-table.js';
import { reuseParts } from './reuse-parts.js';
import { rowsToScore } from './shard-rows.js';
import { RowReader, type PreparedRows } from './row-reader.js';
import type { BatchAnswers } from './run-models.js';
import type { ScoringThreadAnswer, ScoringThreadReady } from './score-thread.js';
import type { ScoredExample } from './scored-example.js';
import { sizesOf, type ScoringJob, type ScoringResult, type ScoringTask } from './scoring-job.js';
import { SkipTracker } from './skip-tracker.js';
import { aliveWhile } from './alive-while.js';

/** What scoring reports while it runs. */
export interface ScoringUpdate {
  /** Whether outcomes of an earlier run are being looked at, or new ones made. */
  readonly step: 'checking' | 'scoring';
  readonly done: number;
  readonly total: number;
}

/** The threads that hold the models. */
export type ScoringPool = ThreadPool<ScoringTask | 'ready', ScoringThreadAnswer>;

/** Streams the table, or a shard of it, through the pool, from the first row that no whole part holds. */
export async function scoreTable(
  job: ScoringJob,
  table: Table,
  pool: ScoringPool,
  tools: ChildTools,
): Promise<ScoringResult> {
  const rows = await table.rowCount();
  await aliveWhile(tools, 'looking for ids that stand twice', assertUniqueIds(job, table));
  const ready = (await pool.run('ready')) as ScoringThreadReady;
  const { batchSize, rowsPerPart } = sizesOf(job, ready.fixedBatch);
  const wanted = await aliveWhile(tools, 'looking for the rows of the shard', rowsToScore(job, table, batchSize));
  const shape: OutcomeTableShape = {
    task: job.outcome.task,
    attributes: job.attributes.map(({ name }) => name),
    models: job.models.map(({ name }) => name),
    range: wanted.range,
  };
  const total = wanted.count;
  const tracker = new SkipTracker(rows, job);
  tools.doing('checking the outcomes of an earlier run');
  const { reused, next } = await reuseParts(job, shape, rowsPerPart, wanted, (examples, done) => {
    tracker.note(examples);
    tools.update({ step: 'checking', done, total } satisfies ScoringUpdate);
  });
  tools.update({ step: 'scoring', done: reused, total } satisfies ScoringUpdate);
  tools.doing('scoring');
  const writer = await openOutcomeWriter(job.outcomes, shape, await realpath(job.scratch));
  const parts = new PartFiller(writer, rowsPerPart, Math.ceil(reused / rowsPerPart));
  try {
    const batches = reused < total ? new RowReader(job, wanted).batches(next, batchSize) : [];
    for await (const scored of answeredBatches(batches, pool)) {
      tracker.note(scored);
      await parts.add(scored);
      tools.update({ step: 'scoring', done: reused + parts.rows, total } satisfies ScoringUpdate);
    }
    await parts.flush();
  } finally {
    writer.close();
  }
  if (reused + parts.rows !== total) throw new RangeError(`${reused} + ${parts.rows} rows of ${total} were written`);
  return {
    examples: total,
    rows,
    range: wanted.range,
    reused,
    batchSize: ready.examplesARun ?? batchSize,
    skipped: tracker.result(),
  };
}

/** Batches with their answers, in order; so many are with the threads at once that none of these waits. */
async function* answeredBatches(
  batches: AsyncIterable<PreparedRows> | Iterable<PreparedRows>,
  pool: ScoringPool,
): AsyncGenerator<readonly ScoredExample[]> {
  const inFlight: { readonly batch: PreparedRows; readonly answers: Promise<BatchAnswers> }[] = [];
  for await (const batch of batches) {
    const answers = pool
      .run({ positions: batch.rows, ids: batch.ids, columns: batch.inputs })
      .then((answer) => answer as BatchAnswers);
    answers.catch(() => undefined);
    inFlight.push({ batch, answers });
    const next = inFlight.length < pool.size * 4 ? undefined : inFlight.shift();
    if (next) yield toExamples(next.batch, await next.answers);
  }
  for (const { batch, answers } of inFlight) yield toExamples(batch, await answers);
}

/** Gathers examples until they make a part. */
class PartFiller {
  #examples: ScoredExample[] = [];
  #part: number;
  #rows = 0;

  constructor(
    private readonly writer: OutcomeWriter,
    private readonly rowsPerPart: number,
    firstPart: number,
  ) {
    this.#part = firstPart;
  }

  /** How many came in. */
  get rows(): number {
    return this.#rows;
  }

  async add(examples: readonly ScoredExample[]): Promise<void> {
    for (const example of examples) {
      this.#examples.push(example);
      this.#rows += 1;
      if (this.#examples.length === this.rowsPerPart) await this.flush();
    }
  }

  /** Writes what there is, if anything. */
  async flush(): Promise<void> {
    if (this.#examples.length === 0) return;
    await this.writer.write(this.#part, this.#examples);
    this.#part += 1;
    this.#examples = [];
  }
}

function toExamples(batch: PreparedRows, answers: BatchAnswers): readonly ScoredExample[] {
  const skipped = new Map(answers.skipped.map(({ index, reason }) => [index, reason]));
  let answered = 0;
  return batch.ids.map((id, i): ScoredExample => {
    const reason = skipped.get(i);
    const common = {
      row: batch.rows[i] ?? 0,
      id,
      label: batch.labels[i] ?? '',
      unit: batch.units[i] ?? '',
      weight: batch.weights[i] ?? 1,
      attributes: batch.attributes[i] ?? [],
      files: answers.files[i],
    };
    if (reason !== undefined) return { ...common, result: { kind: 'skipped', reason } };
    const at = answered++;
    const outcomes = answers.outcomes.map((ofModel, m) => {
      const outcome = ofModel[at];
      // Leaving it out would pass the next model's outcome off as this one's.
      if (!outcome) throw new RangeError(`model ${m} has no outcome for row ${common.row}`);
      return outcome;
    });
    return { ...common, result: { kind: 'scored', outcomes } };
  });
}

async function assertUniqueIds(job: ScoringJob, table: Table): Promise<void> {
  if (job.columns.id === undefined) return;
  const twice = await table.duplicates(job.columns.id, 5);
  if (twice.length === 0) return;
  throw new AuditError(
    'data',
    `Ids must be unique, but these stand more than once in ${quoted(job.columns.id)}: ${listed(twice)}.`,
    {
      place: { file: job.files[0] ?? '' },
      wayOut: 'Give every example an id of its own, or leave data.id out of the plan to use row numbers.',
    },
  );
}
