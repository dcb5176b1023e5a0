/** What became of a promise. */
export type Verdict =
  | { readonly kind: 'kept' }
  /** `excess` is how far beyond the margin the simultaneous bound lies, at least. */
  | { readonly kind: 'violated'; readonly excess: number }
  /** About `examplesNeeded` more relevant examples (units, where the plan names a unit) would decide it, under one assumption. */
  | {
      readonly kind: 'undecided';
      readonly examplesNeeded: number | 'unreachable';
      readonly assuming?: DriftAssumed | undefined;
    }
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** Under what the number of further examples would decide: that nothing truly moved, or that the drift is what was seen. */
export type DriftAssumed = 'nothing-moved' | 'as-seen';

/** How much drift a release allows, declared before it was measured. */
export interface Margin {
  /**
   * In the metric's own unit, above 0: 0.02 is two points of a rate. For a relative margin: what its share comes to at the baseline's
   * value as measured, 0 where that is 0.
   */
  readonly allowed: number;
  readonly source: 'plan' | 'default';
  /** For a relative margin: the share of the baseline's value that is allowed, 0.05 for 5 %. Absent for an absolute one. */
  readonly share?: number | undefined;
  /** `both`: improvement is held to it too. Absent: only drift to the worse, where a metric has a worse side. */
  readonly sides?: 'both' | undefined;
}
