/** What a plan may name that other folders implement; `audit/` collects it, so that the plan knows none of them. */
export interface PlanVocabulary {
  readonly metrics: readonly {
    readonly name: string;
    readonly unit: 'rate' | 'number';
    readonly tasks: readonly string[];
  }[];
  readonly explainers: readonly string[];
  readonly claimMetrics: readonly string[];
}
