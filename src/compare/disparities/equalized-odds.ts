import { largestOf, quotientOf, rangeOf, smallestOf } from './paired-bounds.js';
import type { Disparity } from './disparity.js';

const of = ['true_positive_rate', 'false_positive_rate'];
const source = 'Hardt, Price, Srebro 2016, "Equality of opportunity in supervised learning"';

/** The larger of the gaps in true and in false positive rate, as in Fairlearn. Range [0, 1]; 0 is parity. */
export const equalizedOddsDifference: Disparity = {
  name: 'equalized_odds_difference',
  title: 'equalized odds difference',
  definition: 'The larger of the differences in true and in false positive rate.',
  of,
  kind: 'difference',
  source,
  measure: {
    how: 'projected',
    over: 'groups',
    combine: (rates) => largestOf(rates.map(({ groups }) => rangeOf(groups))),
  },
};

/** The smaller of the ratios in true and in false positive rate, as in Fairlearn. Range [0, 1]; 1 is parity. */
export const equalizedOddsRatio: Disparity = {
  name: 'equalized_odds_ratio',
  title: 'equalized odds ratio',
  definition: 'The smaller of the ratios in true and in false positive rate.',
  of,
  kind: 'ratio',
  unit: 'number',
  source,
  measure: {
    how: 'projected',
    over: 'groups',
    combine: (rates) => smallestOf(rates.map(({ groups }) => quotientOf(smallestOf(groups), largestOf(groups)))),
    undefinedWhere: 'every group is at 0',
  },
};
