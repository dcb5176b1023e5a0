import { sliceKey, type Condition } from '../base/index.js';
import { RankLadder } from './rank-ladder.js';
import { PlacementSums } from './placement-sums.js';
import type { RankSums } from './rank-sums.js';
import type { ScoreCell, ScoreCounts } from './score-counts.js';
import { ScoreIndex } from './score-index.js';
import type { Side } from './statistics.js';
import type { PairTally } from './tally.js';

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
  readonly #rests: readonly { readonly key: string; readonly inside: RankedSet; readonly rest: PlacementSums }[];
  /** Where scores stand among everyone's, by side and label. */
  readonly #index: Readonly<Record<Side, readonly [ScoreIndex, ScoreIndex]>>;

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
    this.#rests = this.#crossings.flatMap(({ sets }) =>
      [...sets].flatMap(([key, inside]) =>
        rests.has(key) ? [{ key, inside, rest: new PlacementSums(frame.hasUnits) }] : [],
      ),
    );
    const index = (side: Side): readonly [ScoreIndex, ScoreIndex] => {
      const [negatives, positives] = this.#everyone[side];
      return [
        new ScoreIndex(negatives.scores, scores[side].resolution),
        new ScoreIndex(positives.scores, scores[side].resolution),
      ];
    };
    this.#index = { baseline: index('baseline'), variant: index('variant') };
    this.#layOut();
  }

  /** Takes one example. */
  add(example: ScoredPair): void {
    this.addTo(this.membershipOf(example.attributes), example);
  }

  /** The sets that examples with these attributes are in: who adds many finds them once. */
  membershipOf(attributes: readonly string[]): Membership {
    const sets = this.#crossings.map(({ by, positions, sets: known }) => {
      const set = known.get(keyOf(by, positions, attributes));
      if (!set) throw new RangeError('an example that the tally does not have');
      return set;
    });
    const rests = this.#rests.filter(({ inside }) => !sets.includes(inside));
    return { sets, rests };
  }

  /** Takes one example of known sets. */
  addTo({ sets, rests }: Membership, { label, unit, baseline, variant }: Omit<ScoredPair, 'attributes'>): void {
    const other = label === 1 ? 0 : 1;
    const before = this.#index.baseline[other].locate(baseline);
    const after = this.#index.variant[other].locate(variant);
    for (const set of sets) {
      set.sums.add(
        label,
        unit,
        placement(set.baseline, label, before, baseline),
        placement(set.variant, label, after, variant),
      );
    }
    for (const { inside, rest } of rests) {
      // Below everyone, less those within the slice, are those below in the rest.
      const of = (side: Side, located: number, score: number): number =>
        placement(this.#everyone[side], label, located, score) - placement(inside[side], label, located, score);
      rest.add(label, unit, of('baseline', before, baseline), of('variant', after, variant));
    }
  }

  /** Lays sets out along everyone's scores, as many as memory allows. */
  #layOut(): void {
    let left = maxLaidOut;
    for (const { sets } of this.#crossings) {
      for (const set of sets.values()) {
        for (const side of ['baseline', 'variant'] as const) {
          for (const label of [0, 1] as const) {
            const { scores } = this.#index[side][label];
            left -= scores.length;
            if (left < 0) return;
            set[side][label].layOut(scores);
          }
        }
      }
    }
  }

  /** The sums of all examples taken. */
  build(): Rankings {
    const slices = this.#crossings.flatMap(({ sets }) =>
      [...sets].map(([key, set]) => [key, set.sums.build(set.gridError())] as const),
    );
    const rests = this.#rests.map(
      ({ key, inside, rest }) => [key, rest.build(this.#everyone.gridErrorWithout(inside))] as const,
    );
    return { slices: new Map(slices), rests: new Map(rests) };
  }

  /** Whether any score was moved onto a grid. */
  get isOnGrid(): boolean {
    const { scores } = this.#tally;
    return scores?.baseline.resolution !== 'exact' || scores.variant.resolution !== 'exact';
  }
}

/** The sets that examples with the same attributes are in. */
export interface Membership {
  readonly sets: readonly RankedSet[];
  readonly rests: readonly { readonly inside: RankedSet; readonly rest: PlacementSums }[];
}

/** Counts that are laid out along everyone's scores, at most: 8 bytes each. */
const maxLaidOut = 2 ** 23;

interface Crossing {
  readonly by: readonly string[];
  readonly positions: readonly number[];
  readonly sets: ReadonlyMap<string, RankedSet>;
}

/** The counted scores of both labels. */
type Ladders = readonly [RankLadder, RankLadder];

/** One set of examples: its scores, and the sums of their placements. */
class RankedSet {
  readonly sums: PlacementSums;

  constructor(
    readonly baseline: Ladders,
    readonly variant: Ladders,
    hasUnits: boolean,
  ) {
    this.sums = new PlacementSums(hasUnits);
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

function placement([negatives, positives]: Ladders, label: number, located: number, score: number): number {
  return label === 1
    ? negatives.twiceBelowAt(located, score)
    : 2 * positives.total - positives.twiceBelowAt(located, score);
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
