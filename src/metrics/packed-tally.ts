import { ExactSum, wideFixedPointBits } from '../base/index.js';
import type { ScoreCell, ScoreCounts } from './score-counts.js';
import type { ScoreResolution } from './score-resolution.js';
import { sumBitsOf, type Cell, type LossMoments, type PairTally, type TallyFrame } from './tally.js';

/** A tally as data that one thread hands to another: exact sums as whole numbers. Not for files, which are checked when they are read. */
export interface PackedTally {
  readonly frame: TallyFrame;
  readonly cells: readonly PackedCell[];
  readonly scores?: { readonly baseline: PackedScores; readonly variant: PackedScores } | undefined;
}

type PackedCell = Omit<Cell, 'weights' | 'moments'> & {
  readonly weights?: readonly [bigint, bigint] | undefined;
  /** By loss: its sums, those by squared weight last. */
  readonly moments: readonly (readonly bigint[])[];
};

interface PackedScores {
  readonly resolution: ScoreResolution;
  readonly cells: readonly (Omit<ScoreCell, 'masses'> & { readonly masses?: readonly bigint[] | undefined })[];
}

/** A tally on its way to another thread. */
export function packTally({ frame, cells, scores }: PairTally): PackedTally {
  const packScores = ({ resolution, cells: counted }: ScoreCounts): PackedScores => ({
    resolution,
    cells: counted.map((cell) => ({ ...cell, masses: cell.masses?.map((mass) => mass.units()) })),
  });
  return {
    frame,
    cells: cells.map((cell) => ({
      ...cell,
      weights: cell.weights && [cell.weights.sum.units(), cell.weights.squares.units()],
      moments: cell.moments.map((moments) =>
        [
          moments.baseline,
          moments.variant,
          moments.baselineSquared,
          moments.variantSquared,
          moments.differenceSquared,
          ...(moments.bySquaredWeight ? [moments.bySquaredWeight.baseline, moments.bySquaredWeight.variant] : []),
        ].map((sum) => sum.units()),
      ),
    })),
    scores: scores && { baseline: packScores(scores.baseline), variant: packScores(scores.variant) },
  };
}

/** The tally that was packed. */
export function unpackTally({ frame, cells, scores }: PackedTally): PairTally {
  const bits = sumBitsOf(frame);
  const sum = (units: bigint | undefined): ExactSum => ExactSum.fromUnits(units ?? 0n, bits);
  const unpackScores = ({ resolution, cells: counted }: PackedScores): ScoreCounts => ({
    resolution,
    cells: counted.map((cell) => ({
      ...cell,
      masses: cell.masses?.map((mass) => ExactSum.fromUnits(mass, wideFixedPointBits)),
    })),
  });
  return {
    frame,
    cells: cells.map((cell) => ({
      ...cell,
      weights: cell.weights && { sum: sum(cell.weights[0]), squares: sum(cell.weights[1]) },
      moments: cell.moments.map((moments): LossMoments => {
        const [baseline, variant, baselineSquared, variantSquared, differenceSquared, ...bySquaredWeight] = moments;
        return {
          baseline: sum(baseline),
          variant: sum(variant),
          baselineSquared: sum(baselineSquared),
          variantSquared: sum(variantSquared),
          differenceSquared: sum(differenceSquared),
          bySquaredWeight:
            bySquaredWeight.length === 0
              ? undefined
              : { baseline: sum(bySquaredWeight[0]), variant: sum(bySquaredWeight[1]) },
        };
      }),
    })),
    scores: scores && { baseline: unpackScores(scores.baseline), variant: unpackScores(scores.variant) },
  };
}
