import { AuditError, listed, quoted } from '../base/index.js';
import {
  inputColumns,
  maxAttributeValues,
  numberOf,
  ofRow,
  readAttribute,
  textOf,
  type Cell,
  type RowBatch,
  type Table,
} from '../data/index.js';
import type { ScoringJob } from './scoring-job.js';

/** Labels and predictions of a regression beyond it have no squares that could be summed. */
const largestValue = 1e50;

/** Weights beyond it have no squares that could be summed exactly. */
const largestWeight = 1e12;

/** Rows of one batch, with what the outcome table needs of them. */
export interface PreparedRows {
  readonly start: number;
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly units: readonly string[];
  readonly weights: readonly number[];
  readonly attributes: readonly (readonly string[])[];
  readonly inputs: Readonly<Record<string, readonly Cell[]>>;
}

interface AttributeReader {
  readonly column: string;
  read(cell: Cell, id: string): string;
  readonly seen: Set<string>;
}

/** Reads a table in batches of one size, and checks ids, labels, units, weights and attributes on the way. */
export class RowReader {
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
      columns.weight,
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
    const [ids, labels, units, attributes]: [string[], string[], string[], string[][]] = [[], [], [], []];
    const weights: number[] = [];
    for (let i = 0; i < batch.count; i++) {
      try {
        const id = this.#id(batch, i);
        ids.push(id);
        labels.push(this.#label(cell(columns.label, i), id));
        units.push(columns.unit === undefined ? '' : this.#unit(cell(columns.unit, i), id));
        weights.push(columns.weight === undefined ? 1 : this.#weight(cell(columns.weight, i), id));
        attributes.push(this.#attributes.map((attribute) => this.#value(attribute, cell(attribute.column, i), id)));
      } catch (error) {
        throw ofRow(error, batch.start + i);
      }
    }
    return {
      start: batch.start,
      ids,
      labels,
      units,
      weights,
      attributes,
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

  #weight(cell: Cell, id: string): number {
    const value = numberOf(cell);
    if (typeof value === 'number' && value >= 0 && value <= largestWeight) return value;
    const text = textOf(cell);
    throw new AuditError(
      'data',
      `The example ${quoted(id)} has ${text === undefined || text === '' ? 'no weight' : `the weight ${quoted(text)}`} in ${quoted(this.#job.columns.weight ?? '')}, where a number from 0 to ${largestWeight} is wanted.`,
      { wayOut: 'An example that is not to count weighs 0. Correct the table, or leave data.weight out of the plan.' },
    );
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
    const value = outcome.task === 'regression' ? numberOf(text) : 0;
    if (typeof value !== 'number' || Math.abs(value) > largestValue) {
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
