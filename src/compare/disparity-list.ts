import type { TallyFrame } from '../metrics/index.js';

/** How one metric, or two, differ between the groups of an attribute. */
export interface Disparity {
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  /** Names of the metrics it is made of. */
  readonly of: readonly string[];
  readonly kind: 'difference' | 'ratio' | 'worst';
  readonly source?: string;
}

const difference = 'the largest value of any group minus the smallest';
const ratio = 'the smallest value of any group over the largest';

/** The disparities of a metric under its own name. */
function plain(metric: string, title: string): readonly Disparity[] {
  return [
    {
      name: `${metric}_difference`,
      title: `${title} difference`,
      definition: `${title}: ${difference}.`,
      of: [metric],
      kind: 'difference',
    },
    {
      name: `${metric}_ratio`,
      title: `${title} ratio`,
      definition: `${title}: ${ratio}.`,
      of: [metric],
      kind: 'ratio',
    },
    {
      name: `${metric}_worst_group`,
      title: `worst ${title}`,
      definition: `${title} of the group that fares worst.`,
      of: [metric],
      kind: 'worst',
    },
  ];
}

const dwork = 'Dwork et al. 2012, "Fairness through awareness"';
const hardt = 'Hardt, Price, Srebro 2016, "Equality of opportunity in supervised learning"';

/** Every disparity by task: differences are unsigned, as in Fairlearn. */
export const disparities: Readonly<Record<TallyFrame['task'], readonly Disparity[]>> = {
  binary: [
    {
      name: 'demographic_parity_difference',
      title: 'demographic parity difference',
      definition: `Selection rate: ${difference}.`,
      of: ['selection_rate'],
      kind: 'difference',
      source: dwork,
    },
    {
      name: 'demographic_parity_ratio',
      title: 'demographic parity ratio',
      definition: `Selection rate: ${ratio}.`,
      of: ['selection_rate'],
      kind: 'ratio',
      source: dwork,
    },
    {
      name: 'equal_opportunity_difference',
      title: 'equal opportunity difference',
      definition: `True positive rate: ${difference}.`,
      of: ['true_positive_rate'],
      kind: 'difference',
      source: hardt,
    },
    {
      name: 'equal_opportunity_ratio',
      title: 'equal opportunity ratio',
      definition: `True positive rate: ${ratio}.`,
      of: ['true_positive_rate'],
      kind: 'ratio',
      source: hardt,
    },
    {
      name: 'equalized_odds_difference',
      title: 'equalized odds difference',
      definition: 'The larger of the differences in true and in false positive rate.',
      of: ['true_positive_rate', 'false_positive_rate'],
      kind: 'difference',
      source: hardt,
    },
    {
      name: 'equalized_odds_ratio',
      title: 'equalized odds ratio',
      definition: 'The smaller of the ratios in true and in false positive rate.',
      of: ['true_positive_rate', 'false_positive_rate'],
      kind: 'ratio',
      source: hardt,
    },
    ...plain('accuracy', 'accuracy'),
    ...plain('auc', 'AUC'),
  ],
  multiclass: [...plain('accuracy', 'accuracy'), ...plain('mean_recall', 'mean recall')],
  regression: [...plain('mae', 'mean absolute error')],
};
