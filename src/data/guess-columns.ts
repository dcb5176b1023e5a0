import type { TableColumn } from './table/table.js';

/** A model's inputs and the columns that are called like them. */
export interface MatchedInputs {
  /** In the model's order. */
  readonly matched: readonly { readonly input: string; readonly column: string }[];
  /** Inputs that no column, or more than one, is called like. */
  readonly unmatched: readonly string[];
}

/**
 * Finds which inputs of a model are named as columns of a table: by the very name, else by the one column with the same
 * letters and digits (`Hours per week`, `hours-per-week` and `hours_per_week` are alike). A column is used once.
 *
 * A guess for `audit init` and for runs without a plan: whoever uses it shows it.
 */
export function matchInputs(
  inputs: readonly { readonly name: string }[],
  columns: readonly TableColumn[],
): MatchedInputs {
  const usable = columns.filter(({ type }) => type !== 'nested').map(({ name }) => name);
  const exact = new Set(inputs.map(({ name }) => name).filter((name) => usable.includes(name)));
  const free = usable.filter((name) => !exact.has(name));
  const matched: { input: string; column: string }[] = [];
  const unmatched: string[] = [];
  for (const { name } of inputs) {
    const alike = free.filter((column) => lettersOf(column) === lettersOf(name));
    const rivals = inputs.filter((other) => !exact.has(other.name) && lettersOf(other.name) === lettersOf(name));
    if (exact.has(name)) matched.push({ input: name, column: name });
    else if (alike[0] !== undefined && alike.length === 1 && rivals.length === 1) {
      matched.push({ input: name, column: alike[0] });
    } else unmatched.push(name);
  }
  return { matched, unmatched };
}

function lettersOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
