import { testsOf, type Candidate } from './candidate.js';
import type { SearchCells } from './cells.js';

/**
 * Whether a conjunction may be shown for some cells: it, everyone else, and what each of its conditions takes away from the others have
 * `minSlice` examples, so that no smaller group follows by subtraction from slices with fewer of the conditions.
 */
export function isLargeEnough(cells: SearchCells, candidate: Candidate, minSlice: number): boolean {
  const tests = testsOf(cells, candidate);
  const all = 2 ** tests.length - 1;
  const byMet = new Float64Array(all + 1);
  for (let cell = 0; cell < cells.length; cell++) {
    let met = 0;
    for (let i = 0; i < tests.length; i++) if (tests[i]?.(cell) === true) met |= 1 << i;
    byMet[met] = (byMet[met] ?? 0) + (cells.counts[cell] ?? 0);
  }
  // What a single condition takes away from everyone is everyone else.
  return (byMet[all] ?? 0) >= minSlice && tests.every((_, i) => (byMet[all & ~(1 << i)] ?? 0) >= minSlice);
}
