import type { Interval, Slice } from '../base/index.js';

/** What slice search looked for and found: for exploring, it decides no promise. */
export interface SearchRecord {
  /** Whose values were combined. */
  readonly attributes: readonly string[];
  /** Attributes of numbers that were cut for the search alone, with their inner edges; absent where none was. */
  readonly binned?: readonly { readonly attribute: string; readonly edges: readonly number[] }[] | undefined;
  /** How many conditions a slice has at most. */
  readonly conditions: number;
  /** How many slices a metric reports at most. */
  readonly most: number;
  /** From which the halves are drawn, the same for every audit. */
  readonly seed: string;
  /** In the order in which they were asked for. */
  readonly metrics: readonly MetricSearchRecord[];
}

/** What was found for one metric; or why it was not searched. */
export type MetricSearchRecord =
  | {
      readonly kind: 'searched';
      readonly metric: string;
      /** Relevant examples in the half that finds, and in the one that judges. */
      readonly examples: { readonly discovery: number; readonly judging: number };
      /** Conjunctions of values that occur in the half that finds, over all rounds. */
      readonly possible: number;
      /** Those whose numbers were compared. */
      readonly lookedAt: number;
      /** Those that need not be: too small, or, by a bound, not the worst. */
      readonly pruned: number;
      /** How often the half was searched: after each slice that is found without its examples. */
      readonly rounds: number;
      /** Worst first, as the half that finds had them. */
      readonly found: readonly FoundSliceRecord[];
      /** Found, but not shown: too few examples judge them, or a small group could be computed. */
      readonly withheld: number;
    }
  | { readonly kind: 'not-searched'; readonly metric: string; readonly reason: string };

/** A found slice, by the half that did not find it. */
export interface FoundSliceRecord {
  readonly slice: Slice;
  /** Relevant examples of the judging half in it. */
  readonly n: number;
  readonly units?: number | undefined;
  readonly baseline: number;
  readonly variant: number;
  readonly drift: number;
  /** It and `differentialInterval` hold at once with those of every other found slice, of all metrics searched. */
  readonly interval?: Interval | undefined;
  /** The drift of everyone else. */
  readonly restDrift: number;
  /** How much more it drifted than everyone else. */
  readonly differential: number;
  readonly differentialInterval?: Interval | undefined;
  /** The interval of the differential drift lies wholly on the worse side of zero. */
  readonly surelyWorse: boolean;
}
