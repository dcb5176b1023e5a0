import { logGamma } from './student.js';

/**
 * The exact two-sided McNemar test: how probable a split of the discordant pairs at least as uneven is, if both directions
 * were equally likely. 1 where nothing flipped.
 *
 * @see McNemar 1947; the binomial form is that of a sign test
 */
export function mcnemarExact(negative: number, positive: number): number {
  const n = negative + positive;
  const least = Math.min(negative, positive);
  if (2 * least >= n) return 1;
  let tail = 0;
  for (let k = 0; k <= least; k++) {
    tail += Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
