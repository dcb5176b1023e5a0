import { ExactSum, ExactSums, fixedPointBits, wideFixedPointBits } from '../base/index.js';
import { isPlainSum } from './loss-list.js';
import { ScoreCounter, type ScoreCounts } from './score-counts.js';

/** What is tallied: which task, which classes, which attributes; equal frames may be added up. */
export interface TallyFrame {
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** Labels by index; for binary: the negative one, then the positive one. Empty for regression. */
  readonly classes: readonly string[];
  /** The attributes, in the plan's order. */
  readonly attributes: readonly string[];
  /** What is summed of every example under both models, by name and in this order; metrics find their sums by it. */
  readonly losses: readonly string[];
  /** Metrics of scores with a number in their name that are measured besides the usual ones, such as `tpr_at_fpr_0.01`. */
  readonly ofScores?: readonly string[] | undefined;
  /** Whether the plan names a unit, so that cells are kept apart by unit. */
  readonly hasUnits: boolean;
  /** Whether the plan names a weight, so that examples do not all count alike. */
  readonly hasWeights: boolean;
}

/** One example as both models saw it. */
export interface PairedExample {
  /** A value an attribute, as shown, in the frame's order. */
  readonly attributes: readonly string[];
  /** What was sampled; ignored without units. */
  readonly unit: string;
  /** How much it counts, at least 0; ignored without weights, 1 unless given. */
  readonly weight?: number | undefined;
  /** Index of the true class; 0 for regression. */
  readonly label: number;
  /** Index of each model's answer; 0 for regression. */
  readonly baseline: number;
  readonly variant: number;
  /** Each model's losses, in the frame's order. */
  readonly baselineLosses: ArrayLike<number>;
  readonly variantLosses: ArrayLike<number>;
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
  /** Examples, whatever they weigh. */
  readonly count: number;
  /** Sums of the weights w and of w²; absent without weights, where each example weighs 1. */
  readonly weights?: { readonly sum: ExactSum; readonly squares: ExactSum } | undefined;
  /** One entry a loss. */
  readonly moments: readonly LossMoments[];
}

/**
 * First and second moments of one loss under both models, summed over a cell; w is 1 without weights. Second moments of what is
 * summed for others' sake ({@link isPlainSum}) stay 0.
 */
export interface LossMoments {
  /** Σ w x */
  readonly baseline: ExactSum;
  readonly variant: ExactSum;
  /** Σ w² x² */
  readonly baselineSquared: ExactSum;
  readonly variantSquared: ExactSum;
  /** Σ w² (variant − baseline)²: what a small steady drift between large losses needs. */
  readonly differenceSquared: ExactSum;
  /** Σ w² x; absent without weights, where it is Σ w x. */
  readonly bySquaredWeight?: { readonly baseline: ExactSum; readonly variant: ExactSum } | undefined;
}

/** What the examples of a cell weigh together. */
export function massOf(cell: Cell): number {
  return cell.weights ? cell.weights.sum.value() : cell.count;
}

/** The sum of the squared weights of a cell's examples. */
export function squaredMassOf(cell: Cell): number {
  return cell.weights ? cell.weights.squares.value() : cell.count;
}

/** The mergeable sufficient statistics of a baseline and one variant over the same examples. */
export interface PairTally {
  readonly frame: TallyFrame;
  /** Sorted by key, so that equal tallies are equal however they came about. */
  readonly cells: readonly Cell[];
  /** Each model's scores, counted; absent where examples came without. */
  readonly scores?: { readonly baseline: ScoreCounts; readonly variant: ScoreCounts } | undefined;
}

/** How many binary digits after the point the sums of a tally keep: errors and weights may be of any scale; scores are not. */
export function sumBitsOf({ task, hasWeights }: Pick<TallyFrame, 'task' | 'hasWeights'>): number {
  return task === 'regression' || hasWeights ? wideFixedPointBits : fixedPointBits;
}

/** Counts examples into cells, one pass, in any order. */
export class TallyBuilder {
  readonly #frame: TallyFrame;
  readonly #cells = new Map<string, CellCounter>();
  readonly #bits: number;
  #scores: { readonly baseline: ScoreCounter; readonly variant: ScoreCounter } | undefined;

  constructor(frame: TallyFrame) {
    this.#frame = frame;
    this.#bits = sumBitsOf(frame);
  }

  /** Counts one example. */
  add(example: PairedExample): void {
    this.counterOf(example).add(example.baselineLosses, example.variantLosses, example.weight);
    if (example.scores) {
      const { baseline, variant } = this.scoreCounters();
      const weight = this.#frame.hasWeights ? (example.weight ?? 1) : 1;
      baseline.add(example.attributes, example.label, example.scores.baseline, weight);
      variant.add(example.attributes, example.label, example.scores.variant, weight);
    }
  }

  /** The counter of one cell: who adds many examples alike finds it once. */
  counterOf(place: Pick<Cell, 'unit' | 'attributes' | 'label' | 'baseline' | 'variant'>): CellCounter {
    const unit = this.#frame.hasUnits ? place.unit : '';
    const key = cellKey({ ...place, unit });
    let counter = this.#cells.get(key);
    if (!counter) {
      counter = new CellCounter({ ...place, unit }, this.#frame, this.#bits);
      this.#cells.set(key, counter);
    }
    return counter;
  }

  /** Adds a whole tally of the same frame. */
  addTally(tally: PairTally): void {
    if (tally.scores) {
      const { baseline, variant } = this.scoreCounters();
      baseline.addCounts(tally.scores.baseline);
      variant.addCounts(tally.scores.variant);
    }
    for (const cell of tally.cells) this.counterOf(cell).addCell(cell);
  }

  /** The tally so far. */
  build(): PairTally {
    const sorted = [...this.#cells.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const scores = this.#scores && {
      baseline: this.#scores.baseline.build(),
      variant: this.#scores.variant.build(),
    };
    return { frame: this.#frame, cells: sorted.map(([, counter]) => counter.build()), scores };
  }

  /** Counters of both models' scores, for who adds many. */
  scoreCounters(): { readonly baseline: ScoreCounter; readonly variant: ScoreCounter } {
    const counter = (): ScoreCounter => new ScoreCounter(undefined, this.#frame.hasWeights);
    return (this.#scores ??= { baseline: counter(), variant: counter() });
  }
}

/** Sums of a loss in a cell, by place: with weights two more. */
enum Of {
  Baseline,
  Variant,
  BaselineSquared,
  VariantSquared,
  DifferenceSquared,
  BaselineBySquaredWeight,
  VariantBySquaredWeight,
}

/** Counts the examples of one cell. */
export class CellCounter {
  readonly #place: Pick<Cell, 'unit' | 'attributes' | 'label' | 'baseline' | 'variant'>;
  #count = 0;
  readonly #hasWeights: boolean;
  /** Sums of the losses, {@link CellCounter.#width} of each; with weights those of w and w² after them. */
  readonly #sums: ExactSums;
  readonly #width: number;
  readonly #losses: number;
  readonly #isPlain: readonly boolean[];

  constructor(
    {
      unit,
      attributes,
      label,
      baseline,
      variant,
    }: Pick<Cell, 'unit' | 'attributes' | 'label' | 'baseline' | 'variant'>,
    { losses, hasWeights }: TallyFrame,
    bits: number,
  ) {
    this.#place = { unit, attributes: [...attributes], label, baseline, variant };
    this.#hasWeights = hasWeights;
    this.#width = hasWeights ? 7 : 5;
    this.#losses = losses.length;
    this.#sums = new ExactSums(losses.length * this.#width + (hasWeights ? 2 : 0), bits);
    this.#isPlain = losses.map(isPlainSum);
  }

  /** Counts one example. @param weight ignored without weights @throws {RangeError} where it is negative or not finite */
  add(baselineLosses: ArrayLike<number>, variantLosses: ArrayLike<number>, weight = 1): void {
    const sums = this.#sums;
    const w = this.#hasWeights ? weight : 1;
    if (!(w >= 0)) throw new RangeError(`not a weight: ${w}`);
    this.#count += 1;
    const square = w * w;
    let at = 0;
    for (let i = 0; i < this.#losses; i++, at += this.#width) {
      const b = baselineLosses[i] ?? 0;
      const v = variantLosses[i] ?? 0;
      if (b === 0 && v === 0) continue;
      sums.add(at + Of.Baseline, w * b);
      sums.add(at + Of.Variant, w * v);
      if (this.#hasWeights) {
        sums.add(at + Of.BaselineBySquaredWeight, square * b);
        sums.add(at + Of.VariantBySquaredWeight, square * v);
      }
      if (this.#isPlain[i] === true) continue;
      sums.add(at + Of.BaselineSquared, square * b * b);
      sums.add(at + Of.VariantSquared, square * v * v);
      sums.add(at + Of.DifferenceSquared, square * (v - b) * (v - b));
    }
    if (this.#hasWeights) {
      sums.add(at, w);
      sums.add(at + 1, square);
    }
  }

  /** Adds all examples of a cell of the same place. */
  addCell(cell: Cell): void {
    const sums = this.#sums;
    this.#count += cell.count;
    let at = 0;
    for (let i = 0; i < this.#losses; i++, at += this.#width) {
      const other = cell.moments[i];
      if (!other) continue;
      sums.addSum(at + Of.Baseline, other.baseline);
      sums.addSum(at + Of.Variant, other.variant);
      sums.addSum(at + Of.BaselineSquared, other.baselineSquared);
      sums.addSum(at + Of.VariantSquared, other.variantSquared);
      sums.addSum(at + Of.DifferenceSquared, other.differenceSquared);
      if (!this.#hasWeights || !other.bySquaredWeight) continue;
      sums.addSum(at + Of.BaselineBySquaredWeight, other.bySquaredWeight.baseline);
      sums.addSum(at + Of.VariantBySquaredWeight, other.bySquaredWeight.variant);
    }
    if (!this.#hasWeights || !cell.weights) return;
    sums.addSum(at, cell.weights.sum);
    sums.addSum(at + 1, cell.weights.squares);
  }

  build(): Cell {
    const { unit, attributes, label, baseline, variant } = this.#place;
    const end = this.#losses * this.#width;
    return {
      unit,
      attributes,
      label,
      baseline,
      variant,
      count: this.#count,
      weights: this.#hasWeights ? { sum: this.#sums.at(end), squares: this.#sums.at(end + 1) } : undefined,
      moments: Array.from({ length: this.#losses }, (_, i) => this.#momentsAt(i * this.#width)),
    };
  }

  #momentsAt(at: number): LossMoments {
    const of = (sum: Of): ExactSum => this.#sums.at(at + sum);
    return {
      baseline: of(Of.Baseline),
      variant: of(Of.Variant),
      baselineSquared: of(Of.BaselineSquared),
      variantSquared: of(Of.VariantSquared),
      differenceSquared: of(Of.DifferenceSquared),
      bySquaredWeight: this.#hasWeights
        ? { baseline: of(Of.BaselineBySquaredWeight), variant: of(Of.VariantBySquaredWeight) }
        : undefined,
    };
  }
}

/** Adds tallies of the same frame up, exactly and in any order. */
export function mergeTallies(frame: TallyFrame, tallies: readonly PairTally[]): PairTally {
  const builder = new TallyBuilder(frame);
  for (const tally of tallies) builder.addTally(tally);
  return builder.build();
}

/** Moments of nothing. @param bits of the sums: more for what may be of any scale (errors, weights) than for scores */
export function emptyMoments(bits: number = fixedPointBits, hasWeights = false): LossMoments {
  const zero = (): ExactSum => new ExactSum(bits);
  return {
    baseline: zero(),
    variant: zero(),
    baselineSquared: zero(),
    variantSquared: zero(),
    differenceSquared: zero(),
    bySquaredWeight: hasWeights ? { baseline: zero(), variant: zero() } : undefined,
  };
}

/** All moments together. */
export function sumMoments(list: readonly LossMoments[]): LossMoments {
  const [first] = list;
  const total = emptyMoments(first?.baseline.bits, first?.bySquaredWeight !== undefined);
  for (const moments of list) addMoments(total, moments);
  return total;
}

function addMoments(total: LossMoments, moments: LossMoments): void {
  total.baseline.addSum(moments.baseline);
  total.variant.addSum(moments.variant);
  total.baselineSquared.addSum(moments.baselineSquared);
  total.variantSquared.addSum(moments.variantSquared);
  total.differenceSquared.addSum(moments.differenceSquared);
  if (!total.bySquaredWeight || !moments.bySquaredWeight) return;
  total.bySquaredWeight.baseline.addSum(moments.bySquaredWeight.baseline);
  total.bySquaredWeight.variant.addSum(moments.bySquaredWeight.variant);
}

/** Equal for equal cells, different for different ones, whatever the texts contain. */
function cellKey(cell: Pick<Cell, 'unit' | 'attributes' | 'label' | 'baseline' | 'variant'>): string {
  let key = `${cell.label},${cell.baseline},${cell.variant},${cell.unit.length}:${cell.unit}`;
  for (const value of cell.attributes) key += `,${value.length}:${value}`;
  return key;
}
