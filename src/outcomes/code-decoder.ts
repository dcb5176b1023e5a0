import { binLabels, codesIn, type Dictionary } from '../data/index.js';
import type { TallyFrame } from '../metrics/index.js';
import type { BadCell } from './bad-cell.js';
import type { PredictionColumns } from './prediction-columns.js';

/** What a combined code of dictionaries says of a row. */
export interface DecodedCodes {
  /** Index of the label's class; 0 for regression. */
  readonly label: number;
  /** Of the attributes that are no bins. */
  readonly attributesCode: number;
  /** Index of each model's answer; 0 for models with numbers. */
  readonly answers: Int32Array;
  /** Set where a cell cannot be taken. */
  readonly problem: Omit<BadCell, 'row'> | undefined;
}

/** Takes combined codes apart, each once. */
export class CodeDecoder {
  /** The label's, then the attributes', then the models'. */
  readonly dictionaries: readonly Dictionary[];
  readonly #columns: PredictionColumns;
  readonly #frame: TallyFrame;
  readonly #sizes: readonly number[];
  readonly #decoded: (DecodedCodes | undefined)[] = [];
  readonly #combinations = new Map<number, readonly string[]>();

  constructor(columns: PredictionColumns, frame: TallyFrame) {
    this.#columns = columns;
    this.#frame = frame;
    this.dictionaries = [
      ...(columns.outcome.task === 'regression' ? [] : [columns.label]),
      ...columns.attributes.flatMap(({ dictionary }) => dictionary ?? []),
      ...columns.models.flatMap(({ answers }) => answers ?? []),
    ];
    this.#sizes = this.dictionaries.map(({ values }) => values.length + 1);
  }

  decode(code: number): DecodedCodes {
    return (this.#decoded[code] ??= this.#make(code));
  }

  /** The values of the attributes of a row. @param code of all attributes, bins too */
  attributes(code: number): readonly string[] {
    const known = this.#combinations.get(code);
    if (known) return known;
    // Dictionaries come first, then bins, each in the plan's order.
    const coded = this.#columns.attributes.filter(({ dictionary }) => dictionary);
    const binned = this.#columns.attributes.filter(({ dictionary }) => !dictionary);
    const names = [...coded, ...binned].map(({ spec, dictionary }) => [
      ...(dictionary?.values ?? binLabels(spec.bins ?? [])),
      spec.missing ?? 'missing',
    ]);
    const codes = codesIn(
      code,
      names.map(({ length }) => length),
    );
    const byName = new Map([...coded, ...binned].map(({ spec }, i) => [spec.name, names[i]?.[codes[i] ?? 0] ?? '']));
    const values = this.#columns.attributes.map(({ spec }) => byName.get(spec.name) ?? '');
    this.#combinations.set(code, values);
    return values;
  }

  #make(code: number): DecodedCodes {
    const codes = [...codesIn(code, this.#sizes)];
    const { outcome, label, attributes, models } = this.#columns;
    let problem: DecodedCodes['problem'];
    const classOf = (dictionary: Dictionary, what: string): number => {
      const value = dictionary.values[codes.shift() ?? -1];
      const found = value === undefined ? -1 : this.#frame.classes.indexOf(value);
      if (found < 0) {
        problem ??= {
          column: dictionary.column,
          expected: `a ${what}`,
          wayOut: () => 'Correct the table, or leave the row out of it.',
        };
      }
      return Math.max(0, found);
    };
    const truth = outcome.task === 'regression' ? 0 : classOf(label, 'label');
    let attributesCode = 0;
    for (const { dictionary } of attributes)
      if (dictionary) attributesCode = attributesCode * (dictionary.values.length + 1) + (codes.shift() ?? 0);
    const answers = Int32Array.from(models, ({ answers: dictionary }) =>
      dictionary ? classOf(dictionary, 'prediction') : 0,
    );
    return { label: truth, attributesCode, answers, problem };
  }
}
