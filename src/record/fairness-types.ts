import type { DisparityMeasureFacts, DisparityRecord, DriftSummaryRecord } from './disparity-types.js';
import type { ExploredDrift, Finding, NotJudgedRecord, TogetherRecord } from './finding-types.js';
import type { ConfusionRecord } from './flip-types.js';
import type { SliceRecord } from './slice-types.js';
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
  /** The level of every interval that holds for its own number alone and does not name one: 0.95. */
  readonly ownLevel?: number | undefined;
  /** Over what the promises depend on: margins, slices and their groups, units, `minSlice`; as `--margins-sha256` expects it. */
  readonly marginsSha256?: string | undefined;
  /** Everyone first, then by the plan's order of slices and of their values. */
  readonly slices: readonly SliceRecord[];
  /** Which confusions moved, of everyone; absent for a regression, and where everyone is hidden. */
  readonly confusion?: ConfusionRecord | undefined;
  /** How scores lie in every shown slice; only for binary outcomes with scores. */
  readonly scoreDistributions?: readonly ScoreDistributionRecord[] | undefined;
  readonly disparities: readonly DisparityRecord[];
  /** What the measures of `disparities` are, each once; absent where there are none. */
  readonly disparityMeasures?: readonly DisparityMeasureFacts[] | undefined;
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
