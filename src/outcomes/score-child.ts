import { realpath } from 'node:fs/promises';
import { AuditError, listed, quoted, safeText } from '../base/index.js';
import {
  inputColumns,
  maxAttributeValues,
  openTable,
  readAttribute,
  textOf,
  type Cell,
  type RowBatch,
  type Table,
} from '../data/index.js';
import { createThreadPool, entryUrl, serveWatchedChild, type ChildTools, type ThreadPool } from '../models/index.js';
import type { OutcomeTableShape } from './outcome-columns.js';
import { readOutcomes, wholeParts, writePart } from './outcome-table.js';
import type { BatchAnswers } from './run-models.js';
import type { ScoredExample } from './scored-example.js';
import { maxSkippedShare, type ScoringJob, type ScoringResult, type ScoringTask } from './scoring-job.js';
import type { ScoringThreadAnswer, ScoringThreadData } from './score-thread.js';

/** What is wrong with a row is wrong in the table. */
function withTable(error: unknown, job: ScoringJob): unknown {
  if (!(error instanceof AuditError) || error.code !== 'data' || error.place) return error;
  return new AuditError('data', error.message, {
    place: { file: job.files[0] ?? '' },
    wayOut: error.wayOut,
    cause: error,
  });
}

/** Labels and predictions of a regression beyond it have no squares that could be summed. */
const largestValue = 1e50;

/** What scoring reports while it runs. */
export interface ScoringUpdate {
  readonly done: number;
  readonly total: number;
  readonly reused: number;
}

type Pool = ThreadPool<ScoringTask | 'ready', ScoringThreadAnswer>;

serveWatchedChild(async (job: ScoringJob, tools) => {
  const table = await openTable(job.files, { scratch: await realpath(job.scratch) });
  tools.doing(`loading the models ${listed(job.models.map(({ name }) => name))}`);
  const data: ScoringThreadData = {
    job: { models: job.models, inputs: job.inputs, outcome: job.outcome, folder: job.folder },
  };
  const pool: Pool = createThreadPool(entryUrl(import.meta.url, './score-thread.js'), job.workers, data);
  try {
    const result = await scoreTable(job, table, pool, tools);
    // Only then: a thread that is ended inside the runtime takes the process with it, before an error could be told.
    await pool.close();
    return result;
  } catch (error) {
    throw withTable(error, job);
  } finally {
    table.close();
  }
});

async function scoreTable(job: ScoringJob, table: Table, pool: Pool, tools: ChildTools): Promise<ScoringResult> {
  const total = await table.rowCount();
  if (total === 0) {
    throw new AuditError('data', 'The table has no rows.', {
      place: { file: job.files[0] ?? '' },
      wayOut: 'Check data.table in the plan.',
    });
  }
  await assertUniqueIds(job, table);
  const ready = await pool.run('ready');
  const batchSize = ('fixedBatch' in ready ? ready.fixedBatch : undefined) ?? job.batchSize;
  const shape: OutcomeTableShape = {
    task: job.outcome.task,
    attributes: job.attributes.map(({ name }) => name),
    models: job.models.map(({ name }) => name),
  };
  const rowsPerPart = batchSize * job.batchesPerPart;
  const tracker = new SkipTracker(total, job);
  const reused = await countReused(job, shape, rowsPerPart, total, tracker);
  let part = reused / rowsPerPart;
  let done = Math.min(total, reused);
  tools.update({ done, total, reused: done } satisfies ScoringUpdate);
  tools.doing('scoring');
  const rows = new RowReader(job, table);
  let examples: ScoredExample[] = [];
  const flush = async (): Promise<void> => {
    if (examples.length === 0) return;
    await writePart(job.outcomes, part, examples, shape);
    part += 1;
    examples = [];
  };
  // A window of batches is in flight at once; they are taken up again in order.
  const inFlight: { readonly batch: PreparedRows; readonly answers: Promise<BatchAnswers> }[] = [];
  const takeUp = async (): Promise<void> => {
    const next = inFlight.shift();
    if (!next) return;
    const scored = toExamples(next.batch, await next.answers);
    tracker.note(scored);
    for (const example of scored) {
      examples.push(example);
      if (examples.length === rowsPerPart) await flush();
    }
    done += scored.length;
    tools.update({ done, total, reused } satisfies ScoringUpdate);
  };
  for await (const batch of rows.batches(reused, batchSize)) {
    const answers = pool.run({ ids: batch.ids, columns: batch.inputs }).then((answer) => answer as BatchAnswers);
    answers.catch(() => undefined);
    inFlight.push({ batch, answers });
    if (inFlight.length >= pool.size * 2) await takeUp();
  }
  while (inFlight.length > 0) await takeUp();
  await flush();
  return { examples: total, reused: Math.min(total, reused), skipped: tracker.result() };
}

/** How many rows earlier parts hold: parts count only from the first one on, without a gap, and full but for the last. */
async function countReused(
  job: ScoringJob,
  shape: OutcomeTableShape,
  rowsPerPart: number,
  total: number,
  tracker: SkipTracker,
): Promise<number> {
  const parts = await wholeParts(job.outcomes);
  if (parts.length === 0) return 0;
  for await (const examples of readOutcomes(job.outcomes, shape)) tracker.note(examples);
  const whole = parts.length * rowsPerPart;
  return whole >= total ? Math.ceil(total / rowsPerPart) * rowsPerPart : whole;
}

/** Rows of one batch, with what the outcome table needs of them. */
interface PreparedRows {
  readonly start: number;
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly units: readonly string[];
  readonly attributes: readonly (readonly string[])[];
  readonly inputs: Readonly<Record<string, readonly Cell[]>>;
}

interface AttributeReader {
  readonly column: string;
  read(cell: Cell, id: string): string;
  readonly seen: Set<string>;
}

class RowReader {
  readonly #job: ScoringJob;
  readonly #table: Table;
  readonly #attributes: readonly AttributeReader[];
  readonly #inputs: readonly string[];
  readonly #labels: ReadonlySet<string> | undefined;

  constructor(job: ScoringJob, table: Table) {
    this.#job = job;
    this.#table = table;
    this.#attributes = job.attributes.map((spec) => ({
      column: spec.column,
      read: readAttribute(spec),
      seen: new Set(),
    }));
    this.#inputs = [...new Set(Object.values(job.inputs).flatMap(inputColumns))];
    const { outcome } = job;
    this.#labels =
      outcome.task === 'regression' ? undefined : new Set(outcome.task === 'binary' ? outcome.labels : outcome.classes);
  }

  /** Streams batches of exactly `size` rows (the last may be shorter), from a row on. */
  async *batches(from: number, size: number): AsyncGenerator<PreparedRows> {
    const { columns } = this.#job;
    const names = [
      columns.label,
      columns.id,
      columns.unit,
      ...this.#attributes.map(({ column }) => column),
      ...this.#inputs,
    ];
    let pending: RowBatch | undefined;
    for await (const batch of this.#table.rows({ columns: names.filter((name) => name !== undefined), from })) {
      let rest: RowBatch | undefined = pending ? concatenate(pending, batch) : batch;
      while (rest && rest.count >= size) {
        yield this.#prepare(slice(rest, 0, size));
        rest = rest.count > size ? slice(rest, size, rest.count) : undefined;
      }
      pending = rest;
    }
    if (pending) yield this.#prepare(pending);
  }

  #prepare(batch: RowBatch): PreparedRows {
    const { columns } = this.#job;
    const cell = (name: string, i: number): Cell => batch.columns[name]?.[i] ?? null;
    const rows = Array.from({ length: batch.count }, (_, i) => i);
    const ids = rows.map((i) => this.#id(batch, i));
    return {
      start: batch.start,
      ids,
      labels: rows.map((i) => this.#label(cell(columns.label, i), ids[i] ?? '')),
      units: rows.map((i) => (columns.unit === undefined ? '' : this.#unit(cell(columns.unit, i), ids[i] ?? ''))),
      attributes: rows.map((i) =>
        this.#attributes.map((attribute) => this.#value(attribute, cell(attribute.column, i), ids[i] ?? '')),
      ),
      inputs: Object.fromEntries(this.#inputs.map((name) => [name, batch.columns[name] ?? []])),
    };
  }

  #id(batch: RowBatch, i: number): string {
    const { id } = this.#job.columns;
    if (id === undefined) return String(batch.start + i);
    const text = textOf(batch.columns[id]?.[i] ?? null);
    if (text !== undefined && text !== '') return text;
    throw new AuditError('data', `Row ${batch.start + i + 1} of the table has no id in ${quoted(id)}.`);
  }

  #unit(cell: Cell, id: string): string {
    const text = textOf(cell);
    if (text !== undefined && text !== '') return text;
    throw new AuditError('data', `The example ${quoted(id)} has no unit in ${quoted(this.#job.columns.unit ?? '')}.`);
  }

  #label(cell: Cell, id: string): string {
    const text = textOf(cell);
    const { outcome, columns } = this.#job;
    if (text === undefined || text === '')
      throw new AuditError('data', `The example ${quoted(id)} has no label in ${quoted(columns.label)}.`);
    if (this.#labels && !this.#labels.has(text)) {
      throw new AuditError(
        'data',
        `The example ${quoted(id)} has the label ${quoted(text)}, which is none of the classes.`,
        {
          wayOut: `The classes are: ${listed([...this.#labels])}. Correct the table, or outcome in the plan.`,
        },
      );
    }
    if (outcome.task === 'regression' && !(Math.abs(Number(text)) <= largestValue)) {
      throw new AuditError(
        'data',
        `The example ${quoted(id)} has the label ${quoted(text)}, where a number is wanted.`,
      );
    }
    return text;
  }

  #value(attribute: AttributeReader, cell: Cell, id: string): string {
    const value = attribute.read(cell, id);
    attribute.seen.add(value);
    if (attribute.seen.size > maxAttributeValues) {
      throw new AuditError(
        'data',
        `The column ${quoted(attribute.column)} has more than ${maxAttributeValues} values: too many to be slices.`,
        {
          wayOut: 'Give a number bins in the plan, or slice by another column.',
        },
      );
    }
    return value;
  }
}

function slice(batch: RowBatch, from: number, to: number): RowBatch {
  const columns = Object.fromEntries(
    Object.entries(batch.columns).map(([name, cells]) => [name, cells.slice(from, to)]),
  );
  return { start: batch.start + from, count: to - from, columns };
}

function concatenate(a: RowBatch, b: RowBatch): RowBatch {
  const columns = Object.fromEntries(
    Object.entries(a.columns).map(([name, cells]) => [name, [...cells, ...(b.columns[name] ?? [])]]),
  );
  return { start: a.start, count: a.count + b.count, columns };
}

function toExamples(batch: PreparedRows, answers: BatchAnswers): readonly ScoredExample[] {
  const skipped = new Map(answers.skipped.map(({ index, reason }) => [index, reason]));
  return batch.ids.map((id, i): ScoredExample => {
    const reason = skipped.get(i);
    return {
      row: batch.start + i,
      id,
      label: batch.labels[i] ?? '',
      unit: batch.units[i] ?? '',
      attributes: batch.attributes[i] ?? [],
      result:
        reason === undefined
          ? {
              kind: 'scored',
              outcomes: answers.outcomes.map((list) => list[i]).filter((outcome) => outcome !== undefined),
            }
          : { kind: 'skipped', reason },
    };
  });
}

/** Counts the examples that could not be read, and stops the run when they are too many. */
class SkipTracker {
  readonly #total: number;
  readonly #job: ScoringJob;
  #count = 0;
  readonly #first: { id: string; reason: string }[] = [];

  constructor(total: number, job: ScoringJob) {
    this.#total = total;
    this.#job = job;
  }

  note(examples: readonly ScoredExample[]): void {
    for (const { id, result } of examples) {
      if (result.kind !== 'skipped') continue;
      this.#count += 1;
      if (this.#first.length < 100) this.#first.push({ id, reason: result.reason });
    }
    if (this.#count > Math.max(0, this.#total * maxSkippedShare)) {
      const shown = this.#first.slice(0, 3).map(({ id, reason }) => `${safeText(id)} (${safeText(reason)})`);
      throw new AuditError(
        'data',
        `More than ${maxSkippedShare * 100} % of the ${this.#total} examples cannot be read, such as ${shown.join('; ')}.`,
        {
          place: { file: this.#job.files[0] ?? '' },
          wayOut: 'What is left would be another evaluation set: mend the files first.',
        },
      );
    }
  }

  result(): ScoringResult['skipped'] {
    return { count: this.#count, examples: this.#first };
  }
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
