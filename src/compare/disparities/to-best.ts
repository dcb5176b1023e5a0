import { largestOf, minus, smallestOf, type PairedBounds } from './paired-bounds.js';
import type { Disparity } from './disparity.js';
import type { Family } from './family.js';

const nothing = { value: 0, lower: 0, upper: 0 };
const zero: PairedBounds = { baseline: nothing, variant: nothing, drift: nothing };

/** How far a group lies behind the group that fares best: at least 0, and 0 for that group itself. */
export function differenceToBest({ metric }: Family): Disparity {
  return {
    name: `${metric.name}_difference_to_best`,
    title: `${metric.title} behind the best`,
    definition: `${metric.title}: how far the group lies behind the group that fares best.`,
    of: [metric.name],
    kind: 'to-best',
    measure: {
      how: 'projected',
      over: 'each',
      combine: ([one]) => {
        if (!one?.group) return zero;
        return one.better === 'lower'
          ? largestOf([zero, minus(one.group, smallestOf(one.groups))])
          : largestOf([zero, minus(largestOf(one.groups), one.group)]);
      },
    },
  };
}
