/** A cell of a table: text formats give text alone, the others also numbers and booleans; `null` is a missing cell. */
export type Cell = string | number | boolean | bigint | null;

/**
 * The written form of a cell, as ids, labels and attribute values use it; nothing for a missing one.
 *
 * Text is as written, numbers are in their shortest form that reads back the same (1.0 is `1`), booleans `true` and `false`.
 */
export function textOf(cell: Cell): string | undefined {
  if (cell === null) return undefined;
  return typeof cell === 'string' ? cell : String(cell);
}

/**
 * The number in a cell, booleans being 0 and 1; an empty text is missing.
 *
 * Text is a decimal numeral with a point, blanks around it allowed; `NaN`, `inf`, `0x10` and `1,5` are no numbers, nor are
 * numerals too large for a double.
 */
export function numberOf(cell: Cell): number | 'missing' | 'not-a-number' {
  if (cell === null || cell === '') return 'missing';
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  const value = typeof cell === 'string' && !isNumeral(cell) ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : 'not-a-number';
}

function isNumeral(text: string): boolean {
  return text.length <= 400 && /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/u.test(text);
}
