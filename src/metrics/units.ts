import { compareText } from '../base/index.js';
import type { Cell } from './tally.js';

/** The cells of each unit, units in a fixed order. */
export function cellsByUnit(cells: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> {
  const byUnit = new Map<string, Cell[]>();
  for (const cell of cells) {
    const list = byUnit.get(cell.unit);
    if (list) list.push(cell);
    else byUnit.set(cell.unit, [cell]);
  }
  return new Map([...byUnit.entries()].sort(([a], [b]) => compareText(a, b)));
}
