import type { FairnessRecord } from './fairness-types.js';
import type { ReleaseVerdict } from './types.js';

/** The format of a metrics record; it changes when a reader of the old one could misread the new one. */
export const metricsFormat = 'fairweight-metrics/1';

/** Everything found about predictions that were made elsewhere, as one JSON document. */
export interface MetricsRecord {
  readonly format: typeof metricsFormat;
  readonly tool: { readonly name: 'fairweight'; readonly version: string };
  readonly verdict: ReleaseVerdict;
  /** The column of the baseline's predictions. */
  readonly baseline: { readonly name: string };
  /** The column of the variant's. */
  readonly variant: { readonly name: string };
  readonly fairness: FairnessRecord;
  /** None: nothing is claimed of predictions. */
  readonly claims: readonly [];
  /** What a reader must know before relying on the numbers, one sentence each. */
  readonly limits: readonly string[];
  readonly provenance: {
    /** The table's files without their folders. */
    readonly tables: readonly { readonly file: string; readonly sha256: string }[];
    /** Of all that was asked for: columns, slices, margins. */
    readonly settings: Readonly<Record<string, unknown>>;
  };
}
