import type { AttributeSpec } from '../base/index.js';
import type { Dictionary, Table } from '../data/index.js';
import {
  LossFiller,
  RankPass,
  TallyBuilder,
  type CellCounter,
  type Membership,
  type PairTally,
  type Rankings,
  type TallyFrame,
  type WantedRests,
} from '../metrics/index.js';
import type { OutcomeSpec } from './outcome.js';
import { badCellError } from './bad-cell.js';
import { PredictionCells } from './prediction-cells.js';
import { ReplayedBatches } from './replayed-batches.js';

/** Predictions that were made elsewhere, in columns of a table. */
export interface PredictionColumns {
  readonly label: Dictionary;
  readonly attributes: readonly { readonly spec: AttributeSpec; readonly dictionary: Dictionary | undefined }[];
  readonly unit?: string | undefined;
  readonly weight?: string | undefined;
  /** The baseline's, then the variants'. */
  readonly models: readonly PredictionColumn[];
  readonly outcome: OutcomeSpec;
}

/** What one model said: scores of the positive class or values as numbers, or answers as codes of a dictionary. */
export interface PredictionColumn {
  readonly column: string;
  readonly answers: Dictionary | undefined;
}

/** Predictions that are read more than once. */
export class Predictions {
  readonly #table: Table;
  readonly #cells: PredictionCells;
  readonly #batches: ReplayedBatches;

  constructor(table: Table, columns: PredictionColumns, frame: TallyFrame, signal?: AbortSignal) {
    this.#table = table;
    this.#cells = new PredictionCells(columns, frame);
    this.#batches = new ReplayedBatches(table, { ...this.#cells.wanted, signal });
  }

  /** Hands every row on; the same object for every row. @throws {AuditError} `data` naming the row of a cell that cannot be taken */
  async each(take: (row: PredictionRow) => void): Promise<void> {
    for await (const batch of this.#batches.read()) {
      const problem = this.#cells.read(batch, take);
      if (problem) throw await badCellError(this.#table, batch.start + problem.row, problem);
    }
  }
}

/**
 * Tallies predictions in one pass over typed columns: a tally a variant.
 *
 * @throws {AuditError} `data` naming the row of a cell that is no score, no label, no weight …
 */
export async function tallyPredictions(
  predictions: Predictions,
  frame: TallyFrame,
  variants: number,
): Promise<readonly PairTally[]> {
  const tallies = Array.from({ length: variants }, () => new VariantTally(frame));
  await predictions.each((row) => {
    for (let v = 0; v < variants; v++) tallies[v]?.add(row, v + 1);
  });
  return tallies.map((tally) => tally.build());
}

/** The second pass: ranks one variant's scores against its tally. @param variant from 1 */
export async function rankPredictions(
  predictions: Predictions,
  tally: PairTally,
  variant: number,
  crossings: readonly (readonly string[])[],
  rests: WantedRests,
): Promise<Rankings | undefined> {
  if (!tally.scores) return undefined;
  const pass = new RankPass(tally, crossings, rests);
  const memberships: (Membership | undefined)[] = [];
  for (let round = 0; round < pass.rounds; round++) {
    if (round > 0) pass.begin(round);
    await predictions.each((row) => {
      const membership = (memberships[row.attributesCode] ??= pass.membershipOf(row.attributes()));
      pass.addTo(membership, row.label, row.numbers[0] ?? 0, row.numbers[variant] ?? 0, row.unit, row.weight);
    });
  }
  return pass.build();
}

/** One row as both passes see it; the same object for every row. */
export interface PredictionRow {
  /** One number a combination of attribute values. */
  attributesCode: number;
  attributes(): readonly string[];
  unit: string;
  weight: number;
  /** Index of the label's class; 0 for regression. */
  label: number;
  /** The label of a regression. */
  truth: number;
  /** Scores or values by model; what answers hold there means nothing. */
  readonly numbers: Float64Array;
  /** Answers by model. */
  readonly answers: Int32Array;
}

/** Counts one variant's pairs: cells and score cells are found by number, so that no text is made a row. */
class VariantTally {
  readonly #builder: TallyBuilder;
  readonly #frame: TallyFrame;
  readonly #classes: number;
  readonly #counters: (CellCounter | undefined)[] = [];
  readonly #scoreCells: (readonly [number, number] | undefined)[] = [];
  /** Nothing where there are answers without scores. */
  readonly #losses: LossFiller<number>;

  constructor(frame: TallyFrame) {
    this.#frame = frame;
    this.#builder = new TallyBuilder(frame);
    this.#classes = Math.max(1, frame.classes.length);
    this.#losses = frame.task === 'regression' ? LossFiller.regression(frame.losses) : LossFiller.binary(frame.losses);
  }

  add(row: PredictionRow, variant: number): void {
    const { label, answers, numbers, weight } = row;
    const [before, after] = [answers[0] ?? 0, answers[variant] ?? 0];
    const counter = this.#counterOf(row, before, after);
    const losses = this.#losses;
    const [a, b] = [numbers[0] ?? 0, numbers[variant] ?? 0];
    if (this.#frame.task === 'regression') losses.fill(a, b, row.truth);
    else if (this.#frame.losses.length > 0) {
      losses.fill(a, b, label);
      this.#countScores(row, a, b);
    }
    counter.add(losses.baseline, losses.variant, weight);
  }

  build(): PairTally {
    return this.#builder.build();
  }

  #counterOf(row: PredictionRow, baseline: number, variant: number): CellCounter {
    if (this.#frame.hasUnits) {
      const { unit, label } = row;
      return this.#builder.counterOf({ unit, attributes: row.attributes(), label, baseline, variant });
    }
    const k = this.#classes;
    const code = ((row.attributesCode * k + row.label) * k + baseline) * k + variant;
    return (this.#counters[code] ??= this.#builder.counterOf({
      unit: '',
      attributes: row.attributes(),
      label: row.label,
      baseline,
      variant,
    }));
  }

  #countScores(row: PredictionRow, a: number, b: number): void {
    const { baseline, variant } = this.#builder.scoreCounters();
    const code = row.attributesCode * 2 + row.label;
    const cell = (this.#scoreCells[code] ??= [
      baseline.cellOf(row.attributes(), row.label),
      variant.cellOf(row.attributes(), row.label),
    ]);
    baseline.addTo(cell[0], a, row.weight);
    variant.addTo(cell[1], b, row.weight);
  }
}
