import { describe, expect, it } from 'vitest';
import type { SearchCells } from '../../../src/compare/slice-search/cells.js';
import { showableTogether } from '../../../src/compare/slice-search/give-away.js';

/** Cells of one column: so many examples of each code. */
function cellsOf(counts: readonly number[]): SearchCells {
  const numbers = Float64Array.from(counts);
  return {
    length: counts.length,
    codes: [Uint16Array.from(counts, (_, code) => code)],
    outcomes: new Uint8Array(counts.length),
    counts: numbers,
    masses: numbers,
    squares: numbers,
  };
}

const having = (code: number): { conditions: { column: number; code: number }[]; n: number; score: number } => ({
  conditions: [{ column: 0, code }],
  n: 0,
  score: 1,
});

describe('conjunctions that were found', () => {
  it('are shown together where what they leave over is many, or nobody', () => {
    expect(showableTogether(cellsOf([50, 40, 30]), [having(0), having(1)], 20)).toEqual([true, true]);
    expect(showableTogether(cellsOf([50, 40]), [having(0), having(1)], 20)).toEqual([true, true]);
  });

  it('are not where a few are left over: the later one is withheld', () => {
    expect(showableTogether(cellsOf([50, 40, 3]), [having(0), having(1)], 20)).toEqual([true, false]);
    expect(showableTogether(cellsOf([50, 40, 3, 4]), [having(1), having(0)], 20)).toEqual([true, false]);
    expect(showableTogether(cellsOf([50, 40, 3, 19]), [having(1), having(0)], 20)).toEqual([true, true]);
  });
});
