import { oncePerScores, type LabelledScores } from './labelled-scores.js';

/** What scores as high as each one or higher weigh, by label; at the end, above all of them, 0. */
export interface MassesAbove {
  readonly negative: Float64Array;
  readonly positive: Float64Array;
}

/** Sums from the highest score down: entry k is of the scores from k up, entry 0 of all. */
export const massesAbove = oncePerScores(({ masses: [negatives, positives] }: LabelledScores): MassesAbove => ({
  negative: fromTheTop(negatives),
  positive: fromTheTop(positives),
}));

function fromTheTop(masses: Float64Array): Float64Array {
  const sums = new Float64Array(masses.length + 1);
  for (let k = masses.length - 1; k >= 0; k--) sums[k] = (sums[k + 1] ?? 0) + (masses[k] ?? 0);
  return sums;
}
