import { quoted } from '../base/index.js';
import { binLabels, type TypedBatch, type TypedRowsOptions } from '../data/index.js';
import type { TallyFrame } from '../metrics/index.js';
import type { PredictionColumns, PredictionRow } from './tally-predictions.js';

/** Weights beyond it have no squares that could be summed exactly. */
const largestWeight = 1e12;
/** Labels and predictions of a regression beyond it have no squares that could be summed. */
const largestValue = 1e50;

/** A cell that cannot be taken, and what is wrong with it. */
export interface BadCell {
  /** In its batch. */
  readonly row: number;
  readonly column: string;
  says(cell: string): { readonly message: string; readonly wayOut?: string };
}

/** Turns batches of typed columns into rows of predictions. */
export class PredictionCells {
  readonly wanted: TypedRowsOptions;
  readonly #columns: PredictionColumns;
  readonly #frame: TallyFrame;
  readonly #row: PredictionRow;
  readonly #labelOf: Int32Array;
  readonly #answersOf: readonly (Int32Array | undefined)[];
  readonly #attributes: readonly AttributeReader[];
  readonly #combinations: (readonly string[] | undefined)[] = [];

  constructor(columns: PredictionColumns, frame: TallyFrame) {
    this.#columns = columns;
    this.#frame = frame;
    const { label, attributes, models, unit, weight, outcome } = columns;
    const classOf = (values: readonly string[]): Int32Array =>
      Int32Array.from(values, (value) => frame.classes.indexOf(value));
    this.#labelOf = classOf(label.values);
    this.#answersOf = models.map(({ answers }) => answers && classOf(answers.values));
    let code = outcome.task === 'regression' ? 0 : 1;
    let number = 0;
    const numbers: string[] = [];
    const wantNumber = (column: string): number => numbers.push(column) - 1;
    this.#attributes = attributes.map(({ spec, dictionary }): AttributeReader => {
      const missing = spec.missing ?? 'missing';
      if (dictionary) {
        const values = [...dictionary.values, missing];
        return { kind: 'codes', at: code++, column: spec.column, size: values.length, values };
      }
      const values = [...binLabels(spec.bins ?? []), missing];
      return {
        kind: 'bins',
        at: wantNumber(spec.column),
        column: spec.column,
        size: values.length,
        values,
        edges: spec.bins ?? [],
      };
    });
    this.#models = models.map(({ column, answers }) => (answers ? { codes: code++ } : { numbers: wantNumber(column) }));
    this.#truth = outcome.task === 'regression' ? wantNumber(label.column) : undefined;
    this.#weight = weight === undefined ? undefined : wantNumber(weight);
    number = numbers.length;
    this.#row = {
      attributesCode: 0,
      attributes: () => this.#combination(this.#row.attributesCode),
      unit: '',
      weight: 1,
      label: 0,
      truth: 0,
      numbers: new Float64Array(models.length),
      answers: new Int32Array(models.length),
    };
    this.wanted = {
      codes: [
        ...(outcome.task === 'regression' ? [] : [label]),
        ...attributes.flatMap(({ dictionary }) => dictionary ?? []),
        ...models.flatMap(({ answers }) => answers ?? []),
      ],
      numbers: numbers.slice(0, number),
      texts: unit === undefined ? [] : [unit],
    };
  }

  readonly #models: readonly ({ readonly codes: number } | { readonly numbers: number })[];
  readonly #truth: number | undefined;
  readonly #weight: number | undefined;

  /** Hands every row on, up to the first that cannot be taken. */
  read(batch: TypedBatch, take: (row: PredictionRow) => void): BadCell | undefined {
    const row = this.#row;
    for (let i = 0; i < batch.count; i++) {
      const problem =
        this.#readLabel(batch, i) ??
        this.#readAttributes(batch, i) ??
        this.#readModels(batch, i) ??
        this.#readRest(batch, i);
      if (problem) return problem;
      take(row);
    }
    return undefined;
  }

  #readLabel({ codes, numbers }: TypedBatch, i: number): BadCell | undefined {
    const { column } = this.#columns.label;
    if (this.#truth !== undefined) {
      const truth = numbers[this.#truth]?.[i] ?? Number.NaN;
      this.#row.truth = truth;
      return Math.abs(truth) <= largestValue
        ? undefined
        : bad(i, column, (cell) => `The label ${orEmpty(cell)} is no number.`);
    }
    const code = codes[0]?.[i] ?? -1;
    const label = this.#labelOf[code];
    this.#row.label = label ?? 0;
    return label === undefined || label < 0
      ? bad(i, column, (cell) =>
          cell === '' ? 'This row has no label.' : `The label ${quoted(cell)} is none of the classes.`,
        )
      : undefined;
  }

  #readAttributes({ codes, numbers }: TypedBatch, i: number): BadCell | undefined {
    let combination = 0;
    for (const reader of this.#attributes) {
      let code = 0;
      if (reader.kind === 'codes') code = codes[reader.at]?.[i] ?? reader.size - 1;
      else {
        const value = numbers[reader.at]?.[i] ?? Number.NaN;
        if (!Number.isFinite(value) && !Number.isNaN(value)) {
          return bad(i, reader.column, (cell) => `The cell ${quoted(cell)} is no number, but its attribute has bins.`);
        }
        code = Number.isNaN(value) ? reader.size - 1 : 0;
        if (!Number.isNaN(value)) for (const edge of reader.edges) if (value >= edge) code += 1;
      }
      combination = combination * reader.size + code;
    }
    this.#row.attributesCode = combination;
    return undefined;
  }

  #readModels({ codes, numbers }: TypedBatch, i: number): BadCell | undefined {
    const { outcome, models } = this.#columns;
    const { row } = { row: this.#row };
    const threshold = outcome.task === 'binary' ? outcome.threshold : 0;
    for (let m = 0; m < this.#models.length; m++) {
      const at = this.#models[m];
      const column = models[m]?.column ?? '';
      if (!at) break;
      if ('codes' in at) {
        const answer = this.#answersOf[m]?.[codes[at.codes]?.[i] ?? -1];
        if (answer === undefined || answer < 0) {
          return bad(i, column, (cell) =>
            cell === '' ? 'This row has no prediction.' : `The prediction ${quoted(cell)} is none of the classes.`,
          );
        }
        row.answers[m] = answer;
        row.numbers[m] = answer;
        continue;
      }
      const value = numbers[at.numbers]?.[i] ?? Number.NaN;
      row.numbers[m] = value;
      if (outcome.task === 'regression') {
        if (!(Math.abs(value) <= largestValue))
          return bad(i, column, (cell) => `The prediction ${orEmpty(cell)} is no number.`);
        continue;
      }
      if (!(value >= 0 && value <= 1)) return bad(i, column, scoreProblem);
      row.answers[m] = value >= threshold ? 1 : 0;
    }
    return undefined;
  }

  #readRest({ numbers, texts }: TypedBatch, i: number): BadCell | undefined {
    if (this.#weight !== undefined) {
      const weight = numbers[this.#weight]?.[i] ?? Number.NaN;
      this.#row.weight = weight;
      if (!(weight >= 0 && weight <= largestWeight)) {
        return bad(
          i,
          this.#columns.weight ?? '',
          (cell) => `Expected a weight from 0 to ${largestWeight}, found ${orEmpty(cell)}.`,
          'A row that is not to count weighs 0.',
        );
      }
    }
    if (texts.length > 0) {
      const unit = texts[0]?.[i];
      if (unit === undefined) return bad(i, this.#columns.unit ?? '', () => 'This row has no unit.');
      this.#row.unit = unit;
    }
    return undefined;
  }

  #combination(code: number): readonly string[] {
    const known = this.#combinations[code];
    if (known) return known;
    const values: string[] = [];
    let rest = code;
    for (const { size, values: names } of [...this.#attributes].reverse()) {
      values.unshift(names[rest % size] ?? '');
      rest = Math.floor(rest / size);
    }
    this.#combinations[code] = values;
    return values;
  }
}

type AttributeReader = {
  /** Among the codes or the numbers of a batch. */
  readonly at: number;
  readonly column: string;
  readonly size: number;
  /** By code; the last is for missing cells. */
  readonly values: readonly string[];
} & ({ readonly kind: 'codes' } | { readonly kind: 'bins'; readonly edges: readonly number[] });

function bad(row: number, column: string, message: (cell: string) => string, wayOut?: string): BadCell {
  return {
    row,
    column,
    says: (cell) => {
      const text = `${message(cell)} The column is ${quoted(column)}.`;
      return wayOut === undefined ? { message: text } : { message: text, wayOut };
    },
  };
}

function scoreProblem(cell: string): string {
  return cell === ''
    ? 'This row has no score.'
    : `Expected a score of the positive class, from 0 to 1, found ${quoted(cell)}.`;
}

function orEmpty(cell: string): string {
  return cell === '' ? 'an empty cell' : quoted(cell);
}
