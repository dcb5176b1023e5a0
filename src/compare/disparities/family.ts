import type { Metric } from '../../metrics/index.js';

/** A metric and what its disparities go by. */
export interface Family {
  /** `demographic_parity` for the selection rate; the metric's own name where there is no other. */
  readonly name: string;
  readonly title: string;
  readonly metric: Metric;
  readonly source?: string | undefined;
}

/** What the disparities of a metric are called in the literature. */
const known: Readonly<Record<string, { readonly name: string; readonly source: string }>> = {
  selection_rate: { name: 'demographic_parity', source: 'Dwork et al. 2012, "Fairness through awareness"' },
  true_positive_rate: {
    name: 'equal_opportunity',
    source: 'Hardt, Price, Srebro 2016, "Equality of opportunity in supervised learning"',
  },
  false_positive_rate: {
    name: 'predictive_equality',
    source: 'Corbett-Davies et al. 2017, "Algorithmic decision making and the cost of fairness"',
  },
  precision: {
    name: 'predictive_parity',
    source: 'Chouldechova 2017, "Fair prediction with disparate impact"',
  },
  calibration_error_equal_width: {
    name: 'calibration_gap',
    source: 'Pleiss et al. 2017, "On fairness and calibration"',
  },
};

/** The family of a metric. */
export function familyOf(metric: Metric): Family {
  const found = known[metric.name];
  return found
    ? { ...found, title: found.name.replaceAll('_', ' '), metric }
    : { name: metric.name, title: metric.title, metric };
}
