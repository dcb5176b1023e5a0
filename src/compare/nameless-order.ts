import { compareLists } from '../base/index.js';
import { lossSums, type Cell } from '../metrics/index.js';

/**
 * Orders sets of examples by what they hold, so that a choice between two of one size depends on no name. What cannot be told
 * apart is interchangeable.
 */
export function compareContents(a: readonly Cell[], b: readonly Cell[]): number {
  return compareLists(contentOf(a), contentOf(b)) || compareLists(lossSums(a), lossSums(b));
}

/** Label, both answers and number of examples, of each kind, whatever the attributes and units. */
function contentOf(cells: readonly Cell[]): readonly number[] {
  const kinds = new Map<string, [number, number, number, number]>();
  for (const { label, baseline, variant, count } of cells) {
    const key = `${label},${baseline},${variant}`;
    const known = kinds.get(key);
    if (known) known[3] += count;
    else kinds.set(key, [label, baseline, variant, count]);
  }
  return [...kinds.values()].sort(compareLists).flat();
}
