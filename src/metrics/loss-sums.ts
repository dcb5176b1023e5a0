import { ExactSum } from '../base/index.js';
import type { Cell } from './tally.js';

/**
 * Both models' losses, summed exactly over cells of one tally: two numbers a loss, the same in whatever order the cells stand. They
 * tell apart sets that have the same counts, as numbers have no answers to count.
 */
export function lossSums(cells: readonly Cell[]): readonly number[] {
  const [first] = cells;
  if (!first) return [];
  return first.moments.flatMap(({ baseline: { bits } }, i) => {
    const baseline = new ExactSum(bits);
    const variant = new ExactSum(bits);
    for (const { moments } of cells) {
      const moment = moments[i];
      if (!moment) continue;
      baseline.addSum(moment.baseline);
      variant.addSum(moment.variant);
    }
    return [baseline.value(), variant.value()];
  });
}
