import { quotientOf, rangeOf, largestOf, smallestOf } from './paired-bounds.js';
import type { Disparity } from './disparity.js';
import type { Family } from './family.js';

/** What a difference between groups is, in its definition. */
export const difference = 'the largest value of any group minus the smallest';
/** What a ratio between groups is, in its definition. */
export const ratio = 'the smallest value of any group over the largest';

/** How far groups lie apart: the largest minus the smallest. Unsigned, as in Fairlearn; 0 is parity. */
export function differenceBetween({ name, title, metric, source }: Family): Disparity {
  return {
    name: `${name}_difference`,
    title: `${title} difference`,
    definition: `${metric.title}: ${difference}.`,
    of: [metric.name],
    kind: 'difference',
    source,
    measure: { how: 'projected', over: 'groups', combine: ([one]) => rangeOf(one?.groups ?? []) },
  };
}

/** The smallest over the largest, in [0, 1]; 1 is parity. */
export function ratioBetween({ name, title, metric, source }: Family): Disparity {
  return {
    name: `${name}_ratio`,
    title: `${title} ratio`,
    definition: `${metric.title}: ${ratio}.`,
    of: [metric.name],
    kind: 'ratio',
    unit: 'number',
    source,
    measure: {
      how: 'projected',
      over: 'groups',
      combine: ([{ groups } = { groups: [] }]) => quotientOf(smallestOf(groups), largestOf(groups)),
      undefinedWhere: 'every group is at 0',
    },
  };
}

/** The value of the group that fares worst; where no side is better, the smallest. */
export function worstGroup({ metric }: Family): Disparity {
  return {
    name: `${metric.name}_worst_group`,
    title: `worst ${metric.title}`,
    definition: `${metric.title} of the group that fares worst.`,
    of: [metric.name],
    kind: 'worst',
    measure: {
      how: 'projected',
      over: 'groups',
      combine: ([one]) => (one?.better === 'lower' ? largestOf : smallestOf)(one?.groups ?? []),
    },
  };
}
