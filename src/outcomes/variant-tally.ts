import { LossFiller, TallyBuilder, type CellCounter, type PairTally, type TallyFrame } from '../metrics/index.js';
import type { PredictionRow } from './prediction-columns.js';

/** Counts one variant's pairs: cells and score cells are found by number, so that no text is made a row. */
export class VariantTally {
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
