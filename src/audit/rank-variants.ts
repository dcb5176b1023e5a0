import { sliceKey } from '../base/index.js';
import { cutSlices, marginFor, type DeclaredMargin, type SliceAttribute, type SliceCells } from '../compare/index.js';
import { metricsFor, needsSecondPass, type PairTally, type Rankings, type WantedRests } from '../metrics/index.js';
import { rankOutcomes, type ModelPair, type ScoredExample } from '../outcomes/index.js';

/** What decides which sets are ranked. */
export interface RankedSets {
  readonly attributes: readonly SliceAttribute[];
  readonly crossings: readonly (readonly string[])[];
  readonly margins: readonly DeclaredMargin[];
}

/**
 * The second pass over an outcome table, one a tally: how scores rank in every slice, and among everyone else where a
 * margin holds a group's drift against theirs.
 *
 * @param pairs which models each tally is of
 * @param read starts the table from its beginning
 * @returns nothing for a tally whose outcomes are no scores of a positive class
 */
export async function rankVariants(
  tallies: readonly PairTally[],
  pairs: readonly ModelPair[],
  { attributes, crossings, margins }: RankedSets,
  read: () => AsyncIterable<readonly ScoredExample[]>,
): Promise<readonly (Rankings | undefined)[]> {
  const found: (Rankings | undefined)[] = [];
  for (const [i, tally] of tallies.entries()) {
    const rests = wantedRests(tally, cutSlices(tally, attributes, crossings), margins);
    found.push(await rankOutcomes(read, tally, pairs[i] ?? { baseline: 0, variant: i + 1 }, crossings, rests));
  }
  return found;
}

/** The slices and metrics whose drift a margin holds against everyone else's. */
export function wantedRests(
  { frame }: PairTally,
  slices: readonly SliceCells[],
  margins: readonly DeclaredMargin[],
): WantedRests {
  const wanted = { slices: new Set<string>(), metrics: new Set<string>() };
  const ranked = metricsFor(frame).filter(needsSecondPass);
  for (const slice of slices) {
    for (const metric of ranked) {
      if (!marginFor('differential', metric, slice, margins, 'plan')) continue;
      wanted.slices.add(sliceKey(slice.slice));
      wanted.metrics.add(metric.name);
    }
  }
  return wanted;
}
