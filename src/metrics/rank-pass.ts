import { sliceKey } from '../base/index.js';
import { inRounds, setsOf, weightScaleOf } from './rank-rounds.js';
import { rankingsOf, type ColumnParts, type RankParts, type Rankings } from './rank-parts.js';
import { RankedColumn, type ColumnPlan, type PassFrame } from './ranked-column.js';
import { ScoreEntries, numberCells, type NumberedCells } from './score-entries.js';
import { scoredFunctions } from './scored-function.js';
import type { Side } from './statistics.js';
import type { PairTally } from './tally.js';

/** One example as both models scored it. */
export interface ScoredPair {
  /** A value an attribute, in the frame's order. */
  readonly attributes: readonly string[];
  readonly unit: string;
  /** Ignored without weights, 1 unless given. */
  readonly weight?: number | undefined;
  /** 0: negative, 1: positive. */
  readonly label: number;
  /** Scores of the positive class. */
  readonly baseline: number;
  readonly variant: number;
}

/** For which slices everyone outside is wanted too, and which metrics of them. */
export interface WantedRests {
  readonly slices: ReadonlySet<string>;
  readonly metrics: ReadonlySet<string>;
}

const noRests: WantedRests = { slices: new Set(), metrics: new Set() };

/** Tables that passes over different examples share, each filling them for some of the sets. */
export interface SharedTables {
  /** As long as {@link RankPass.tableLengths} says. */
  readonly tables: Readonly<Record<Side, Int32Array>>;
  /** Which of the passes this is, from 0, and how many there are. */
  readonly pass: number;
  readonly passes: number;
}

/** More examples have placements that a table does not hold. */
const mostExamples = 2 ** 30 - 1;

const mostTables = 160 * 2 ** 20;

/**
 * The second pass that metrics of scores need: for each example it looks up what its two scores add to every metric in every set that
 * the example is in, and sums that.
 *
 * What an example adds follows from its score, its label and the counted scores of the set, so it is a table along the counted scores.
 * Memory is that of the tables of one round, of the parts and of the units. Where there is more than one round, all examples are
 * taken once a round.
 */
export class RankPass {
  readonly #tally: PairTally;
  readonly #numbered: NumberedCells;
  readonly #frame: PassFrame;
  readonly #everyone: RankedColumn;
  readonly #slices: readonly RankedColumn[];
  readonly #rests: readonly RankedColumn[];
  readonly #rounds: readonly (readonly RankedColumn[])[];
  #active: readonly RankedColumn[] = [];
  #begun = 0;
  readonly #moved: Int32Array;
  readonly #movedByWeight: Float64Array;
  readonly #unitNumbers = new Map<string, number>();

  /**
   * @param crossings attributes that cut slices together; everyone is always there
   * @param mostBytes what tables may take at a time; what does not fit goes to another round
   * @param isBegun whether round 0 begins at once, with tables of its own
   */
  constructor(
    tally: PairTally,
    crossings: readonly (readonly string[])[],
    rests: WantedRests = noRests,
    mostBytes: number = mostTables,
    isBegun = true,
  ) {
    const { frame, scores } = tally;
    if (!scores) throw new RangeError('this tally has no scores');
    this.#tally = tally;
    if (tally.cells.reduce((sum, { count }) => sum + count, 0) > mostExamples)
      throw new RangeError(`more than ${mostExamples} examples`);
    this.#numbered = numberCells([scores.baseline, scores.variant]);
    const { cells } = this.#numbered;
    this.#frame = {
      cells,
      names: cells.map(({ attributes, label }) => JSON.stringify([label, ...attributes])),
      entries: {
        baseline: new ScoreEntries(scores.baseline, this.#numbered),
        variant: new ScoreEntries(scores.variant, this.#numbered),
      },
      hasUnits: frame.hasUnits,
      hasWeights: frame.hasWeights,
      weightScale: weightScaleOf(tally),
    };
    const functions = scoredFunctions(frame);
    const column = (
      keys: readonly string[],
      setOf: Int32Array,
      isWanted: (name: string) => boolean = () => true,
      isEveryone = false,
    ): RankedColumn => {
      const own = functions.filter(({ name }) => isWanted(name));
      const plan: ColumnPlan = {
        keys,
        setOf,
        functions: own,
        places: Int32Array.from(own, ({ name }) => functions.findIndex((of) => of.name === name)),
        hasPlacements: !frame.hasWeights && isWanted('auc'),
        isEveryone,
      };
      return new RankedColumn(plan, this.#frame);
    };
    this.#everyone = column([sliceKey([])], new Int32Array(cells.length), undefined, true);
    this.#slices = crossings.map((by) => {
      const { keys, setOf } = setsOf(by, frame.attributes, cells);
      return column(keys, setOf);
    });
    this.#rests = this.#slices.flatMap(({ plan: { keys, setOf } }) =>
      keys.flatMap((key, set) =>
        rests.slices.has(key)
          ? [
              column(
                [key],
                setOf.map((own) => (own === set ? -1 : 0)),
                (name) => rests.metrics.has(name),
              ),
            ]
          : [],
      ),
    );
    const { baseline, variant } = this.#frame.entries;
    const most = Math.floor(mostBytes / 4 / Math.max(1, baseline.length + variant.length));
    this.#rounds = inRounds(this.#everyone, [...this.#slices, ...this.#rests], most);
    this.#moved = new Int32Array(functions.length);
    this.#movedByWeight = new Float64Array(functions.length);
    if (isBegun) this.begin(0);
  }

  /** How often all examples must be taken; once, but for very many slices. */
  get rounds(): number {
    return this.#rounds.length;
  }

  /** How long the tables of a round are. */
  tableLengths(round: number): Readonly<Record<Side, number>> {
    const stride = this.#columnsOf(round).reduce((sum, column) => sum + column.stride, 0);
    const { baseline, variant } = this.#frame.entries;
    return { baseline: baseline.length * stride, variant: variant.length * stride };
  }

  #columnsOf(round: number): readonly RankedColumn[] {
    const columns = this.#rounds[round] ?? [];
    return round === 0 ? columns : [this.#everyone, ...columns];
  }

  /** Begins a round, after which all examples are taken. @param shared tables of its own unless given */
  begin(round: number, shared?: SharedTables): void {
    this.#begun = round;
    this.#active = this.#columnsOf(round);
    const stride = this.#active.reduce((sum, column) => sum + column.stride, 0);
    const { baseline, variant } = this.tableLengths(round);
    const tables = shared?.tables ?? { baseline: new Int32Array(baseline), variant: new Int32Array(variant) };
    const passOf = shared && this.#shareOut(shared.passes);
    let offset = 0;
    for (const column of this.#active) {
      const own = passOf?.get(column);
      column.open({ ...tables, stride, offset }, (set) => own?.[set] === shared?.pass);
      offset += column.stride;
    }
  }

  /** Which pass opens which set: the largest first, each to the one with the least to do. */
  #shareOut(passes: number): ReadonlyMap<RankedColumn, readonly number[]> {
    const sets = this.#active.flatMap((column) => column.weights().map((weight, set) => ({ column, set, weight })));
    const taken = Array.from({ length: passes }, () => 0);
    const passOf = new Map(this.#active.map((column) => [column, [] as number[]]));
    for (const { column, set, weight } of sets.sort((a, b) => b.weight - a.weight)) {
      const pass = taken.indexOf(Math.min(...taken));
      taken[pass] = (taken[pass] ?? 0) + weight;
      const own = passOf.get(column);
      if (own) own[set] = pass;
    }
    return passOf;
  }

  /** Takes one example. */
  add(example: ScoredPair): void {
    const { attributes, label, baseline, variant, unit, weight } = example;
    this.addTo(this.membershipOf(attributes), label, baseline, variant, unit, weight);
  }

  /** Where examples with these attributes are counted: who adds many finds it once. */
  membershipOf(attributes: readonly string[]): Membership {
    return { cells: [this.#numbered.numberOf(attributes, 0) ?? -1, this.#numbered.numberOf(attributes, 1) ?? -1] };
  }

  /** Takes one example of known attributes. @throws {RangeError} for one that the tally does not have */
  addTo({ cells }: Membership, label: number, baseline: number, variant: number, unit: string, weight = 1): void {
    const side = label === 1 ? 1 : 0;
    const cell = cells[side];
    const before = this.#frame.entries.baseline.locate(cell, baseline);
    const after = this.#frame.entries.variant.locate(cell, variant);
    if (before < 0 || after < 0) throw new RangeError('an example that the tally does not have');
    const { hasUnits, hasWeights, weightScale } = this.#frame;
    const scaled = hasWeights ? weight * weightScale : 1;
    const number = hasUnits ? this.#numberOf(unit) : 0;
    for (const column of this.#active) {
      const isSummed = this.#begun === 0 || column !== this.#everyone;
      if (hasUnits) {
        if (isSummed) column.addOfUnit(cell, side, before, after, scaled, number);
      } else if (hasWeights) column.addWeighted(cell, before, after, scaled, this.#movedByWeight, isSummed);
      else column.add(cell, before, after, this.#moved, isSummed);
    }
  }

  #numberOf(unit: string): number {
    let number = this.#unitNumbers.get(unit);
    if (number === undefined) this.#unitNumbers.set(unit, (number = this.#unitNumbers.size));
    return number;
  }

  /** What all examples taken come to. */
  build(): Rankings {
    for (let round = this.#begun + 1; round < this.rounds; round++) this.begin(round);
    return rankingsOf([this.parts()]);
  }

  /** What the examples taken add, and what the tally says of the sets that were opened here. */
  parts(): RankParts {
    const units = [...this.#unitNumbers.keys()];
    const of = (column: RankedColumn): ColumnParts => ({
      keys: column.plan.keys,
      facts: column.facts,
      sums: column.sums(units),
    });
    return { everyone: of(this.#everyone), slices: this.#slices.map(of), rests: this.#rests.map(of) };
  }

  /** Whether any score was moved onto a grid. */
  get isOnGrid(): boolean {
    const { scores } = this.#tally;
    return scores?.baseline.resolution !== 'exact' || scores.variant.resolution !== 'exact';
  }
}

/** Where examples of the same attributes are counted: by label, −1 where there are none. */
export interface Membership {
  readonly cells: readonly [number, number];
}
