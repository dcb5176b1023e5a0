import { ExactSum, fixedPointBits, wideFixedPointBits } from '../base/index.js';
import { ScoreCounter, type ScoreCounts } from './score-counts.js';

/** The losses that a tally sums for classifiers, in this order. */
export const classificationLosses = ['log_loss', 'brier'] as const;
/** The losses that a tally sums for regressions, in this order. */
export const regressionLosses = ['absolute', 'squared'] as const;

/** What is tallied: which task, which classes, which attributes; equal frames may be added up. */
export interface TallyFrame {
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** Labels by index; for binary: the negative one, then the positive one. Empty for regression. */
  readonly classes: readonly string[];
  /** The attributes, in the plan's order. */
  readonly attributes: readonly string[];
  /** Whether the plan names a unit, so that cells are kept apart by unit. */
  readonly hasUnits: boolean;
}

/** One example as both models saw it. */
export interface PairedExample {
  /** A value an attribute, as shown, in the frame's order. */
  readonly attributes: readonly string[];
  /** What was sampled; ignored without units. */
  readonly unit: string;
  /** Index of the true class; 0 for regression. */
  readonly label: number;
  /** Index of each model's answer; 0 for regression. */
  readonly baseline: number;
  readonly variant: number;
  /** Each model's losses, in the frame's order. */
  readonly baselineLosses: readonly number[];
  readonly variantLosses: readonly number[];
  /** Each model's score of the positive class; binary only, and only where rank metrics are wanted. */
  readonly scores?: { readonly baseline: number; readonly variant: number } | undefined;
}

/**
 * All examples that agree in every attribute, the label, both answers and, where there are units, the unit: their number and
 * the exact sums of both models' losses, their squares and the squares of their differences.
 */
export interface Cell {
  readonly unit: string;
  readonly attributes: readonly string[];
  readonly label: number;
  readonly baseline: number;
  readonly variant: number;
  readonly count: number;
  /** One entry a loss. */
  readonly moments: readonly LossMoments[];
}

/** First and second moments of one loss under both models, summed over a cell. */
export interface LossMoments {
  readonly baseline: ExactSum;
  readonly variant: ExactSum;
  readonly baselineSquared: ExactSum;
  readonly variantSquared: ExactSum;
  /** Of the variant's loss minus the baseline's: what a small steady drift between large losses needs. */
  readonly differenceSquared: ExactSum;
}

/** The mergeable sufficient statistics of a baseline and one variant over the same examples. */
export interface PairTally {
  readonly frame: TallyFrame;
  /** Sorted by key, so that equal tallies are equal however they came about. */
  readonly cells: readonly Cell[];
  /** Each model's scores, counted; absent where examples came without. */
  readonly scores?: { readonly baseline: ScoreCounts; readonly variant: ScoreCounts } | undefined;
}

/** Counts examples into cells, one pass, in any order. */
export class TallyBuilder {
  readonly #frame: TallyFrame;
  readonly #cells = new Map<string, { -readonly [K in keyof Cell]: Cell[K] }>();
  readonly #losses: number;
  readonly #bits: number;
  #scores: { readonly baseline: ScoreCounter; readonly variant: ScoreCounter } | undefined;

  constructor(frame: TallyFrame) {
    this.#frame = frame;
    this.#bits = frame.task === 'regression' ? wideFixedPointBits : fixedPointBits;
    this.#losses = (frame.task === 'regression' ? regressionLosses : classificationLosses).length;
  }

  /** Counts one example. */
  add(example: PairedExample): void {
    const unit = this.#frame.hasUnits ? example.unit : '';
    const key = cellKey({ ...example, unit });
    let cell = this.#cells.get(key);
    if (!cell) {
      const { attributes, label, baseline, variant } = example;
      const moments = Array.from({ length: this.#losses }, () => emptyMoments(this.#bits));
      cell = { unit, attributes: [...attributes], label, baseline, variant, count: 0, moments };
      this.#cells.set(key, cell);
    }
    cell.count += 1;
    for (const [i, moment] of cell.moments.entries()) {
      const b = example.baselineLosses[i] ?? 0;
      const v = example.variantLosses[i] ?? 0;
      moment.baseline.add(b);
      moment.variant.add(v);
      moment.baselineSquared.add(b * b);
      moment.variantSquared.add(v * v);
      moment.differenceSquared.add((v - b) * (v - b));
    }
    if (example.scores) {
      const { baseline, variant } = this.#scoreCounters();
      baseline.add(example.attributes, example.label, example.scores.baseline);
      variant.add(example.attributes, example.label, example.scores.variant);
    }
  }

  /** Adds a whole tally of the same frame. */
  addTally(tally: PairTally): void {
    if (tally.scores) {
      const { baseline, variant } = this.#scoreCounters();
      baseline.addCounts(tally.scores.baseline);
      variant.addCounts(tally.scores.variant);
    }
    for (const other of tally.cells) {
      const key = cellKey(other);
      const cell = this.#cells.get(key);
      if (!cell) {
        this.#cells.set(key, { ...other, moments: other.moments.map((moment) => sumMoments([moment])) });
        continue;
      }
      cell.count += other.count;
      cell.moments = cell.moments.map((moment, i) =>
        sumMoments([moment, other.moments[i] ?? emptyMoments(this.#bits)]),
      );
    }
  }

  /** The tally so far. */
  build(): PairTally {
    const sorted = [...this.#cells.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const scores = this.#scores && {
      baseline: this.#scores.baseline.build(),
      variant: this.#scores.variant.build(),
    };
    return { frame: this.#frame, cells: sorted.map(([, cell]) => cell), scores };
  }

  #scoreCounters(): { readonly baseline: ScoreCounter; readonly variant: ScoreCounter } {
    return (this.#scores ??= { baseline: new ScoreCounter(), variant: new ScoreCounter() });
  }
}

/** Adds tallies of the same frame up, exactly and in any order. */
export function mergeTallies(frame: TallyFrame, tallies: readonly PairTally[]): PairTally {
  const builder = new TallyBuilder(frame);
  for (const tally of tallies) builder.addTally(tally);
  return builder.build();
}

/** Moments of nothing. @param bits of the sums: more for errors, which may be of any scale, than for scores */
export function emptyMoments(bits: number = fixedPointBits): LossMoments {
  return {
    baseline: new ExactSum(bits),
    variant: new ExactSum(bits),
    baselineSquared: new ExactSum(bits),
    variantSquared: new ExactSum(bits),
    differenceSquared: new ExactSum(bits),
  };
}

export function sumMoments(list: readonly LossMoments[]): LossMoments {
  const total = emptyMoments(list[0]?.baseline.bits);
  for (const moments of list) {
    total.baseline.addSum(moments.baseline);
    total.variant.addSum(moments.variant);
    total.baselineSquared.addSum(moments.baselineSquared);
    total.variantSquared.addSum(moments.variantSquared);
    total.differenceSquared.addSum(moments.differenceSquared);
  }
  return total;
}

/** Equal for equal cells, different for different ones, whatever the texts contain. */
function cellKey(cell: Pick<Cell, 'unit' | 'attributes' | 'label' | 'baseline' | 'variant'>): string {
  let key = `${cell.label},${cell.baseline},${cell.variant},${cell.unit.length}:${cell.unit}`;
  for (const value of cell.attributes) key += `,${value.length}:${value}`;
  return key;
}
