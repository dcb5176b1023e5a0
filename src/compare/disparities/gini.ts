import { magnitudeOf, minus, quotientOf, sumOf } from './paired-bounds.js';
import type { Disparity } from './disparity.js';
import type { Family } from './family.js';

/**
 * Gini's coefficient of a metric between groups, each group counting once: the mean distance of two groups over twice the mean
 * of all, with the correction n/(n − 1) for n groups. Range [0, 1]; 0 where all groups are alike, 1 where one has everything.
 *
 * @see Deltas 2003, "The small-sample bias of the Gini coefficient"; Howard et al. 2022, "Evaluating proposed fairness models for
 *   face recognition algorithms" (GARBE)
 */
export function giniBetween({ metric }: Family): Disparity {
  return {
    name: `${metric.name}_gini`,
    title: `Gini coefficient of ${metric.title}`,
    definition: `${metric.title}: half the mean distance of two groups over the mean of the groups.`,
    of: [metric.name],
    kind: 'index',
    unit: 'number',
    source: 'Howard et al. 2022, "Evaluating proposed fairness models for face recognition algorithms"',
    measure: {
      how: 'projected',
      over: 'groups',
      // Σ|x − y| over ordered pairs, times n/(n − 1) / (2 n²) over the mean: Σ over pairs once, over (n − 1) Σ x.
      combine: ([{ groups } = { groups: [] }]) =>
        quotientOf(
          sumOf(groups.flatMap((a, i) => groups.slice(i + 1).map((b) => magnitudeOf(minus(a, b))))),
          sumOf(groups, groups.length - 1),
        ),
      undefinedWhere: 'every group is at 0',
    },
  };
}

/** Gini's coefficient of numbers that are not negative; NaN where all are 0 or there is only one. */
export function giniOf(values: readonly number[]): number {
  const n = values.length;
  const distances = values.reduce(
    (sum, a, i) => sum + values.slice(i + 1).reduce((inner, b) => inner + Math.abs(a - b), 0),
    0,
  );
  const all = values.reduce((sum, value) => sum + value, 0);
  return n > 1 && all > 0 ? distances / ((n - 1) * all) : NaN;
}
