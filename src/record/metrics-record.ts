import type { FairnessRecord } from './fairness-types.js';
import type { ReleaseVerdict } from './types.js';

/** The format of a metrics record; it changes when a reader of the old one could misread the new one. */
export const metricsFormat = 'fairweight-metrics/1';

/** The format of what was judged from a tally; it changes when a reader of the old one could misread the new one. */
export const judgedFormat = 'fairweight-judged/1';

/** What is found about answers whose models were never seen. */
interface JudgedAnswers {
  readonly tool: { readonly name: 'fairweight'; readonly version: string };
  readonly verdict: ReleaseVerdict;
  readonly baseline: { readonly name: string };
  readonly variant: { readonly name: string };
  readonly fairness: FairnessRecord;
  /** None: claims are about files, and there are none. */
  readonly claims: readonly [];
  /** What a reader must know before relying on the numbers, one sentence each. */
  readonly limits: readonly string[];
}

/** Everything found about predictions that were made elsewhere, as one JSON document. Names are those of columns. */
export interface MetricsRecord extends JudgedAnswers {
  readonly format: typeof metricsFormat;
  readonly provenance: {
    /** The table's files without their folders. */
    readonly tables: readonly { readonly file: string; readonly sha256: string }[];
    /** Of all that was asked for: columns, slices, margins. */
    readonly settings: Readonly<Record<string, unknown>>;
  };
}

/** Everything found about one variant from the tally of a whole set, as one JSON document: what `audit judge` writes. */
export interface JudgedTallyRecord extends JudgedAnswers {
  readonly format: typeof judgedFormat;
  /** The plan's name. */
  readonly name: string;
  readonly provenance: {
    /** Over the resolved plan. */
    readonly planSha256: string;
    /** The files without their folders: the tally, then the ranks where there were some. */
    readonly counts: readonly { readonly file: string; readonly sha256: string }[];
  };
}

/** What cards without models are made of. */
export type PredictionsRecord = MetricsRecord | JudgedTallyRecord;
