import { magnitudeOf, minus, sumOf } from './paired-bounds.js';
import type { Disparity } from './disparity.js';

const of = ['true_positive_rate', 'false_positive_rate'];
const source = 'Bellamy et al. 2018, "AI Fairness 360"';

/**
 * The mean of a group's differences in true and in false positive rate to the named group: signed, as in AIF360 (unprivileged
 * minus privileged), so that the two may cancel.
 */
export const averageOddsDifference: Disparity = {
  name: 'average_odds_difference',
  title: 'average odds difference',
  definition: 'Mean of the differences in true and in false positive rate, the group minus the named group.',
  of,
  kind: 'to-reference',
  source,
  measure: {
    how: 'substituted',
    over: 'reference',
    value: (rates) => rates.reduce((sum, [group = NaN, reference = NaN]) => sum + (group - reference) / 2, 0),
  },
};

/** The same without signs: 0 only where both rates are equal. */
export const averageAbsoluteOddsDifference: Disparity = {
  name: 'average_abs_odds_difference',
  title: 'average absolute odds difference',
  definition: 'Mean of the distances in true and in false positive rate between the group and the named group.',
  of,
  kind: 'to-reference',
  source,
  measure: {
    how: 'projected',
    over: 'reference',
    combine: (rates) =>
      sumOf(
        rates.flatMap(({ group, reference }) => (group && reference ? [magnitudeOf(minus(group, reference))] : [])),
        0.5,
      ),
  },
};
