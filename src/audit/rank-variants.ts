import { sliceKey } from '../base/index.js';
import { cutSlices, marginFor, type DeclaredMargin, type SliceAttribute } from '../compare/index.js';
import { metricsFor, type PairTally, type Rankings } from '../metrics/index.js';
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
    const ranked = metricsFor(tally.frame).filter(({ pairing }) => pairing.kind === 'rank');
    const slices = cutSlices(tally, attributes, crossings);
    const rests = slices.filter((slice) =>
      ranked.some((metric) => marginFor('differential', metric, slice, margins, 'plan')),
    );
    const keys = new Set(rests.map(({ slice }) => sliceKey(slice)));
    found.push(await rankOutcomes(read(), tally, pairs[i] ?? { baseline: 0, variant: i + 1 }, crossings, keys));
  }
  return found;
}
