import { assertCombinations, type TypedBatch, type TypedRowsOptions } from '../data/index.js';
import { scoreWayOut, type BadCell } from './bad-cell.js';
import { CodeDecoder } from './code-decoder.js';
import type { TallyFrame } from '../metrics/index.js';
import type { PredictionColumns, PredictionRow } from './prediction-columns.js';

/** Weights beyond it have no squares that could be summed exactly. */
const largestWeight = 1e12;
/** Labels and predictions of a regression beyond it have no squares that could be summed. */
const largestValue = 1e50;

const leaveOut = 'Correct the table, or leave the row out of it.';
const noScore = { expected: 'a score of the positive class, from 0 to 1,', wayOut: scoreWayOut } as const;
const noNumber = { expected: 'a number, at most 1e50 in size,', wayOut: () => leaveOut } as const;
const noWeight = {
  expected: `a weight from 0 to ${largestWeight}`,
  wayOut: () => 'A row that is not to count weighs 0.',
} as const;
const noUnit = {
  expected: 'the name of what was sampled',
  wayOut: () => 'Name it in every row, or leave --unit out: every row then counts as sampled by itself.',
} as const;

/** Turns batches of typed columns into rows of predictions. */
export class PredictionCells {
  readonly wanted: TypedRowsOptions;
  readonly #columns: PredictionColumns;
  readonly #row: PredictionRow;
  readonly #bins: readonly BinReader[];
  /** Where each model's numbers stand; nothing for answers. */
  readonly #models: readonly (number | undefined)[];
  readonly #truth: number | undefined;
  readonly #weight: number | undefined;
  readonly #decoder: CodeDecoder;

  constructor(columns: PredictionColumns, frame: TallyFrame) {
    this.#columns = columns;
    const { attributes, models, unit, weight, outcome } = columns;
    const numbers: string[] = [];
    const wantNumber = (column: string): number => numbers.push(column) - 1;
    this.#decoder = new CodeDecoder(columns, frame);
    this.#bins = attributes.flatMap(({ spec, dictionary }) =>
      dictionary ? [] : [{ at: wantNumber(spec.column), column: spec.column, edges: spec.bins ?? [] }],
    );
    this.#models = models.map(({ column, answers }) => (answers ? undefined : wantNumber(column)));
    this.#truth = outcome.task === 'regression' ? wantNumber(columns.label.column) : undefined;
    this.#weight = weight === undefined ? undefined : wantNumber(weight);
    this.#row = {
      attributesCode: 0,
      attributes: () => this.#decoder.attributes(this.#row.attributesCode),
      unit: '',
      weight: 1,
      label: 0,
      truth: 0,
      numbers: new Float64Array(models.length),
      answers: new Int32Array(models.length),
    };
    assertCodesExact(columns, frame);
    this.wanted = { codes: this.#decoder.dictionaries, numbers, texts: unit === undefined ? [] : [unit] };
  }

  /** Hands every row on, up to the first that cannot be taken. */
  read(batch: TypedBatch, take: (row: PredictionRow) => void): BadCell | undefined {
    for (let i = 0; i < batch.count; i++) {
      const problem = this.#readCodes(batch, i) ?? this.#readNumbers(batch, i) ?? this.#readRest(batch, i);
      if (problem) return problem;
      take(this.#row);
    }
    return undefined;
  }

  #readCodes({ codes, numbers }: TypedBatch, i: number): BadCell | undefined {
    const row = this.#row;
    const decoded = this.#decoder.decode(codes[i] ?? 0);
    if (decoded.problem !== undefined) return { row: i, ...decoded.problem };
    row.label = decoded.label;
    row.attributesCode = decoded.attributesCode;
    for (let m = 0; m < decoded.answers.length; m++) {
      row.answers[m] = decoded.answers[m] ?? 0;
      row.numbers[m] = decoded.answers[m] ?? 0;
    }
    for (const reader of this.#bins) {
      const bin = binOf(reader.edges, numbers[reader.at]?.[i] ?? Number.NaN);
      if (bin === undefined) {
        return {
          row: i,
          column: reader.column,
          expected: 'a number for its bins',
          wayOut: () => 'Correct the table, or leave --bins out.',
        };
      }
      row.attributesCode = row.attributesCode * (reader.edges.length + 2) + bin;
    }
    return undefined;
  }

  #readNumbers({ numbers }: TypedBatch, i: number): BadCell | undefined {
    const { outcome, models, label } = this.#columns;
    const row = this.#row;
    const threshold = outcome.task === 'binary' ? outcome.threshold : 0;
    for (let m = 0; m < this.#models.length; m++) {
      const at = this.#models[m];
      if (at === undefined) continue;
      const value = numbers[at]?.[i] ?? Number.NaN;
      row.numbers[m] = value;
      if (outcome.task === 'regression') {
        if (!(Math.abs(value) <= largestValue)) return { row: i, column: models[m]?.column ?? '', ...noNumber };
      } else if (value >= 0 && value <= 1) row.answers[m] = value >= threshold ? 1 : 0;
      else return { row: i, column: models[m]?.column ?? '', ...noScore };
    }
    if (this.#truth === undefined) return undefined;
    row.truth = numbers[this.#truth]?.[i] ?? Number.NaN;
    return Math.abs(row.truth) <= largestValue ? undefined : { row: i, column: label.column, ...noNumber };
  }

  #readRest({ numbers, texts }: TypedBatch, i: number): BadCell | undefined {
    if (this.#weight !== undefined) {
      const weight = numbers[this.#weight]?.[i] ?? Number.NaN;
      this.#row.weight = weight;
      if (!(weight >= 0 && weight <= largestWeight)) {
        return { row: i, column: this.#columns.weight ?? '', ...noWeight };
      }
    }
    if (texts.length > 0) {
      const unit = texts[0]?.[i];
      if (unit === undefined) return { row: i, column: this.#columns.unit ?? '', ...noUnit };
      this.#row.unit = unit;
    }
    return undefined;
  }
}

/**
 * A number above 2^53 has no neighbours: rows of different slices would be counted as one.
 *
 * @throws {AuditError} `data`
 */
function assertCodesExact({ label, attributes }: PredictionColumns, { classes }: TallyFrame): void {
  const coded = attributes.map(({ spec, dictionary }) => ({
    column: spec.column,
    codes: (dictionary?.values.length ?? (spec.bins?.length ?? 0) + 1) + 1,
  }));
  // Of the label and of two models' answers.
  const answers = { column: label.column, codes: Math.max(1, classes.length) ** 3 };
  assertCombinations([answers, ...coded], Number.MAX_SAFE_INTEGER);
}

interface BinReader {
  /** Among the numbers of a batch. */
  readonly at: number;
  readonly column: string;
  readonly edges: readonly number[];
}

/** The bin of a number, the last code for a missing one; nothing where it is no number. */
function binOf(edges: readonly number[], value: number): number | undefined {
  if (Number.isNaN(value)) return edges.length + 1;
  return Number.isFinite(value) ? edges.filter((edge) => value >= edge).length : undefined;
}
