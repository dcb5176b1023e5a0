import { Span } from '../computable.js';
import { isIn, type Candidate } from './candidate.js';
import type { SearchCells } from './cells.js';

/** Subsets of more small parts than this are not reckoned with one by one: each alone and each two are still. */
const mostParts = 12;

/**
 * Which of several conjunctions may be shown side by side: in their order, each unless with those before it fewer than `minSlice` examples
 * could be computed from their numbers and that of everyone, by any adding and taking away.
 *
 * What conjunctions share and leave out parts the examples; what can be computed are the sets of such parts in the span of the shown ones.
 */
export function showableTogether(
  cells: SearchCells,
  candidates: readonly Candidate[],
  minSlice: number,
): readonly boolean[] {
  const tests = candidates.map((candidate) => isIn(cells, candidate));
  const shown: ((cell: number) => boolean)[] = [];
  return tests.map((test) => {
    if (givesAway(cells, [...shown, test], minSlice)) return false;
    shown.push(test);
    return true;
  });
}

function givesAway(cells: SearchCells, tests: readonly ((cell: number) => boolean)[], minSlice: number): boolean {
  const counts = new Map<string, number>();
  for (let cell = 0; cell < cells.length; cell++) {
    let pattern = '';
    for (const test of tests) pattern += test(cell) ? '1' : '0';
    counts.set(pattern, (counts.get(pattern) ?? 0) + (cells.counts[cell] ?? 0));
  }
  const patterns = [...counts.keys()].sort();
  const everyone = Int32Array.from(patterns, () => 1);
  const rows = tests.map((_, i) => Int32Array.from(patterns, (pattern) => Number(pattern[i])));
  const span = new Span([everyone, ...rows]);
  const small = patterns.flatMap((pattern, at) => {
    const n = counts.get(pattern) ?? 0;
    return n > 0 && n < minSlice ? [{ at, n }] : [];
  });
  return subsetsOf(small).some((parts) => {
    if (parts.reduce((sum, { n }) => sum + n, 0) >= minSlice) return false;
    const row = new Int32Array(patterns.length);
    for (const { at } of parts) row[at] = 1;
    return span.holds(row);
  });
}

function subsetsOf<Part>(parts: readonly Part[]): readonly (readonly Part[])[] {
  if (parts.length > mostParts) {
    return parts.flatMap((one, i) => [[one], ...parts.slice(i + 1).map((other) => [one, other])]);
  }
  return Array.from({ length: 2 ** parts.length - 1 }, (_, bits) =>
    parts.filter((__, i) => ((bits + 1) >> i) % 2 === 1),
  );
}
