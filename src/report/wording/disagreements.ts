import type { FairnessRecord } from '../../record/index.js';

/** Where well-known libraries disagree about the same data, and what is done here; nothing where no groups are compared. */
export function disagreementsInWords({ disparities }: FairnessRecord): string {
  if (disparities.length === 0) return '';
  const names = new Set(disparities.map(({ name }) => name));
  return [
    names.has('equalized_odds_difference')
      ? 'The equalized odds difference is Fairlearn’s: the larger of two gaps.'
      : '',
    names.has('average_odds_difference')
      ? 'The average odds difference is AIF360’s: a mean of two signed gaps, which may cancel.'
      : '',
    'A group without any example that a metric is about takes no part and is named; Fairlearn counts its true positive rate as 0, and AIF360’s result is then no number at all.',
    'Where every group is at 0, a ratio is not estimable; Aequitas gives 10 there.',
    'A missing attribute value is a group named “missing”; Aequitas drops such rows and Fairlearn stops.',
    'A score that is missing stops the run with the example named; Fairlearn counts it as not selected.',
    'A group of one is not shown; a percentile bootstrap would give it an interval without any width.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What a relative drift is; nothing where the record has none. */
export function relativeDriftInWords({ slices, disparities }: FairnessRecord): string {
  const has =
    disparities.some(({ relativeDrift }) => relativeDrift !== undefined) ||
    slices.some(
      ({ shown }) => shown.kind === 'shown' && shown.values.some((value) => value.relativeDrift !== undefined),
    );
  return has
    ? 'A relative drift is the drift over the size of the full model’s value. It is undefined where that is 0, and has no interval where that may be 0.'
    : '';
}
