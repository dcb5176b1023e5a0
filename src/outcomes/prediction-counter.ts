import type { TypedBatch, TypedRowsOptions } from '../data/index.js';
import { RankPass, type Membership, type PairTally, type TallyFrame, type WantedRests } from '../metrics/index.js';
import type { BadCell } from './bad-cell.js';
import { PredictionCells } from './prediction-cells.js';
import type { PredictionColumns } from './prediction-columns.js';
import { VariantTally } from './variant-tally.js';

/** What a second pass over predictions is about. */
export interface RankingWish {
  /** Which of the variants, from 1. */
  readonly variant: number;
  readonly crossings: readonly (readonly string[])[];
  readonly rests: WantedRests;
}

/** Counts batches of predictions: first into tallies, then, a variant at a time, against what was tallied. */
export class PredictionCounter {
  readonly #cells: PredictionCells;
  readonly #tallies: readonly VariantTally[];
  #variant = 0;
  #pass: RankPass | undefined;
  #memberships: (Membership | undefined)[] = [];

  constructor(columns: PredictionColumns, frame: TallyFrame, variants: number) {
    this.#cells = new PredictionCells(columns, frame);
    this.#tallies = Array.from({ length: variants }, () => new VariantTally(frame));
  }

  /** What batches must hold. */
  get wanted(): TypedRowsOptions {
    return this.#cells.wanted;
  }

  /** Tallies a batch, up to the first row that cannot be taken. */
  tally(batch: TypedBatch): BadCell | undefined {
    return this.#cells.read(batch, (row) => {
      for (let v = 0; v < this.#tallies.length; v++) this.#tallies[v]?.add(row, v + 1);
    });
  }

  /** The tally of each variant. */
  tallies(): readonly PairTally[] {
    return this.#tallies.map((tally) => tally.build());
  }

  /** Makes ready for a second pass. @param isBegun as {@link RankPass} has it */
  rank(tally: PairTally, { variant, crossings, rests }: RankingWish, isBegun: boolean): RankPass {
    this.#variant = variant;
    this.#memberships = [];
    return (this.#pass = new RankPass(tally, crossings, rests, undefined, isBegun));
  }

  /** Takes a batch into the second pass; one that was tallied has no bad row. */
  take(batch: TypedBatch): void {
    const [pass, variant, memberships] = [this.#pass, this.#variant, this.#memberships];
    if (!pass) throw new RangeError('no second pass has begun');
    this.#cells.read(batch, (row) => {
      const membership = (memberships[row.attributesCode] ??= pass.membershipOf(row.attributes()));
      pass.addTo(membership, row.label, row.numbers[0] ?? 0, row.numbers[variant] ?? 0, row.unit, row.weight);
    });
  }
}
