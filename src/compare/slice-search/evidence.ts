import type { SearchCells } from './cells.js';
import { gained, lost } from './search-table.js';

/** The probability with which the lower bound of any conjunction that is looked through may be too high. */
const level = 0.05;

/**
 * How much evidence the lower bounds of so many conjunctions need: ln(number / 0.05), by Bonferroni's inequality; with units times
 * the design effect of everyone's flips, since examples of one unit are not that many.
 */
export function evidenceFor(conjunctions: number, cells: SearchCells): number {
  return Math.log(Math.max(1, conjunctions) / level) * designEffect(cells);
}

/** The variance of the drift of all over units, over that of independent examples; at least 1. @see Kish 1965, chapter 8 */
function designEffect({ length, outcomes, masses, squares, units }: SearchCells): number {
  if (!units) return 1;
  const flip = (cell: number): number => Number(outcomes[cell] === gained) - Number(outcomes[cell] === lost);
  let [mass, net, top] = [0, 0, 0];
  for (let cell = 0; cell < length; cell++) {
    mass += masses[cell] ?? 0;
    net += (masses[cell] ?? 0) * flip(cell);
    top = Math.max(top, (units[cell] ?? 0) + 1);
  }
  const drift = mass > 0 ? net / mass : 0;
  const moved = new Float64Array(top);
  const isThere = new Uint8Array(top);
  let independent = 0;
  for (let cell = 0; cell < length; cell++) {
    const unit = units[cell] ?? 0;
    const influence = flip(cell) - drift;
    moved[unit] = (moved[unit] ?? 0) + (masses[cell] ?? 0) * influence;
    isThere[unit] = 1;
    independent += (squares[cell] ?? 0) * influence * influence;
  }
  const number = isThere.reduce((sum, is) => sum + is, 0);
  if (number < 2 || !(independent > 0)) return 1;
  const together = moved.reduce((sum, x) => sum + x * x, 0) * (number / (number - 1));
  return Math.max(1, together / independent);
}
