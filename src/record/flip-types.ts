import type { Estimate, Interval } from '../base/index.js';

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
