import { ExactSum } from '../base/index.js';
import { jackknifeVariance } from './jackknife.js';
import type { Side } from './statistics.js';
import type { SetFacts, SetSums } from './set-sums.js';
import type { LossMoments } from './tally.js';

/**
 * How the scores of one set of examples lie together, summed: all that metrics of scores, their drift and their variances need.
 *
 * For AUC without weights an example's placement is twice the number of examples of the other label that its score ranks rightly
 * against, a tie counting once; so sums are whole numbers and exact. For a positive: twice the negatives below it; for a negative: twice
 * the positives above.
 *
 * @see DeLong, DeLong, Clarke-Pearson 1988, "Comparing the areas under two or more correlated receiver operating characteristic curves"
 */
export interface RankSums {
  /** Examples, whatever they weigh. */
  readonly negatives: number;
  readonly positives: number;
  /** Moments of the placements of the negatives, then of the positives; absent with weights, and where AUC was not asked for. */
  readonly moments: readonly [LossMoments, LossMoments] | undefined;
  /** By unit, only with units. */
  readonly byUnit?: ReadonlyMap<string, UnitPlacements> | undefined;
  /** How far each AUC may be from the exact one because scores were counted on a grid; 0 where they were not. */
  readonly gridError: Readonly<Record<Side, number>>;
  /** What the counted scores alone say, and what the second pass summed; of this set and of everyone. */
  readonly facts: SetFacts;
  readonly sums: SetSums;
  readonly everyone: { readonly facts: SetFacts; readonly sums: SetSums };
}

/** Examples and summed placements of one unit: of its negatives, then of its positives. */
export interface UnitPlacements {
  readonly count: readonly [number, number];
  readonly baseline: readonly [number, number];
  readonly variant: readonly [number, number];
}

/** One model's AUC over a set, with its variance. */
export interface SideRanking {
  readonly positives: number;
  readonly negatives: number;
  readonly auc: number;
  readonly gridError: number;
  /** DeLong's, or the jackknife's over units. */
  readonly variance: number;
  readonly units: number | undefined;
}

/** AUC of one side by exact placements; nothing where a label is missing, and with weights. */
export function rankingOf(ranks: RankSums, side: Side): SideRanking | undefined {
  const { positives, negatives } = ranks;
  if (!ranks.moments || positives === 0 || negatives === 0) return undefined;
  const auc = areaOf(ranks, side);
  const squares = side === 'baseline' ? ('baselineSquared' as const) : ('variantSquared' as const);
  const leftOut = ranks.byUnit && aucWithoutUnits(ranks, side, auc);
  const variance = leftOut
    ? leftOut.size < 2
      ? 0
      : jackknifeVariance([...leftOut.values()])
    : componentsOf(
        ranks,
        (m) => m[side],
        (m) => m[squares],
      ).reduce((sum, { ofMean }) => sum + ofMean, 0);
  return { positives, negatives, auc, gridError: ranks.gridError[side], variance, units: leftOut?.size };
}

/** The variances of the two means whose sum estimates a difference of AUCs: over the negatives, over the positives. */
export function differenceComponents(ranks: RankSums): readonly VarianceComponent[] {
  return componentsOf(
    ranks,
    (m) => {
      const shift = ExactSum.fromUnits(m.variant.units(), m.variant.bits);
      shift.subtractSum(m.baseline);
      return shift;
    },
    (m) => m.differenceSquared,
  );
}

/** One part of DeLong's variance. */
export interface VarianceComponent {
  /** Of the mean placement of one label, as a share. */
  readonly ofMean: number;
  /** Examples with that label, less one. */
  readonly degreesOfFreedom: number;
}

function componentsOf(
  { negatives, positives, moments }: RankSums,
  sumOf: (moments: LossMoments) => ExactSum,
  squaresOf: (moments: LossMoments) => ExactSum,
): readonly VarianceComponent[] {
  return (moments ?? []).map((label, i) => {
    const [own, others] = i === 0 ? [negatives, positives] : [positives, negatives];
    if (own < 2) return { ofMean: 0, degreesOfFreedom: 0 };
    // Exact in whole numbers: n Σc² − (Σc)², so that nothing cancels.
    const n = BigInt(own);
    const sum = sumOf(label).units();
    const spread = Number(n * squaresOf(label).units() - sum * sum);
    return { ofMean: spread / (own * own * (own - 1)) / (4 * others * others), degreesOfFreedom: own - 1 };
  });
}

/**
 * AUC without each unit, to first order in the units' placements.
 *
 * Scaled so that their jackknife variance is U/(U − 1) times the sum of the squared influences.
 */
export function aucWithoutUnits(ranks: RankSums, side: Side, auc: number): ReadonlyMap<string, number> {
  const { positives, negatives, byUnit } = ranks;
  const units = byUnit?.size ?? 0;
  const scale = units > 1 ? units / (units - 1) : 1;
  return new Map(
    [...(byUnit ?? [])].map(([unit, { count, [side]: placements }]) => {
      const ofNegatives = placements[0] / (2 * positives) - count[0] * auc;
      const ofPositives = placements[1] / (2 * negatives) - count[1] * auc;
      return [unit, auc - scale * (ofNegatives / negatives + ofPositives / positives)];
    }),
  );
}

/** The share of pairs of a positive and a negative that the scores rank rightly, ties counting half. */
export function areaOf({ positives, negatives, moments }: RankSums, side: Side): number {
  return (moments?.[1][side].value() ?? Number.NaN) / (2 * positives * negatives);
}
