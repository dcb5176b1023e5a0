import { isSearchable } from '../compare/index.js';
import { metricFamilies, metricList } from '../metrics/index.js';
import type { PlanVocabulary } from '../plan/index.js';
import { claimMetricNames } from '../claims/index.js';
import { explanationMethodNames } from '../explain/index.js';

/** Everything that a plan may name, collected from the folders that implement it. */
export const planVocabulary: PlanVocabulary = {
  metrics: metricList.map((metric) => ({
    name: metric.name,
    unit: metric.unit,
    tasks: metric.tasks,
    isSearchable: isSearchable(metric) && metric.class === undefined,
  })),
  metricFamilies: metricFamilies.map(({ pattern, of }) => {
    const { unit, tasks } = of(0.5);
    return { pattern, unit, tasks };
  }),
  explainers: explanationMethodNames,
  claimMetrics: claimMetricNames,
};
