/** One attribute of a search table: a code a row, and what the codes mean. */
export interface SearchColumn {
  readonly name: string;
  /** What each code stands for, as shown; at most 65,535. */
  readonly values: readonly string[];
  /** A code a row, from 0 to the number of values less 1. */
  readonly codes: Uint8Array | Uint16Array | Int32Array;
}

/**
 * What slice search looks through: columns over the relevant examples of one metric, a row for an example or for many alike.
 *
 * Rows may come in any order and be alike; nothing depends on either, nor on what values and units are called.
 */
export interface SearchTable {
  readonly columns: readonly SearchColumn[];
  /** Whether each model hit, a row: 1 if the baseline did, plus 2 if the variant did; so 1 is lost and 2 gained. */
  readonly outcomes: Uint8Array;
  /** How many examples each row stands for, whole numbers from 0; 1 each unless given. */
  readonly counts?: ArrayLike<number> | undefined;
  /** What was sampled, as a code a row, below the number of rows; the example itself unless given. */
  readonly units?: Int32Array | undefined;
  /** The sums over each row's examples of their weights and of the weights' squares; 1 an example unless given. */
  readonly weights?: { readonly sums: ArrayLike<number>; readonly squares: ArrayLike<number> } | undefined;
}

/** The outcome of a pair in which only the baseline hit. */
export const lost = 1;
/** The outcome of a pair in which only the variant hit. */
export const gained = 2;

/** More values than this do not fit a column. */
export const maxSearchValues = 65_535;

/**
 * Holds a table against what its type cannot say.
 *
 * @throws {RangeError} where columns differ in length, a code has no value, an outcome is none of the four, a count is not whole, or
 *   a weight is negative or not finite; naming the column and the row
 */
export function assertSearchTable({ columns, outcomes, counts, units, weights }: SearchTable): void {
  const rows = outcomes.length;
  const check = (name: string, list: ArrayLike<number>, expected: string, isGood: (x: number) => boolean): void => {
    if (list.length !== rows) throw new RangeError(`${name} has ${list.length} rows, where the outcomes have ${rows}`);
    for (let row = 0; row < rows; row++) {
      const value = list[row] ?? Number.NaN;
      if (!isGood(value)) throw new RangeError(`${name} has ${value} in row ${row}, where ${expected} is expected`);
    }
  };
  check('outcomes', outcomes, 'a number from 0 to 3', (x) => x <= 3);
  for (const { name, values, codes } of columns) {
    const size = values.length;
    if (size > maxSearchValues) {
      throw new RangeError(
        `the attribute ${name} has ${size} values, where at most ${maxSearchValues} can be searched`,
      );
    }
    check(`the attribute ${name}`, codes, `a code below ${size}`, (x) => x >= 0 && x < size);
  }
  const isNumber = (x: number): boolean => x >= 0 && Number.isFinite(x);
  if (counts) check('counts', counts, 'a whole number from 0', (x) => x >= 0 && Number.isSafeInteger(x));
  if (units) check('units', units, `a code below ${rows}`, (x) => x >= 0 && x < rows);
  if (weights) {
    check('weights', weights.sums, 'a finite number from 0', isNumber);
    check('squared weights', weights.squares, 'a finite number from 0', isNumber);
  }
}
