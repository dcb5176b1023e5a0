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

/** The format of what was judged from a tally; it changes when a reader of the old one could misread the new one. */
export const judgedFormat = 'fairweight-judged/1';

/** Everything found about one variant from the tally of a whole set, as one JSON document: what `audit judge` writes. */
export interface JudgedTallyRecord {
  readonly format: typeof judgedFormat;
  readonly tool: { readonly name: 'fairweight'; readonly version: string };
  /** The plan's name. */
  readonly name: string;
  readonly verdict: ReleaseVerdict;
  readonly baseline: { readonly name: string };
  readonly variant: { readonly name: string };
  readonly fairness: FairnessRecord;
  /** None: claims about files are not judged from a tally. */
  readonly claims: readonly [];
  /** What a reader must know before relying on the numbers, one sentence each. */
  readonly limits: readonly string[];
  readonly provenance: {
    /** Over the resolved plan. */
    readonly planSha256: string;
    /** The files without their folders: the tally, then the ranks where there were some. */
    readonly counts: readonly { readonly file: string; readonly sha256: string }[];
  };
}

/** What cards without models are made of. */
export type PredictionsRecord = MetricsRecord | JudgedTallyRecord;
