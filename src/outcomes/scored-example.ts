import type { Outcome } from './outcome.js';

/** One row of the outcome table. */
export interface ScoredExample {
  /** Position in the evaluation set, from 0. */
  readonly row: number;
  readonly id: string;
  /** The label as written. */
  readonly label: string;
  readonly unit: string;
  /** How much it counts, at least 0; 1 without weights. */
  readonly weight: number;
  /** A value an attribute, as shown, in the plan's order. */
  readonly attributes: readonly string[];
  /** What the files that its cells name were, see {@link rowFiles}; absent where no input reads files. */
  readonly files?: string | undefined;
  readonly result:
    /** An outcome a model: the baseline, then the variants. */
    | { readonly kind: 'scored'; readonly outcomes: readonly Outcome[] }
    /** The example could not be read. */
    | { readonly kind: 'skipped'; readonly reason: string };
}
