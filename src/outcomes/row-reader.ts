import { AuditError, listed, quoted } from '../base/index.js';
import { inputColumns, maxAttributeValues, numberOf, ofRow, readAttribute, textOf, type Cell } from '../data/index.js';
import type { ScoringJob } from './scoring-job.js';
import { joined, sliceOf, type PickedRows, type RowsToScore } from './shard-rows.js';

/** Labels and predictions of a regression beyond it have no squares that could be summed. */
const largestValue = 1e50;

/** Weights beyond it have no squares that could be summed exactly. */
const largestWeight = 1e12;

/** Rows of one batch, with what the outcome table needs of them. */
export interface PreparedRows {
  /** Where each stands in the table, from 0. */
  readonly rows: readonly number[];
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

/** Reads the rows to score in batches of one size, and checks ids, labels, units, weights and attributes on the way. */
export class RowReader {
  readonly #job: ScoringJob;
  readonly #rows: RowsToScore;
  readonly #attributes: readonly AttributeReader[];
  readonly #inputs: readonly string[];
  readonly #labels: ReadonlySet<string> | undefined;

  constructor(job: ScoringJob, rows: RowsToScore) {
    this.#job = job;
    this.#rows = rows;
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

  /** Streams batches of exactly `size` rows (the last may be shorter), from a row of the table on. */
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
    let pending: PickedRows | undefined;
    for await (const batch of this.#rows.read({ columns: names.filter((name) => name !== undefined), from })) {
      let rest: PickedRows | undefined = pending ? joined(pending, batch) : batch;
      while (rest && rest.rows.length >= size) {
        yield this.#prepare(sliceOf(rest, 0, size));
        rest = rest.rows.length > size ? sliceOf(rest, size, rest.rows.length) : undefined;
      }
      pending = rest;
    }
    if (pending) yield this.#prepare(pending);
  }

  #prepare(batch: PickedRows): PreparedRows {
    const { columns } = this.#job;
    const cell = (name: string, i: number): Cell => batch.columns[name]?.[i] ?? null;
    const [ids, labels, units, attributes]: [string[], string[], string[], string[][]] = [[], [], [], []];
    const weights: number[] = [];
    for (const [i, row] of batch.rows.entries()) {
      try {
        const id = this.#id(batch, i, row);
        ids.push(id);
        labels.push(this.#label(cell(columns.label, i), id));
        units.push(columns.unit === undefined ? '' : this.#unit(cell(columns.unit, i), id));
        weights.push(columns.weight === undefined ? 1 : this.#weight(cell(columns.weight, i), id));
        attributes.push(this.#attributes.map((attribute) => this.#value(attribute, cell(attribute.column, i), id)));
      } catch (error) {
        throw ofRow(error, row);
      }
    }
    return {
      rows: batch.rows,
      ids,
      labels,
      units,
      weights,
      attributes,
      inputs: Object.fromEntries(this.#inputs.map((name) => [name, batch.columns[name] ?? []])),
    };
  }

  #id(batch: PickedRows, i: number, row: number): string {
    const { id } = this.#job.columns;
    if (id === undefined) return String(row);
    const text = textOf(batch.columns[id]?.[i] ?? null);
    if (text !== undefined && text !== '') return text;
    throw new AuditError('data', `This row has no id in the column ${quoted(id)}.`);
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
        `The example ${quoted(id)} has the label ${quoted(text)} in ${quoted(columns.label)}, which is none of the classes.`,
        {
          wayOut: `The classes are: ${listed([...this.#labels])}. Correct the table, or outcome in the plan.`,
        },
      );
    }
    const value = outcome.task === 'regression' ? numberOf(text) : 0;
    if (typeof value !== 'number' || Math.abs(value) > largestValue) {
      throw new AuditError(
        'data',
        `The example ${quoted(id)} has the label ${quoted(text)} in ${quoted(columns.label)}, where a number is wanted.`,
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
