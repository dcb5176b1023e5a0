import type { Bound, Estimate, Interval, Margin, Slice, Verdict } from '../base/index.js';
import type { ClaimResult, JudgedClaim, LatencyFacts, LatencyRatio, SizeComparison } from '../claims/index.js';

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
  readonly explanations?: ExplanationsRecord | undefined;
  readonly size: SizeComparison;
  readonly latency?: LatencyComparison | undefined;
  readonly claims: readonly JudgedClaim[];
  readonly notes: Readonly<Record<string, string>>;
  /** What a reader must know before relying on the numbers, one sentence each, in the order of importance. */
  readonly limits: readonly string[];
  readonly provenance: Provenance;
}

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

/** What the file of one model says of itself; nothing here was measured by running it. */
export interface ModelFacts {
  /** `baseline`, or the variant's name in the plan. */
  readonly name: string;
  /** The file's name without its folder. */
  readonly file: string;
  readonly format: 'onnx';
  /** Over the file; with external data, over the list of all files' names and hashes. */
  readonly sha256: string;
  readonly bytes: number;
  /** Bytes after gzip at level 9: about what a phone downloads. */
  readonly gzipBytes: number;
  readonly parameters: number;
  /** Parameters that are exactly zero (for quantized weights: equal to their zero point). */
  readonly zeros: number;
  /** Parameters by data type, `int8`, `float32` …; sorted by name. */
  readonly dataTypes: Readonly<Record<string, number>>;
  /** How often each operator stands in the graph, `domain.Name` outside the default domain; sorted by name. */
  readonly operators: Readonly<Record<string, number>>;
  /** Operator set versions by domain; the default domain is `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly producer: string;
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  /** Names of the files that hold weights outside the model file. */
  readonly externalData: readonly string[];
}

export interface TensorFacts {
  readonly name: string;
  readonly type: string;
  /** Numbers, names of symbolic dimensions, or `null` where the model says nothing. */
  readonly shape: readonly (number | string | null)[];
}

/** Everything found on the evaluation set. */
export interface FairnessRecord {
  readonly data: DataFacts;
  readonly outcome: OutcomeFacts;
  /** Definitions of every metric named below, so that a reader needs nothing else. */
  readonly metrics: readonly MetricFacts[];
  readonly minSlice: number;
  /** Everyone first, then by the plan's order of slices and of their values. */
  readonly slices: readonly SliceRecord[];
  readonly disparities: readonly DisparityRecord[];
  /** Worst first: violated, undecided, not estimable, kept but worse, kept; then by how far beyond the margin. */
  readonly findings: readonly Finding[];
  /** What the margins would judge if the slice had enough relevant examples; in the order of the slices. */
  readonly notJudged: readonly NotJudgedRecord[];
  /** Why these numbers say less than they seem to; mostly none. */
  readonly caveats: readonly Caveat[];
}

/** A reason to doubt what an audit was fed. */
export interface Caveat {
  /** `no-groups`: only everyone was compared; `one-answer`, `worse-than-guessing`: what the full model says looks misread. */
  readonly kind: 'no-groups' | 'one-answer' | 'worse-than-guessing';
  /** A sentence or two. */
  readonly text: string;
  /** Nothing is called kept then. */
  readonly isBlocking: boolean;
}

export interface DataFacts {
  /** The table's file names without folders. */
  readonly files: readonly string[];
  readonly examples: number;
  /** What the plan calls the unit, and how many there are; absent where every example is its own unit. */
  readonly units?: { readonly column: string; readonly count: number } | undefined;
  /** Examples left out because they could not be read, with the reason; at most the first hundred. */
  readonly skipped: { readonly count: number; readonly examples: readonly SkippedExample[] };
  readonly attributes: readonly AttributeFacts[];
  /** How many examples have each label; `null` where that is too few to be shown. */
  readonly labels: readonly { readonly label: string; readonly n: number | null }[];
}

export interface SkippedExample {
  readonly id: string;
  readonly reason: string;
}

export interface AttributeFacts {
  readonly name: string;
  readonly sensitive: boolean;
  /** In the plan's order, else by code point. `n` is `null` where the value is too rare to be shown. */
  readonly values: readonly { readonly value: string; readonly n: number | null }[];
}

export type OutcomeFacts =
  | {
      readonly task: 'binary';
      readonly output: string;
      readonly positive: string;
      readonly threshold: number;
      readonly label: string;
    }
  | {
      readonly task: 'multiclass';
      readonly output: string;
      readonly classes: readonly string[];
      readonly label: string;
    }
  | { readonly task: 'regression'; readonly output: string; readonly label: string };

export interface MetricFacts {
  /** As in plans: `accuracy`, `true_positive_rate`. */
  readonly name: string;
  /** As in a sentence: `accuracy`, `true positive rate`. */
  readonly title: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** `rate`: shown in points of a hundred; `number`: in its own unit. */
  readonly unit: 'rate' | 'number';
  readonly definition: string;
  /** Which examples it is about: `all`, `positives`, `negatives` …, in a word. */
  readonly relevant: string;
  readonly source?: string | undefined;
}

/** One slice: either its numbers, or why it has none. */
export interface SliceRecord {
  readonly slice: Slice;
  /** True where every condition is on a sensitive attribute (and there is one). */
  readonly isGroup: boolean;
  readonly shown:
    | {
        readonly kind: 'shown';
        readonly n: number;
        readonly units?: number | undefined;
        readonly flips: FlipsRecord;
        readonly values: readonly SliceValue[];
      }
    /** Fewer than `minSlice` examples, or hidden so that those cannot be found by subtraction. */
    | { readonly kind: 'hidden'; readonly reason: string };
}

export interface SliceValue {
  readonly metric: string;
  /** For metrics that are about one class, such as `recall`: which. */
  readonly class?: string | undefined;
  /** How many examples the metric is about in this slice; `null` where that is too few to be shown. */
  readonly n: number | null;
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** Variant minus baseline, paired, with its own 95 % interval (not simultaneous); absent where not estimable. */
  readonly drift?: { readonly value: number; readonly interval: Interval } | undefined;
  /** For means over classes: over how many classes. */
  readonly over?: number | undefined;
  /** How far each side may be from exact because scores were counted on a grid; absent where they were counted exactly. */
  readonly gridError?: { readonly baseline: number; readonly variant: number } | undefined;
}

/** Which answers changed. For regression all are 0 and `kind` says so. */
export interface FlipsRecord {
  /** Right before, wrong after. */
  readonly negative: number;
  /** Wrong before, right after. */
  readonly positive: number;
  /** The answer is another one, right or wrong. */
  readonly any: number;
  /** Two-sided exact McNemar test of negative against positive flips; not defined where a unit is named. */
  readonly mcnemar: Estimate;
}

export interface DisparityRecord {
  /** `demographic_parity_difference`, `accuracy_worst_group` … */
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly attribute: string;
  readonly unit: 'rate' | 'number';
  readonly baseline: Estimate;
  readonly variant: Estimate;
  readonly drift?: { readonly value: number; readonly interval: Interval } | undefined;
  /** For worst groups: which group, on each side. */
  readonly groups?: { readonly baseline: string; readonly variant: string } | undefined;
  /** Groups that took no part, with the reason. */
  readonly leftOut: readonly { readonly value: string; readonly reason: string }[];
}

/** One drift and what became of its promise. */
export interface Finding {
  /** `drift`: of the metric in the slice; `differential`: how much more it moved than in the rest of the attribute. */
  readonly kind: 'drift' | 'differential';
  readonly metric: string;
  /** For metrics that are about one class, such as `recall`: which. */
  readonly class?: string | undefined;
  readonly slice: Slice;
  /** Relevant examples in the slice; `null` where not shown. */
  readonly n: number | null;
  readonly units?: number | undefined;
  /** The metric in the slice, on each side; for `differential` too. */
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** For `differential`: the drift of everyone else in the attribute. */
  readonly restDrift?: number | undefined;
  /** Present unless not estimable. For `differential`: drift of the group minus drift of the rest. */
  readonly drift?: number | undefined;
  readonly interval?: Interval | undefined;
  /** The one-sided bound that decides `kept`. */
  readonly bound?: Bound | undefined;
  readonly margin: Margin;
  readonly verdict: Verdict;
  /** The simultaneous interval lies wholly on the worse side of zero. */
  readonly surelyWorse: boolean;
}

/** A drift that a margin is about, in a slice that is shown but has too few relevant examples to be judged. */
export interface NotJudgedRecord {
  readonly kind: 'drift' | 'differential';
  readonly metric: string;
  /** For metrics that are about one class, such as `recall`: which. */
  readonly class?: string | undefined;
  readonly slice: Slice;
  readonly reason: string;
}

/** Maps of examples that flipped, both models under the same masks. */
export interface ExplanationsRecord {
  readonly methods: readonly ExplanationMethod[];
  readonly exemplars: readonly ExemplarRecord[];
  /** Why there are none, or fewer than asked for. */
  readonly note?: string | undefined;
}

export interface ExplanationMethod {
  readonly name: string;
  readonly title: string;
  readonly settings: Readonly<Record<string, number | string>>;
}

export interface ExemplarRecord {
  readonly id: string;
  /** The slice for which it stands. */
  readonly slice: Slice;
  readonly label: string;
  readonly baseline: AnswerRecord;
  readonly variant: AnswerRecord;
  readonly input: ExemplarInput;
  readonly maps: readonly ExemplarMap[];
}

export interface AnswerRecord {
  readonly answer: string;
  /** The score of the answer, in [0, 1] for classifiers. */
  readonly score: number;
  readonly isRight: boolean;
}

export type ExemplarInput =
  /** A PNG as a data URI of the picture as the models saw it. */
  | { readonly kind: 'image'; readonly png: string; readonly width: number; readonly height: number }
  | { readonly kind: 'columns'; readonly columns: readonly { readonly name: string; readonly value: string }[] };

export interface ExemplarMap {
  readonly method: string;
  /** What is explained: the score of this class, or the output. */
  readonly target: string;
  /** Spearman rank correlation of the two maps, in [−1, 1]. */
  readonly agreement: Estimate;
  readonly maps:
    /** Row-major values on the input's own grid; higher: hiding it lowers the target's score more. */
    | {
        readonly kind: 'image';
        readonly width: number;
        readonly height: number;
        readonly isSigned: boolean;
        readonly baseline: readonly number[];
        readonly variant: readonly number[];
      }
    | {
        readonly kind: 'columns';
        readonly columns: readonly { readonly name: string; readonly baseline: number; readonly variant: number }[];
      };
}

/** Latency of one example, both models in turns in fresh processes. */
export interface LatencyComparison {
  readonly baseline: LatencyFacts;
  readonly variant: LatencyFacts;
  /** Variant over baseline: below 1 is faster. */
  readonly ratioP50: LatencyRatio;
  readonly ratioP90: LatencyRatio;
  readonly sessions: number;
  readonly runsPerSession: number;
  readonly threads: number;
  /** What was run. */
  readonly input?: LatencyInput | undefined;
  /** `lscpu`'s model name and the like: the machine that measured. */
  readonly machine: string;
}

/** An example of the evaluation set, by its id; or an input that was made up, where there are no data. */
export type LatencyInput = { readonly kind: 'example'; readonly id: string } | { readonly kind: 'generated' };

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
