/** What became of a promise. */
export type Verdict =
  | { readonly kind: 'kept' }
  /** `excess` is how far beyond the margin the simultaneous bound lies, at least. */
  | { readonly kind: 'violated'; readonly excess: number }
  /** `examplesNeeded` more relevant examples (units, where the plan names a unit) would probably decide it. */
  | { readonly kind: 'undecided'; readonly examplesNeeded: number | 'unreachable' }
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** How much drift a release allows, declared before it was measured. */
export interface Margin {
  /** In the metric's own unit, above 0: 0.02 is two points of a rate. */
  readonly allowed: number;
  readonly source: 'plan' | 'default';
}
