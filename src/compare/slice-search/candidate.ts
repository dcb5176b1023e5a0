import type { SearchCells } from './cells.js';

/** A condition as numbers: the place of a column, and the code of a value in it. */
export interface CodedCondition {
  readonly column: number;
  readonly code: number;
}

/** A conjunction that was found, with its score. */
export interface Candidate {
  /** In the order of the columns; one to three. */
  readonly conditions: readonly CodedCondition[];
  readonly n: number;
  readonly score: number;
}

/** Whether a cell satisfies a condition, for each of them. */
export function testsOf(cells: SearchCells, { conditions }: Candidate): readonly ((cell: number) => boolean)[] {
  return conditions.map(({ column, code }) => {
    const codes = cells.codes[column];
    return (cell) => codes?.[cell] === code;
  });
}

/** Whether a cell satisfies every condition. */
export function isIn(cells: SearchCells, candidate: Candidate): (cell: number) => boolean {
  const tests = testsOf(cells, candidate);
  return (cell) => tests.every((test) => test(cell));
}
