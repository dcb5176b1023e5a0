import { entropyOf } from '../../metrics/index.js';
import type { Disparity } from './disparity.js';

const source =
  'Speicher et al. 2018, "A unified approach to quantifying algorithmic unfairness"; benefits as in AIF360: 1 for a right answer, 2 for a false positive, 0 for a false negative';

/** How unequal benefits are over all people in shown groups. */
function overPeople(name: string, title: string): Disparity {
  return {
    name,
    title,
    definition: `${title} of the benefits ŷ − y + 1 of everyone in the groups that take part.`,
    of: [name],
    kind: 'index',
    unit: 'number',
    source,
    measure: { how: 'substituted', over: 'together', value: ([[index = NaN] = []]) => index, least: 0 },
  };
}

/** What of it lies between groups: the index if each had its group's mean benefit. */
function betweenGroups(alpha: 1 | 2, name: string, title: string): Disparity {
  return {
    name: `between_group_${name}`,
    title: `between-group ${title}`,
    definition: `${title} if everyone in a group that takes part had the group's mean benefit.`,
    of: ['mean_benefit'],
    kind: 'index',
    unit: 'number',
    source,
    measure: {
      how: 'substituted',
      over: 'groups',
      value: ([means = []], shares) =>
        entropyOf(
          alpha,
          means.map((benefit, i) => ({ benefit, mass: shares[i] ?? 0 })),
        ),
      undefinedWhere: 'nobody has any benefit',
      least: 0,
    },
  };
}

/** Generalized entropy (α = 2) and Theil's index (α = 1) of benefits, each with its part between groups. */
export const entropies: readonly Disparity[] = [
  overPeople('generalized_entropy_index', 'generalized entropy index'),
  betweenGroups(2, 'generalized_entropy_index', 'generalized entropy index'),
  overPeople('theil_index', 'Theil index'),
  betweenGroups(1, 'theil_index', 'Theil index'),
];
