import { isIn, type Candidate } from './candidate.js';
import { someOf, type SearchCells } from './cells.js';
import { findWorst, type FindRules } from './find-worst.js';

/** What was found, worst first, and how much was looked at for it. */
export interface FoundInTurn {
  readonly candidates: readonly Candidate[];
  /** Searches that were made: one more than were found, unless there are as many as were wanted. */
  readonly rounds: number;
  /** Conjunctions of values that occur, and those whose numbers were compared; over all rounds. */
  readonly possible: number;
  readonly lookedAt: number;
}

/**
 * Finds the worst conjunction, sets its examples aside, finds the worst among those that are left, and so on, until none scores above
 * 0: so that each is bad beyond the examples of those before it, and neither what contains a bad slice, nor what overlaps it, nor
 * what merely looks good or bad beside it is found in its place.
 *
 * @param sizes how many codes each column has
 * @see Clark, Niblett 1989, "The CN2 induction algorithm" (sequential covering)
 */
export function findInTurn(cells: SearchCells, sizes: readonly number[], top: number, rules: FindRules): FoundInTurn {
  const candidates: Candidate[] = [];
  let [rounds, possible, lookedAt] = [0, 0, 0];
  for (let left = cells; rounds < top;) {
    const search = findWorst(left, sizes, rules);
    rounds += 1;
    possible += search.possible;
    lookedAt += search.lookedAt;
    if (!search.worst) break;
    candidates.push(search.worst);
    left = without(left, search.worst);
  }
  return { candidates, rounds, possible, lookedAt };
}

function without(cells: SearchCells, candidate: Candidate): SearchCells {
  const isInside = isIn(cells, candidate);
  const others = Int32Array.from({ length: cells.length }, (_, cell) => cell).filter((cell) => !isInside(cell));
  return someOf(
    cells,
    others,
    Float64Array.from(others, (cell) => cells.counts[cell] ?? 0),
  );
}
