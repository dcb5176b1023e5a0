import type { Disparity } from './disparity.js';
import type { Family } from './family.js';

/** What AIF360 calls the two of the selection rate. */
const theirs: Readonly<Record<string, { readonly difference: string; readonly ratio: string }>> = {
  selection_rate: { difference: 'statistical_parity_difference', ratio: 'disparate_impact' },
};

/** A group's value minus that of the attribute's named group: signed, as in AIF360. */
export function differenceToReference({ name, title, metric, source }: Family): Disparity {
  const known = theirs[metric.name]?.difference;
  return {
    name: known ?? `${name}_difference_to_reference`,
    title: known?.replaceAll('_', ' ') ?? `${title} difference to the reference`,
    definition: `${metric.title}: the group's minus that of the named group.`,
    of: [metric.name],
    kind: 'to-reference',
    source,
    measure: { how: 'differential' },
  };
}

/** A group's value over that of the attribute's named group; above 1 where the group's is larger. */
export function ratioToReference({ name, title, metric, source }: Family): Disparity {
  const known = theirs[metric.name]?.ratio;
  return {
    name: known ?? `${name}_ratio_to_reference`,
    title: known?.replaceAll('_', ' ') ?? `${title} ratio to the reference`,
    definition: `${metric.title}: the group's over that of the named group.`,
    of: [metric.name],
    kind: 'to-reference',
    unit: 'number',
    source,
    measure: {
      how: 'substituted',
      over: 'reference',
      value: ([[group = NaN, reference = NaN] = []]) => (group >= 0 && reference > 0 ? group / reference : NaN),
      undefinedWhere: 'the named group is at 0',
      least: 0,
    },
  };
}
