import { ExactSum } from '../base/index.js';
import type { Placements } from './placements.js';
import type { RankSums, UnitPlacements } from './rank-sums.js';
import type { ScoreFacts } from './score-facts.js';
import { emptyMoments, type LossMoments } from './tally.js';
import type { Side } from './statistics.js';

/** What a second pass over some examples of a set sums; that of other examples adds up with it exactly. */
export interface SetSums {
  /** Without units: by part, which is a cell of the score counts, or a label where there are too many cells. */
  readonly parts: ReadonlyMap<number, PartSums>;
  /** With units: by unit, in order. */
  readonly units: ReadonlyMap<string, UnitSums>;
}

/** Of the examples of one part. */
export interface PartSums {
  readonly examples: number;
  /**
   * Σ (variant − baseline)² of the placements, where there are any; then for each function Σ d² and Σ d e, with weights also Σ b² and
   * Σ v²: of levels of influence times weights, with d = v − b, and e the d of the same example in everyone.
   */
  readonly sums: readonly bigint[];
}

/** Of the examples of one unit. */
export interface UnitSums extends UnitPlacements {
  /** For each function: Σ of the levels of influence times the weights, of the baseline and of the variant. */
  readonly levels: readonly (readonly [baseline: number, variant: number])[];
}

/** What follows from the tally alone: with it sums become estimates. */
export interface SetFacts {
  /** By part: its label, and what it is called among all sets of the tally; nothing where parts are shared with no other set. */
  readonly labels: Uint8Array;
  readonly names: readonly string[] | undefined;
  readonly hasUnits: boolean;
  readonly hasWeights: boolean;
  /** What weights are multiplied by before they are rounded; 1 without weights. */
  readonly weightScale: number;
  /** Absent with weights, and where nothing needs them. */
  readonly placements: Readonly<Record<Side, Omit<Placements, 'of'>>> | undefined;
  readonly isOnGrid: Readonly<Record<Side, boolean>>;
  readonly functions: readonly ScoreFacts[];
}

/** Sums of nothing. */
export const noSums: SetSums = { parts: new Map(), units: new Map() };

/** How many sums a part has. */
export function widthOf({ placements, functions, hasWeights }: SetFacts): number {
  return (placements ? 1 : 0) + functions.length * (hasWeights ? 4 : 2);
}

/** Sums with what the tally says about them. @param everyone those of all examples */
export function rankSumsOf(facts: SetFacts, sums: SetSums, everyone: RankSums['everyone']): RankSums {
  const counts: [number, number] = [0, 0];
  for (const [part, { examples }] of sums.parts) counts[facts.labels[part] === 1 ? 1 : 0] += examples;
  for (const { count } of sums.units.values()) for (const label of [0, 1] as const) counts[label] += count[label];
  const errorOf = (side: Side): number => (facts.isOnGrid[side] ? (facts.placements?.[side].halfOfTies ?? 0) : 0);
  return {
    negatives: counts[0],
    positives: counts[1],
    moments: facts.placements && [momentsOf(facts, sums, 0), momentsOf(facts, sums, 1)],
    byUnit: facts.hasUnits ? sums.units : undefined,
    gridError: { baseline: errorOf('baseline'), variant: errorOf('variant') },
    facts,
    sums,
    everyone,
  };
}

function momentsOf({ placements, labels }: SetFacts, { parts }: SetSums, label: 0 | 1): LossMoments {
  const total = emptyMoments(0);
  for (const side of ['baseline', 'variant'] as const) {
    const of = placements?.[side];
    if (!of) continue;
    total[side].addSum(ExactSum.fromUnits(of.sums[label], 0));
    total[side === 'baseline' ? 'baselineSquared' : 'variantSquared'].addSum(ExactSum.fromUnits(of.squares[label], 0));
  }
  for (const [part, { sums }] of parts)
    if (labels[part] === label) total.differenceSquared.addSum(ExactSum.fromUnits(sums[0] ?? 0n, 0));
  return total;
}

/** The sums of different examples of one set. */
export function addSums(a: SetSums, b: SetSums): SetSums {
  const parts = new Map(a.parts);
  for (const [part, { examples, sums }] of b.parts) {
    const known = parts.get(part);
    parts.set(part, {
      examples: examples + (known?.examples ?? 0),
      sums: sums.map((sum, i) => sum + (known?.sums[i] ?? 0n)),
    });
  }
  const units = new Map(a.units);
  for (const [unit, sums] of b.units) {
    const known = units.get(unit);
    units.set(unit, known ? addUnits(known, sums) : sums);
  }
  return {
    parts: new Map([...parts].sort(([x], [y]) => x - y)),
    units: new Map([...units].sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0))),
  };
}

function addUnits(a: UnitSums, b: UnitSums): UnitSums {
  const both = (of: keyof UnitPlacements): readonly [number, number] => [a[of][0] + b[of][0], a[of][1] + b[of][1]];
  return {
    count: both('count'),
    baseline: both('baseline'),
    variant: both('variant'),
    levels: a.levels.map(([x, y], i) => [x + (b.levels[i]?.[0] ?? 0), y + (b.levels[i]?.[1] ?? 0)]),
  };
}
