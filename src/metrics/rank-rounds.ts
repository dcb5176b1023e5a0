import { ExactSum, sliceKey, type Condition } from '../base/index.js';
import type { ColumnPlan, RankedColumn } from './ranked-column.js';
import type { NumberedCells } from './score-entries.js';
import type { PairTally } from './tally.js';

/** Weights are scaled to 1 on average, so that rounded products keep their digits whatever weights are measured in. */
export function weightScaleOf({ frame, cells }: PairTally): number {
  if (!frame.hasWeights) return 1;
  let [count, mass]: [number, ExactSum | undefined] = [0, undefined];
  for (const cell of cells) {
    count += cell.count;
    if (cell.weights) (mass ??= new ExactSum(cell.weights.sum.bits)).addSum(cell.weights.sum);
  }
  const total = mass?.value() ?? 0;
  return total > 0 ? count / total : 0;
}

/** The slices that attributes cut, and which of them each cell is in. */
export function setsOf(
  by: readonly string[],
  attributes: readonly string[],
  cells: NumberedCells['cells'],
): Pick<ColumnPlan, 'keys' | 'setOf'> {
  const positions = by.map((name) => attributes.indexOf(name));
  const sets = new Map<string, number>();
  const setOf = Int32Array.from(cells, ({ attributes: values }) => {
    const key = sliceKey(by.map((attribute, i): Condition => ({ attribute, value: values[positions[i] ?? -1] ?? '' })));
    const set = sets.get(key) ?? sets.size;
    sets.set(key, set);
    return set;
  });
  return { keys: [...sets.keys()], setOf };
}

/** Which columns are open together. @param most numbers in a row of the tables; everyone's are always there */
export function inRounds(
  everyone: RankedColumn,
  columns: readonly RankedColumn[],
  most: number,
): readonly (readonly RankedColumn[])[] {
  const rounds: RankedColumn[][] = [[everyone]];
  let taken = everyone.stride;
  for (const column of columns) {
    if (taken + column.stride > most && taken > everyone.stride) {
      rounds.push([]);
      taken = everyone.stride;
    }
    rounds.at(-1)?.push(column);
    taken += column.stride;
  }
  return rounds;
}
