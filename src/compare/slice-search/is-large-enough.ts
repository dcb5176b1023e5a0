import type { Candidate } from './best-list.js';
import type { SearchCells } from './cells.js';

/**
 * Whether a conjunction may be shown for some cells: it, everyone else, and what each of its conditions takes away from the others have
 * `minSlice` examples, so that no smaller group follows by subtraction from slices with fewer of the conditions.
 */
export function isLargeEnough(cells: SearchCells, { conditions }: Candidate, minSlice: number): boolean {
  const tests = conditions.map(({ column, code }) => ({ codes: cells.codes[column] ?? new Uint16Array(), code }));
  const all = 2 ** tests.length - 1;
  const byMet = new Float64Array(all + 1);
  for (let cell = 0; cell < cells.length; cell++) {
    let met = 0;
    for (let i = 0; i < tests.length; i++) if (tests[i]?.codes[cell] === tests[i]?.code) met |= 1 << i;
    byMet[met] = (byMet[met] ?? 0) + (cells.counts[cell] ?? 0);
  }
  const inside = byMet[all] ?? 0;
  const total = byMet.reduce((sum, n) => sum + n, 0);
  return (
    inside >= minSlice &&
    total - inside >= minSlice &&
    tests.every((_, i) => (byMet[all & ~(1 << i)] ?? 0) >= minSlice || tests.length === 1)
  );
}
