import { compareLists, compareText, sha256 } from '../base/index.js';
import { lossSums } from './loss-sums.js';
import { massOf, type Cell, type PairTally } from './tally.js';

/** A rank a value of each attribute, by attribute's position, that depends on what the tally holds and on no name. */
export type ValueRanks = readonly ReadonlyMap<string, number>[];

/** Rounds in which values are told apart by the values that they meet. */
const rounds = 2;

/**
 * Ranks the values of every attribute by the examples that have them, so that whatever is drawn in this order stays the same when
 * groups are renamed: by the numbers of their examples, then by their losses. Values that these cannot tell apart are interchangeable,
 * and it does not matter which comes first.
 *
 * @see Weisfeiler, Leman 1968, on telling vertices apart by what surrounds them
 */
export function rankValues({ frame, cells }: PairTally): ValueRanks {
  // With weights and units an example may stand twice with half the weight each: then shares of the examples count, not their number.
  const all = frame.hasUnits && frame.hasWeights ? cells.reduce((sum, { count }) => sum + count, 0) : 1;
  const merged = mergeUnits(cells, all);
  let signatures: readonly ReadonlyMap<string, string>[] = frame.attributes.map(() => new Map());
  for (let round = 0; round < rounds; round++) {
    signatures = frame.attributes.map((_, position) => {
      const byValue = new Map<string, string[]>();
      for (const { cell, content } of merged) {
        const value = cell.attributes[position] ?? '';
        const around = cell.attributes.map((other, i) => (i === position ? '' : (signatures[i]?.get(other) ?? '')));
        const list = byValue.get(value) ?? [];
        list.push(`${content}|${around.join(',')}`);
        byValue.set(value, list);
      }
      return new Map([...byValue].map(([value, list]) => [value, sha256(list.sort().join('\n'))]));
    });
  }
  return signatures.map((ofValues, position) => {
    const byValue = new Map<string, Cell[]>();
    for (const cell of cells) {
      const value = cell.attributes[position] ?? '';
      const known = byValue.get(value);
      if (known) known.push(cell);
      else byValue.set(value, [cell]);
    }
    // Compared as numbers, so that a last digit decides only between sums that are equal but for it.
    const sums = new Map([...byValue].map(([value, list]) => [value, lossSums(list)]));
    const sorted = [...ofValues].sort(
      ([a, x], [b, y]) => compareText(x, y) || compareLists(sums.get(a) ?? [], sums.get(b) ?? []) || compareText(a, b),
    );
    return new Map(sorted.map(([value], rank) => [value, rank]));
  });
}

/** Cells without their units, and what they hold. @param all what counts are held against */
function mergeUnits(cells: readonly Cell[], all: number): readonly { readonly cell: Cell; readonly content: string }[] {
  const merged = new Map<string, { cell: Cell; count: number; mass: number }>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.attributes, cell.label, cell.baseline, cell.variant]);
    const known = merged.get(key);
    if (known) {
      known.count += cell.count;
      known.mass += massOf(cell);
    } else merged.set(key, { cell, count: cell.count, mass: massOf(cell) });
  }
  return [...merged.values()].map(({ cell, count, mass }) => ({
    cell,
    content: `${cell.label},${cell.baseline},${cell.variant},${count / all},${mass}`,
  }));
}
