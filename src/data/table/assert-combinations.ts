import { AuditError, listed, quoted } from '../../base/index.js';

/** A column and how many codes its cells can have, that of a missing cell too. */
export interface CodedColumn {
  readonly column: string;
  readonly codes: number;
}

/**
 * Rows of columns whose codes make one number together must be told apart by it.
 *
 * @param most the largest number that can be told from its neighbours
 * @throws {AuditError} `data` where there are more combinations
 */
export function assertCombinations(columns: readonly CodedColumn[], most: number): void {
  const combinations = columns.reduce((product, { codes }) => product * codes, 1);
  if (combinations <= most) return;
  throw new AuditError(
    'data',
    `The columns ${listed(
      columns.map(({ column }) => quoted(column)),
      40,
    )} have ${combinations} combinations of values, of which at most ${most} can be told apart.`,
    { wayOut: 'Slice and search by fewer columns, by ones with fewer values, or give numbers fewer bins.' },
  );
}
