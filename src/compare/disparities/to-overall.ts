import { largestOf, magnitudeOf, minus, quotientOf, smallestOf } from './paired-bounds.js';
import type { Disparity } from './disparity.js';
import type { Family } from './family.js';

/** How far the group that lies furthest from everyone together lies from them; Fairlearn's `to_overall`. */
export function differenceToOverall({ name, title, metric, source }: Family): Disparity {
  return {
    name: `${name}_difference_to_overall`,
    title: `${title} difference to overall`,
    definition: `${metric.title}: the largest distance of any group to everyone together.`,
    of: [metric.name],
    kind: 'to-overall',
    source,
    measure: {
      how: 'projected',
      over: 'overall',
      combine: ([{ groups, overall } = { groups: [], overall: undefined }]) =>
        largestOf(groups.map((group) => (overall ? magnitudeOf(minus(group, overall)) : group))),
    },
  };
}

/** The smallest ratio of any group and everyone together, the smaller over the larger. */
export function ratioToOverall({ name, title, metric, source }: Family): Disparity {
  return {
    name: `${name}_ratio_to_overall`,
    title: `${title} ratio to overall`,
    definition: `${metric.title}: the smallest ratio of any group and everyone together, the smaller over the larger.`,
    of: [metric.name],
    kind: 'to-overall',
    unit: 'number',
    source,
    measure: {
      how: 'projected',
      over: 'overall',
      combine: ([{ groups, overall } = { groups: [], overall: undefined }]) =>
        smallestOf(
          groups.map((group) => {
            const both = overall ? [group, overall] : [group];
            return quotientOf(smallestOf(both), largestOf(both));
          }),
        ),
      undefinedWhere: 'everyone is at 0',
    },
  };
}
