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
  /** In the metric's own unit, above 0: 0.02 is two points of a rate. */
  readonly allowed: number;
  readonly source: 'plan' | 'default';
}
