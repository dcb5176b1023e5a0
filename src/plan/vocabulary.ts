/** What a plan may name that other folders implement; `audit/` collects it, so that the plan knows none of them. */
export interface PlanVocabulary {
  readonly metrics: readonly KnownMetric[];
  /** Metrics with a number in their names, such as `top_3_accuracy`. */
  readonly metricFamilies: readonly (Omit<KnownMetric, 'name'> & { readonly pattern: RegExp })[];
  readonly explainers: readonly string[];
  readonly claimMetrics: readonly string[];
}

interface KnownMetric {
  readonly name: string;
  readonly unit: 'rate' | 'number';
  readonly tasks: readonly string[];
  /** Slices can be searched for it. */
  readonly isSearchable?: boolean | undefined;
}

/** A metric that a plan may name, by its name or by what it looks like. */
export function knownMetric(
  { metrics, metricFamilies }: PlanVocabulary,
  name: string,
): Omit<KnownMetric, 'name'> | undefined {
  return metrics.find((known) => known.name === name) ?? metricFamilies.find(({ pattern }) => pattern.test(name));
}
