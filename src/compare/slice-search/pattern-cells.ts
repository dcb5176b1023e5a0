import { ExactSum, wideFixedPointBits } from '../../base/index.js';
import type { Cell, Metric, TallyFrame } from '../../metrics/index.js';
import { isIn, type Candidate } from './candidate.js';
import type { SearchCells } from './cells.js';

/** Cells of a tally that knows no more of an example than which of the candidates it is in. */
export interface PatternCells {
  readonly frame: TallyFrame;
  readonly cells: readonly Cell[];
  /** Those of the cells that are in a candidate, and the others; by the candidate's place. */
  inside(candidate: number): readonly Cell[];
  outside(candidate: number): readonly Cell[];
}

/** The share of examples that a model hits: what search cells know of any metric. */
export const shareOfHits: Metric = {
  name: 'share_of_hits',
  title: 'share of hits',
  tasks: ['binary'],
  better: 'neither',
  unit: 'rate',
  definition: 'Share of the relevant examples that are hits.',
  relevant: 'relevant examples',
  relevantCount: ({ n }) => n,
  value: ({ n, predicted }) =>
    n > 0
      ? { kind: 'value', value: (predicted[1] ?? 0) / n }
      : { kind: 'not-estimable', reason: 'no relevant examples' },
  pairing: { kind: 'rate', isRelevant: () => true, isHit: (cell, side) => cell[side] === 1 },
};

/** Puts cells together that are in the same candidates, with the same outcome, of the same unit. @param candidates at most 30 */
export function patternCells(cells: SearchCells, candidates: readonly Candidate[]): PatternCells {
  const { counts, masses, squares, outcomes, units } = cells;
  const hasWeights = masses !== counts;
  const places = new Map<number, number>();
  const sums: { key: number; pattern: number; count: number; mass: ExactSum; square: ExactSum; first: number }[] = [];
  const patterns = patternsOf(cells, candidates);
  // Below 2⁵³: 30 bits of pattern, 2 of the outcome, and fewer than 2²¹ units or no pattern of so many bits.
  const width = 4 * 2 ** candidates.length;
  for (let cell = 0; cell < cells.length; cell++) {
    const pattern = patterns[cell] ?? 0;
    const key = (units?.[cell] ?? 0) * width + pattern * 4 + (outcomes[cell] ?? 0);
    let place = places.get(key);
    if (place === undefined) {
      place = sums.length;
      places.set(key, place);
      const [mass, square] = [new ExactSum(wideFixedPointBits), new ExactSum(wideFixedPointBits)];
      sums.push({ key, pattern, count: 0, mass, square, first: cell });
    }
    const own = sums[place];
    if (!own) continue;
    own.count += counts[cell] ?? 0;
    if (!hasWeights) continue;
    own.mass.add(masses[cell] ?? 0);
    own.square.add(squares[cell] ?? 0);
  }
  sums.sort((a, b) => a.key - b.key);
  const made = sums.map(({ count, mass, square, first }): Cell => {
    const outcome = outcomes[first] ?? 0;
    return {
      unit: units ? String(units[first] ?? 0) : '',
      attributes: [],
      label: 1,
      baseline: outcome & 1,
      variant: outcome >> 1,
      count,
      weights: hasWeights ? { sum: mass, squares: square } : undefined,
      moments: [],
    };
  });
  const where = (candidate: number, is: number): readonly Cell[] =>
    made.filter((_, i) => (((sums[i]?.pattern ?? 0) >> candidate) & 1) === is);
  return {
    frame: {
      task: 'binary',
      classes: ['miss', 'hit'],
      attributes: [],
      losses: [],
      hasUnits: units !== undefined,
      hasWeights,
    },
    cells: made,
    inside: (candidate) => where(candidate, 1),
    outside: (candidate) => where(candidate, 0),
  };
}

/** Which candidates each cell is in, a bit each. */
function patternsOf(cells: SearchCells, candidates: readonly Candidate[]): Int32Array {
  const patterns = new Int32Array(cells.length);
  for (const [bit, candidate] of candidates.entries()) {
    const isInside = isIn(cells, candidate);
    for (let cell = 0; cell < cells.length; cell++) {
      if (isInside(cell)) patterns[cell] = (patterns[cell] ?? 0) | (1 << bit);
    }
  }
  return patterns;
}
