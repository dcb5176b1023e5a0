import { placementsOf, type Placements } from './placements.js';
import type { ScoredFunction } from './scored-function.js';
import type { NumberedCells, ScoreEntries } from './score-entries.js';
import { scoreFacts, setScores, type Levels } from './score-facts.js';
import type { PartSums, SetFacts, SetSums, UnitSums } from './set-sums.js';
import type { Side } from './statistics.js';
import { UnitSlots } from './unit-slots.js';
import { WholeSums } from './whole-sums.js';

/** What all columns of a pass share. */
export interface PassFrame {
  readonly cells: NumberedCells['cells'];
  readonly names: readonly string[];
  readonly entries: Readonly<Record<Side, ScoreEntries>>;
  readonly hasUnits: boolean;
  readonly hasWeights: boolean;
  readonly weightScale: number;
}

/** Numbers along the entries of both models, all that one example needs side by side. */
export interface TableRows extends Readonly<Record<Side, Int32Array>> {
  /** Numbers of an entry. */
  readonly stride: number;
  /** Where those of a column begin: its levels by function, then its placement. */
  readonly offset: number;
}

/** Which sets a column has and what is summed of them. */
export interface ColumnPlan {
  /** Keys of its slices, by set. */
  readonly keys: readonly string[];
  /** By cell: the one set that holds it, or −1. */
  readonly setOf: Int32Array;
  readonly functions: readonly ScoredFunction[];
  /** By function: its place among those of everyone. */
  readonly places: Int32Array;
  readonly hasPlacements: boolean;
  readonly isEveryone: boolean;
}

/** More cells than this are not told apart in sums: what sets share is then taken for independent. */
const maxParts = 4096;
/** Products of levels are below 2⁴², so that so many fit before they are carried over. */
const rowsBetweenCarries = 512;
/** Numbers of a unit before its levels: counts and placements by label. */
const ofPlacements = 6;

/** Sets that share no example, such as the groups of a crossing: tables along the entries, and the sums of what is looked up there. */
export class RankedColumn {
  readonly plan: ColumnPlan;
  readonly #frame: PassFrame;
  readonly #isCollapsed: boolean;
  /** By cell: where its sums are. */
  readonly #blockOf: Int32Array;
  readonly #width: number;
  readonly #examples: Float64Array;
  readonly #sums: WholeSums;
  readonly #placementSums: WholeSums;
  readonly #units: UnitSlots;
  #rows: TableRows = { baseline: new Int32Array(0), variant: new Int32Array(0), stride: 0, offset: 0 };
  #facts: readonly (SetFacts | undefined)[] = [];

  constructor(plan: ColumnPlan, frame: PassFrame) {
    this.plan = plan;
    this.#frame = frame;
    this.#isCollapsed = frame.cells.length > maxParts;
    this.#blockOf = Int32Array.from(plan.setOf, (set, cell) =>
      this.#isCollapsed ? 2 * set + (frame.cells[cell]?.label === 1 ? 1 : 0) : cell,
    );
    const blocks = frame.hasUnits ? 0 : this.#isCollapsed ? 2 * plan.keys.length : frame.cells.length;
    this.#width = plan.functions.length * (frame.hasWeights ? 4 : 2);
    this.#examples = new Float64Array(blocks);
    this.#sums = new WholeSums(blocks * this.#width);
    this.#placementSums = new WholeSums(plan.hasPlacements ? blocks : 0);
    this.#units = new UnitSlots(ofPlacements + 2 * plan.functions.length, plan.keys.length);
  }

  /** How many numbers it has in a row of the tables. */
  get stride(): number {
    return this.plan.functions.length + (this.plan.hasPlacements ? 1 : 0);
  }

  /** By set: about how long it takes to open it, which is as long as it has different scores. */
  weights(): readonly number[] {
    const { baseline, variant } = this.#frame.entries;
    const weights = this.plan.keys.map(() => 0);
    for (const { starts, distinct } of [baseline, variant]) {
      const entries = this.plan.keys.map(() => 0);
      for (const [cell, set] of this.plan.setOf.entries())
        if (set >= 0) entries[set] = (entries[set] ?? 0) + (starts[cell + 1] ?? 0) - (starts[cell] ?? 0);
      for (const [set, count] of entries.entries())
        weights[set] = (weights[set] ?? 0) + Math.min(count, distinct.length) * this.stride;
    }
    return weights;
  }

  /** Fills its part of the tables, or of it what belongs to some of its sets. */
  open(rows: TableRows, isMine: (set: number) => boolean = () => true): void {
    const { keys, setOf } = this.plan;
    const { entries } = this.#frame;
    this.#rows = rows;
    const at = {
      baseline: new Uint32Array(entries.baseline.length),
      variant: new Uint32Array(entries.variant.length),
    };
    const cells: number[][] = keys.map(() => []);
    for (const [cell, set] of setOf.entries()) cells[set]?.push(cell);
    this.#facts = cells.map((own, set) => (isMine(set) ? this.#openSet(own, at) : undefined));
  }

  #openSet(cells: readonly number[], at: Readonly<Record<Side, Uint32Array>>): SetFacts {
    const { entries, hasUnits, hasWeights, weightScale, names } = this.#frame;
    const { functions, hasPlacements } = this.plan;
    const scores = {
      baseline: entries.baseline.merged(cells, at.baseline),
      variant: entries.variant.merged(cells, at.variant),
    };
    const isOnGrid = {
      baseline: entries.baseline.resolution !== 'exact',
      variant: entries.variant.resolution !== 'exact',
    };
    const sides = {
      baseline: setScores(scores.baseline, entries.baseline.resolution),
      variant: setScores(scores.variant, entries.variant.resolution),
    };
    const facts = functions.map((of, m) => {
      const { facts: found, levels } = scoreFacts(of, sides);
      for (const side of ['baseline', 'variant'] as const) this.#lay(cells, m, side, at[side], levels?.[side]);
      return found;
    });
    const placements = hasPlacements
      ? { baseline: placementsOf(scores.baseline), variant: placementsOf(scores.variant) }
      : undefined;
    for (const side of ['baseline', 'variant'] as const)
      if (placements) this.#lay(cells, functions.length, side, at[side], placements[side].of);
    return {
      labels: this.#isCollapsed ? Uint8Array.of(0, 1) : Uint8Array.from(this.#frame.cells, ({ label }) => label),
      names: this.#isCollapsed ? undefined : names,
      hasUnits,
      hasWeights,
      weightScale,
      placements: placements && { baseline: summedUp(placements.baseline), variant: summedUp(placements.variant) },
      isOnGrid,
      functions: facts,
    };
  }

  /** Writes one number of each row: of an entry's score and label. */
  #lay(
    cells: readonly number[],
    m: number,
    side: Side,
    places: Uint32Array,
    numbers: Levels | Placements['of'] | undefined,
  ): void {
    const { [side]: table, stride, offset } = this.#rows;
    const { starts } = this.#frame.entries[side];
    for (const cell of cells) {
      const of = numbers?.[this.#frame.cells[cell]?.label === 1 ? 1 : 0];
      const end = starts[cell + 1] ?? 0;
      for (let entry = starts[cell] ?? 0; entry < end; entry++)
        table[entry * stride + offset + m] = of?.[places[entry] ?? 0] ?? 0;
    }
  }

  /**
   * Takes one example without weight.
   *
   * @param before entry of the baseline's score
   * @param after entry of the variant's
   * @param moved by function, by how many levels it moves the drift over everyone: written by everyone's column, read by the others
   */
  add(cell: number, before: number, after: number, moved: Int32Array, isSummed: boolean): void {
    const { setOf, places, isEveryone, hasPlacements } = this.plan;
    if ((setOf[cell] ?? -1) < 0) return;
    const { baseline, variant, stride, offset } = this.#rows;
    const count = places.length;
    const [from, to] = [before * stride + offset, after * stride + offset];
    if (!isSummed) {
      for (let m = 0; m < count; m++) moved[m] = (variant[to + m] ?? 0) - (baseline[from + m] ?? 0);
      return;
    }
    const block = this.#blockOf[cell] ?? 0;
    const rows = (this.#examples[block] ?? 0) + 1;
    this.#examples[block] = rows;
    if (hasPlacements) {
      const shift = (variant[to + count] ?? 0) - (baseline[from + count] ?? 0);
      this.#placementSums.add(block, shift, shift);
    }
    const { low } = this.#sums;
    let at = block * this.#width;
    const start = at;
    for (let m = 0; m < count; m++, at += 2) {
      const d = (variant[to + m] ?? 0) - (baseline[from + m] ?? 0);
      low[at] = (low[at] ?? 0) + d * d;
      if (isEveryone) moved[m] = d;
      else low[at + 1] = (low[at + 1] ?? 0) + d * (moved[places[m] ?? 0] ?? 0);
    }
    if (rows % rowsBetweenCarries === 0) this.#sums.carryOver(start, at);
  }

  /** Takes one example with a weight. @param weight times what weights are scaled by */
  addWeighted(
    cell: number,
    before: number,
    after: number,
    weight: number,
    moved: Float64Array,
    isSummed: boolean,
  ): void {
    const { setOf, places, isEveryone } = this.plan;
    if ((setOf[cell] ?? -1) < 0) return;
    const { baseline, variant, stride, offset } = this.#rows;
    const [from, to] = [before * stride + offset, after * stride + offset];
    const block = this.#blockOf[cell] ?? 0;
    if (isSummed) this.#examples[block] = (this.#examples[block] ?? 0) + 1;
    let at = block * this.#width;
    for (let m = 0; m < places.length; m++) {
      const b = Math.round(weight * (baseline[from + m] ?? 0));
      const v = Math.round(weight * (variant[to + m] ?? 0));
      const d = v - b;
      if (isEveryone) moved[m] = d;
      if (isSummed) {
        this.#sums.add(at, d, d);
        if (!isEveryone) this.#sums.add(at + 1, d, moved[places[m] ?? 0] ?? 0);
        this.#sums.add(at + 2, b, b);
        this.#sums.add(at + 3, v, v);
      }
      at += 4;
    }
  }

  /** Takes one example of a unit. @param unit its number @param weight 1, or times what weights are scaled by */
  addOfUnit(cell: number, label: 0 | 1, before: number, after: number, weight: number, unit: number): void {
    const set = this.plan.setOf[cell] ?? -1;
    if (set < 0) return;
    const { baseline, variant, stride, offset } = this.#rows;
    const [from, to] = [before * stride + offset, after * stride + offset];
    const count = this.plan.places.length;
    const at = this.#units.slotOf(unit, set);
    const { numbers } = this.#units;
    numbers[at + label] = (numbers[at + label] ?? 0) + 1;
    if (this.plan.hasPlacements) {
      numbers[at + 2 + label] = (numbers[at + 2 + label] ?? 0) + (baseline[from + count] ?? 0);
      numbers[at + 4 + label] = (numbers[at + 4 + label] ?? 0) + (variant[to + count] ?? 0);
    }
    let here = at + ofPlacements;
    for (let m = 0; m < count; m++) {
      numbers[here] = (numbers[here] ?? 0) + Math.round(weight * (baseline[from + m] ?? 0));
      numbers[here + 1] = (numbers[here + 1] ?? 0) + Math.round(weight * (variant[to + m] ?? 0));
      here += 2;
    }
  }

  /** By set: what the tally says; nothing of sets that were not opened. */
  get facts(): readonly (SetFacts | undefined)[] {
    return this.#facts;
  }

  /** By set: what was summed. @param units by number */
  sums(units: readonly string[]): readonly SetSums[] {
    const { keys, setOf } = this.plan;
    const found = keys.map(() => ({ parts: new Map<number, PartSums>(), units: new Map<string, UnitSums>() }));
    const cells = this.#isCollapsed ? keys.flatMap((_, set) => [set, set]) : setOf;
    for (let block = 0; block < this.#examples.length; block++) {
      const examples = this.#examples[block] ?? 0;
      if (examples > 0)
        found[cells[block] ?? -1]?.parts.set(this.#isCollapsed ? block % 2 : block, {
          examples,
          sums: this.#sumsOf(block),
        });
    }
    for (const { unit, set, at } of this.#units.sorted(units))
      found[set]?.units.set(units[unit] ?? '', this.#unitAt(at));
    return found;
  }

  #sumsOf(block: number): readonly bigint[] {
    const own = Array.from({ length: this.#width }, (_, i) => this.#sums.sum(block * this.#width + i));
    const step = this.#frame.hasWeights ? 4 : 2;
    // Everyone's own products are its squares.
    if (this.plan.isEveryone) for (let i = 0; i < own.length; i += step) own[i + 1] = own[i] ?? 0n;
    return this.plan.hasPlacements ? [this.#placementSums.sum(block), ...own] : own;
  }

  #unitAt(at: number): UnitSums {
    const number = (i: number): number => this.#units.numbers[at + i] ?? 0;
    return {
      count: [number(0), number(1)],
      baseline: [number(2), number(3)],
      variant: [number(4), number(5)],
      levels: this.plan.functions.map((_, m) => [number(ofPlacements + 2 * m), number(ofPlacements + 2 * m + 1)]),
    };
  }
}

/** Placements without those of each score. */
function summedUp({ sums, squares, halfOfTies }: Placements): Omit<Placements, 'of'> {
  return { sums, squares, halfOfTies };
}
