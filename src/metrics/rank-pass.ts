import { sliceKey, type Condition } from '../base/index.js';
import { RankLadder } from './rank-ladder.js';
import type { RankSums, UnitPlacements } from './rank-sums.js';
import type { ScoreCell, ScoreCounts } from './score-counts.js';
import type { Side } from './statistics.js';
import { emptyMoments, type LossMoments, type PairTally } from './tally.js';

/** One example as both models scored it. */
export interface ScoredPair {
  /** A value an attribute, in the frame's order. */
  readonly attributes: readonly string[];
  readonly unit: string;
  /** 0: negative, 1: positive. */
  readonly label: number;
  /** Scores of the positive class. */
  readonly baseline: number;
  readonly variant: number;
}

/** What a second pass over the examples found, by set. */
export interface Rankings {
  /** Of a slice, by its key. */
  readonly slices: ReadonlyMap<string, RankSums>;
  /** Of everyone outside a slice, by the slice's key; only for those asked for. */
  readonly rests: ReadonlyMap<string, RankSums>;
}

/**
 * The second pass that rank metrics need: holds each example's two scores against the counted scores of the other label, in
 * every slice that the example is in (and in the rest of those that it is not in, where they were asked for).
 *
 * Memory is that of the score counts, once a crossing, and of the units.
 */
export class RankPass {
  readonly #tally: PairTally;
  readonly #crossings: readonly Crossing[];
  readonly #everyone: RankedSet;
  readonly #rests = new Map<string, { readonly inside: RankedSet; readonly rest: Accumulator }>();

  /**
   * @param crossings attributes that cut slices together; everyone is always there
   * @param rests keys of the slices whose complement is wanted too
   */
  constructor(tally: PairTally, crossings: readonly (readonly string[])[], rests: ReadonlySet<string> = new Set()) {
    this.#tally = tally;
    const { frame, scores } = tally;
    if (!scores) throw new RangeError('this tally has no scores');
    this.#crossings = [[], ...crossings].map((by) => {
      const positions = by.map((name) => frame.attributes.indexOf(name));
      return { by, positions, sets: setsOf(by, positions, scores, frame.hasUnits) };
    });
    const everyone = this.#crossings[0]?.sets.get(sliceKey([]));
    this.#everyone = everyone ?? new RankedSet(ladders([]), ladders([]), frame.hasUnits);
    for (const { sets } of this.#crossings) {
      for (const [key, inside] of sets)
        if (rests.has(key)) this.#rests.set(key, { inside, rest: new Accumulator(frame.hasUnits) });
    }
  }

  /** Takes one example. */
  add(example: ScoredPair): void {
    const { label, unit } = example;
    const overall = this.#everyone.placements(example);
    const member = new Set<RankedSet>();
    for (const { by, positions, sets } of this.#crossings) {
      const set = sets.get(keyOf(by, positions, example.attributes));
      if (!set) throw new RangeError('an example that the tally does not have');
      member.add(set);
      const { baseline, variant } = by.length === 0 ? overall : set.placements(example);
      set.sums.add(label, unit, baseline, variant);
    }
    for (const { inside, rest } of this.#rests.values()) {
      if (member.has(inside)) continue;
      // Below everyone, less those within the slice, are those below in the rest.
      const within = inside.placements(example);
      rest.add(label, unit, overall.baseline - within.baseline, overall.variant - within.variant);
    }
  }

  /** The sums of all examples taken. */
  build(): Rankings {
    const slices = this.#crossings.flatMap(({ sets }) =>
      [...sets].map(([key, set]) => [key, set.sums.build(set.gridError())] as const),
    );
    const rests = [...this.#rests].map(
      ([key, { inside, rest }]) => [key, rest.build(this.#everyone.gridErrorWithout(inside))] as const,
    );
    return { slices: new Map(slices), rests: new Map(rests) };
  }

  /** Whether any score was moved onto a grid. */
  get isOnGrid(): boolean {
    const { scores } = this.#tally;
    return scores?.baseline.resolution !== 'exact' || scores.variant.resolution !== 'exact';
  }
}

interface Crossing {
  readonly by: readonly string[];
  readonly positions: readonly number[];
  readonly sets: ReadonlyMap<string, RankedSet>;
}

/** The counted scores of both labels. */
type Ladders = readonly [RankLadder, RankLadder];

/** One set of examples: its scores, and the sums of their placements. */
class RankedSet {
  readonly sums: Accumulator;

  constructor(
    readonly baseline: Ladders,
    readonly variant: Ladders,
    hasUnits: boolean,
  ) {
    this.sums = new Accumulator(hasUnits);
  }

  placements({ label, baseline, variant }: ScoredPair): { readonly baseline: number; readonly variant: number } {
    return {
      baseline: placement(this.baseline, label, baseline),
      variant: placement(this.variant, label, variant),
    };
  }

  gridError(): Record<Side, number> {
    return { baseline: gridErrorOf(this.baseline), variant: gridErrorOf(this.variant) };
  }

  gridErrorWithout(inside: RankedSet): Record<Side, number> {
    return {
      baseline: gridErrorOf(this.baseline, inside.baseline),
      variant: gridErrorOf(this.variant, inside.variant),
    };
  }
}

function placement([negatives, positives]: Ladders, label: number, score: number): number {
  return label === 1 ? negatives.twiceBelow(score) : 2 * positives.total - positives.twiceBelow(score);
}

/** Half of the pairs that share a place of a grid: each counts half, and might count nothing or whole. */
function gridErrorOf([negatives, positives]: Ladders, without?: Ladders): number {
  if (negatives.isExact) return 0;
  const pairs = (negatives.total - (without?.[0].total ?? 0)) * (positives.total - (without?.[1].total ?? 0));
  return pairs > 0 ? negatives.tiesWith(positives, without?.[0], without?.[1]) / (2 * pairs) : 0;
}

function setsOf(
  by: readonly string[],
  positions: readonly number[],
  scores: Readonly<Record<Side, ScoreCounts>>,
  hasUnits: boolean,
): ReadonlyMap<string, RankedSet> {
  const group = (side: Side): ReadonlyMap<string, readonly ScoreCell[]> => {
    const groups = new Map<string, ScoreCell[]>();
    for (const cell of scores[side].cells) {
      const key = keyOf(by, positions, cell.attributes);
      const list = groups.get(key);
      if (list) list.push(cell);
      else groups.set(key, [cell]);
    }
    return groups;
  };
  const variants = group('variant');
  return new Map(
    [...group('baseline')].map(([key, cells]) => [
      key,
      new RankedSet(ladders(cells, scores.baseline), ladders(variants.get(key) ?? [], scores.variant), hasUnits),
    ]),
  );
}

function ladders(
  cells: readonly ScoreCell[],
  { resolution }: Pick<ScoreCounts, 'resolution'> = { resolution: 'exact' },
): Ladders {
  const of = (label: number): RankLadder =>
    new RankLadder(
      cells.filter((cell) => cell.label === label),
      resolution,
    );
  return [of(0), of(1)];
}

function keyOf(by: readonly string[], positions: readonly number[], attributes: readonly string[]): string {
  return sliceKey(by.map((attribute, i): Condition => ({ attribute, value: attributes[positions[i] ?? -1] ?? '' })));
}

/** Sums placements, which are whole numbers, exactly. */
class Accumulator {
  readonly #count: [number, number] = [0, 0];
  readonly #moments: readonly [LossMoments, LossMoments] = [emptyMoments(0), emptyMoments(0)];
  readonly #byUnit: Map<string, MutableUnit> | undefined;

  constructor(hasUnits: boolean) {
    this.#byUnit = hasUnits ? new Map() : undefined;
  }

  add(label: number, unit: string, baseline: number, variant: number): void {
    const side = label === 1 ? 1 : 0;
    this.#count[side] += 1;
    const moments = this.#moments[side];
    moments.baseline.add(baseline);
    moments.variant.add(variant);
    moments.baselineSquared.add(baseline * baseline);
    moments.variantSquared.add(variant * variant);
    moments.differenceSquared.add((variant - baseline) ** 2);
    if (!this.#byUnit) return;
    let sums = this.#byUnit.get(unit);
    if (!sums) this.#byUnit.set(unit, (sums = { count: [0, 0], baseline: [0, 0], variant: [0, 0] }));
    sums.count[side] += 1;
    sums.baseline[side] += baseline;
    sums.variant[side] += variant;
  }

  build(gridError: RankSums['gridError']): RankSums {
    const [negatives, positives] = this.#count;
    const byUnit: ReadonlyMap<string, UnitPlacements> | undefined =
      this.#byUnit && new Map([...this.#byUnit].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    return { negatives, positives, moments: this.#moments, byUnit, gridError };
  }
}

type MutableUnit = { readonly [K in keyof UnitPlacements]: [number, number] };
