import type { Bound, Estimate, Interval, Margin, Slice, Verdict } from '../base/index.js';
import type { SearchRecord } from './search-types.js';
import type { ScoreDistributionRecord } from './score-types.js';

/** Everything found on the evaluation set. */
export interface FairnessRecord {
  readonly data: DataFacts;
  /** How many trainings of each side were run; absent with one of each. Values are then means over them. */
  readonly trainings?: TrainingFacts | undefined;
  readonly outcome: OutcomeFacts;
  /** Definitions of every metric named below, so that a reader needs nothing else. */
  readonly metrics: readonly MetricFacts[];
  readonly minSlice: number;
  /** Over what the promises depend on: margins, slices and their groups, units, `minSlice`; as `--margins-sha256` expects it. */
  readonly marginsSha256?: string | undefined;
  /** Everyone first, then by the plan's order of slices and of their values. */
  readonly slices: readonly SliceRecord[];
  /** Which confusions moved, of everyone; absent for a regression, and where everyone is hidden. */
  readonly confusion?: ConfusionRecord | undefined;
  /** How scores lie in every shown slice; only for binary outcomes with scores. */
  readonly scoreDistributions?: readonly ScoreDistributionRecord[] | undefined;
  readonly disparities: readonly DisparityRecord[];
  /** How drift was spread over the groups of each sensitive attribute. */
  readonly driftSummaries: readonly DriftSummaryRecord[];
  /** Worst first: violated, undecided, not estimable, kept but worse, kept; then by how far beyond the margin. */
  readonly findings: readonly Finding[];
  /** How wide the intervals of all findings are, so that they hold at once. */
  readonly together: TogetherRecord;
  /** Drifts that no margin judges and that are worth a look; for exploring, not for accusing. */
  readonly exploration: readonly ExploredDrift[];
  /** The slices in which metrics drifted worst, found in one half and judged in the other; absent where nobody asked. */
  readonly search?: SearchRecord | undefined;
  /** What the margins would judge if the slice had enough relevant examples; in the order of the slices. */
  readonly notJudged: readonly NotJudgedRecord[];
  /** Why these numbers say less than they seem to; mostly none. */
  readonly caveats: readonly Caveat[];
}

/** Trainings of both sides. */
export interface TrainingFacts {
  readonly baseline: number;
  readonly variant: number;
  /** Training k of the variant was made from training k of the baseline. */
  readonly isPaired: boolean;
}

/** The joint resampling behind the intervals of findings (max-T). */
export interface TogetherRecord {
  readonly method: 'max-t';
  /** How many findings hold at once. */
  readonly findings: number;
  /** The two-sided critical value of a normal estimate: 1.96 for one finding alone. */
  readonly critical: number;
  /** Joint resamples drawn; 0 for a single finding. */
  readonly resamples: number;
  /** From which the draws come, the same for every audit. */
  readonly seed: string;
}

/** A drift that nobody promised anything about, found by looking at all of them. */
export interface ExploredDrift {
  readonly metric: string;
  readonly class?: string | undefined;
  readonly slice: Slice;
  readonly n: number;
  readonly drift: number;
  /** Its own, not simultaneous. */
  readonly interval: Interval;
  /** Two-sided, by inverting the interval; at least 1e-12. */
  readonly pValue: number;
  /** Adjusted over all drifts looked at, by Benjamini and Hochberg. */
  readonly adjusted: number;
  /** How many drifts were looked at. */
  readonly among: number;
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
  /** What the plan calls the weight, and how many equal examples the weighted ones are worth (Kish); absent without weights. */
  readonly weights?: { readonly column: string; readonly effectiveExamples: number } | undefined;
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
        /** Compression-identified exemplars: examples that most trainings of the variant answer otherwise than most of the baseline (Hooker et al. 2019). */
        readonly exemplars?: number | undefined;
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
  /** The drift over the size of the baseline's value, with its own 95 % interval where that cannot be 0; absent where the drift is. */
  readonly relativeDrift?: RelativeDriftRecord | undefined;
  /** In groups of one attribute: how much more it moved than everyone else, with its own 95 % interval. */
  readonly differential?: { readonly value: number; readonly interval: Interval } | undefined;
  /** For means over classes: over how many classes. */
  readonly over?: number | undefined;
  /** How far each side may be from exact because scores were counted on a grid, `null` where no bound was found; absent where they were counted exactly. */
  readonly gridError?: { readonly baseline: number | null; readonly variant: number | null } | undefined;
}

/** Which answers changed. For regression all are 0 and `kind` says so. */
export interface FlipsRecord {
  /** Right before, wrong after. */
  readonly negative: number;
  /** Wrong before, right after. */
  readonly positive: number;
  /** The answer is another one, right or wrong. */
  readonly any: number;
  /** How often, with intervals; of the first training of each. Absent for a regression, whose answers do not flip. */
  readonly rates?: FlipRatesRecord | undefined;
  /** Two-sided exact McNemar test of negative against positive flips; not defined with units or weights. */
  readonly mcnemar: Estimate;
  /** The same adjusted by Holm over all shown slices of this record, so that the chance of any false one is held. */
  readonly mcnemarHolm: Estimate;
}

/** Shares of a slice's examples whose answers changed, each with its own 95 % interval; weighted where examples have weights. */
export interface FlipRatesRecord {
  readonly negative: FlipRateRecord;
  readonly positive: FlipRateRecord;
  /** Another answer, right or wrong. */
  readonly any: FlipRateRecord;
  /** The negative flip rate over (share right before) × (share wrong after): 1 where the variant's errors know nothing of the baseline's. */
  readonly relativeNegative: FlipRateRecord;
}

export type FlipRateRecord =
  | { readonly kind: 'value'; readonly value: number; readonly interval: Interval }
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** Answers that moved between the models, of everyone; of the first training of each. */
export interface ConfusionRecord {
  /** Most moved first, at most 20. */
  readonly moved: readonly MovedAnswerRecord[];
  /** How many more moved and could be shown. */
  readonly more: number;
  /** How many more moved and are withheld: fewer than `minSlice` came or left, or that could be found by subtraction. */
  readonly withheld: number;
}

export interface MovedAnswerRecord {
  /** The true class. */
  readonly label: string;
  readonly answer: string;
  /** Examples that the variant answers so and the baseline otherwise. */
  readonly came: number;
  /** Examples that the baseline answers so and the variant otherwise. */
  readonly left: number;
}

export interface DisparityRecord {
  /** `demographic_parity_difference`, `accuracy_worst_group` … */
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly source?: string | undefined;
  /**
   * `difference`, `ratio`: between the groups that lie furthest apart; `worst`: the value of the group that fares worst; `to-overall`:
   * of the group furthest from everyone; `to-best`, `to-reference`: of one `group`, to the best one or to the named `reference`;
   * `index`: one number of how unequal groups or people are treated.
   */
  readonly kind: 'difference' | 'ratio' | 'worst' | 'to-overall' | 'to-best' | 'to-reference' | 'index';
  /** The metrics that it is made of. */
  readonly of: readonly string[];
  readonly attribute: string;
  /** The group that it is about, where it is about one. */
  readonly group?: string | undefined;
  /** The group that this one is held against: signed, this group minus (or over) that one. */
  readonly reference?: string | undefined;
  readonly unit: 'rate' | 'number';
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** How sure either side is. */
  readonly intervals?: { readonly baseline: Interval; readonly variant: Interval } | undefined;
  /** Absent where a side is not estimable, or where nothing bounds it. */
  readonly drift?: { readonly value: number; readonly interval: Interval } | undefined;
  /** The drift over the size of the baseline's value; without an interval where that may be 0. */
  readonly relativeDrift?: RelativeDriftRecord | undefined;
  /** For worst groups: which group, on each side. */
  readonly groups?: { readonly baseline: string; readonly variant: string } | undefined;
  /** Groups that took no part, with the reason. */
  readonly leftOut: readonly { readonly value: string; readonly reason: string }[];
}

/** A drift over the size of what drifted: not estimable where that is 0. */
export type RelativeDriftRecord =
  | { readonly kind: 'value'; readonly value: number; readonly interval?: Interval | undefined }
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** How drift was spread over the groups of an attribute, or how it hit one of them. */
export interface DriftSummaryRecord {
  /** `excessive_loss_gap`, `combined_error_variance` … */
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly source: string;
  readonly attribute: string;
  /** The group that it is about, where it is about one. */
  readonly group?: string | undefined;
  readonly value: Estimate;
  /** Absent where nothing bounds it. */
  readonly interval?: Interval | undefined;
  /** For what is about one group: the same of everyone. */
  readonly overall?: Estimate | undefined;
  /** Groups that took no part, with the reason. */
  readonly leftOut: readonly { readonly value: string; readonly reason: string }[];
}

/** One drift and what became of its promise. */
export interface Finding {
  /** `drift`: of the metric in the slice; `differential`: how much more it moved than everyone else, or than a named group. */
  readonly kind: 'drift' | 'differential';
  /** For `differential`: the value of the attribute's group that it is held against; absent: everyone else. */
  readonly against?: string | undefined;
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
  /** For `differential`: the drift of those it is held against. */
  readonly restDrift?: number | undefined;
  /** Present unless not estimable. For `differential`: drift of the group minus drift of the rest. */
  readonly drift?: number | undefined;
  readonly interval?: Interval | undefined;
  /** The one-sided bound of the drift, on the side that tells; it decides `kept`, unless the margin is relative. */
  readonly bound?: Bound | undefined;
  /**
   * For a relative margin, by which it is judged: how far the drift lies beyond the share of what the baseline has, in the metric's unit;
   * below 0 is within. `bound` decides `kept`, `interval` (simultaneous) `violated`.
   */
  readonly beyondShare?: { readonly value: number; readonly interval: Interval; readonly bound: Bound } | undefined;
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
