import type { ClaimResult, JudgedClaim, SizeComparison } from '../claims/index.js';
import type { DeploymentRecord } from './deployment-types.js';
import type { ExplanationsRecord } from './explanation-types.js';
import type { FairnessRecord } from './fairness-types.js';
import type { LatencyComparison, ModelFacts } from './model-types.js';

export type {
  ClaimResult,
  ClaimSource,
  ClaimTopic,
  ClaimUnit,
  JudgedClaim,
  LatencyFacts,
  LatencyRatio,
  SizeComparison,
} from '../claims/index.js';
export * from './deployment-types.js';
export * from './disparity-types.js';
export * from './explanation-types.js';
export * from './fairness-types.js';
export * from './finding-types.js';
export * from './flip-types.js';
export * from './model-types.js';
export * from './own-interval.js';
export * from './score-types.js';
export * from './search-types.js';
export * from './slice-types.js';

/** The record's format; it changes when a reader of the old one could misread the new one. */
export const recordFormat = 'fairweight-record/1';

/**
 * Everything found about one variant, as one JSON document: the source of the card, of `--json` and of every figure.
 *
 * Pure data: from the same outcome table, measured evidence, plan and release time come the same bytes.
 */
export interface AuditRecord {
  readonly format: typeof recordFormat;
  readonly tool: { readonly name: 'fairweight'; readonly version: string };
  /** The plan's name. */
  readonly name: string;
  /** ISO 8601 in UTC; given by `--released-at`, or the day of the first run. */
  readonly releasedAt: string;
  readonly verdict: ReleaseVerdict;
  readonly baseline: ModelFacts;
  readonly variant: ModelFacts;
  /** Absent when no data were given: fairness was not audited then. */
  readonly fairness?: FairnessRecord | undefined;
  /** How far the outputs differ on generated inputs; only without data. */
  readonly outputs?: readonly OutputDifference[] | undefined;
  /** What each group gets as deployed; only where the plan says who gets which model. The same for every variant of an audit. */
  readonly deployment?: DeploymentRecord | undefined;
  readonly explanations?: ExplanationsRecord | undefined;
  readonly size: SizeComparison;
  readonly latency?: LatencyComparison | undefined;
  readonly claims: readonly JudgedClaim[];
  readonly notes: Readonly<Record<string, string>>;
  /** What a reader must know before relying on the numbers, one sentence each, in the order of importance. */
  readonly limits: readonly string[];
  readonly provenance: Provenance;
}

/** What a verdict and its sentences need of a record: also of predictions that were made elsewhere, without models. */
export type JudgedRecord = Pick<AuditRecord, 'verdict' | 'fairness' | 'outputs' | 'claims'> & {
  readonly baseline: Pick<ModelFacts, 'name'>;
  readonly variant: Pick<ModelFacts, 'name'>;
};

/** The whole run in one word and the counts behind it. */
export interface ReleaseVerdict {
  /** `not-judged`: nothing was promised, or no data were given, and no claim is contradicted. The exit code says the same. */
  readonly kind: 'kept' | 'violated' | 'undecided' | 'not-judged';
  readonly promises: PromiseCounts;
  readonly claims: Readonly<Record<ClaimResult, number>>;
  readonly exitCode: 0 | 1 | 3;
}

export interface PromiseCounts {
  readonly kept: number;
  /** Of those kept, how many are surely worse all the same. */
  readonly keptButWorse: number;
  readonly violated: number;
  readonly undecided: number;
  readonly notEstimable: number;
}

export interface OutputDifference {
  readonly output: string;
  readonly inputs: number;
  readonly maxAbsolute: number;
  readonly meanAbsolute: number;
  /** Share of inputs on which the largest entry is the same one; absent for single numbers. */
  readonly sameLargest?: number | undefined;
}

/** Where every number comes from. */
export interface Provenance {
  /** Over the resolved plan, as `evidence/plan.json` holds it. */
  readonly planSha256: string;
  /** Over the outcome table's parts (names and hashes), where there is one. */
  readonly outcomeTableSha256?: string | undefined;
  /** Over the evaluation set's files as read (tables only). */
  readonly dataSha256?: string | undefined;
  /** Over the pictures or arrays that the rows name, in their order: a line a row, as the outcome table's `files` has it. */
  readonly inputFilesSha256?: string | undefined;
  /** Examples that a model saw at once. */
  readonly batchSize?: number | undefined;
  /** Hashes of files under `data/evidence/`, by name; sorted. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly runtime: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  /** The resampling or masking seed, published so that anyone can repeat it. */
  readonly seed: string;
}
