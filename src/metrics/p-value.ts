import type { DriftEstimate } from './paired-drift.js';

/** Below this a p-value is not told apart from 0 any more. */
export const smallestP = 1e-12;

/**
 * The two-sided p-value of no drift: twice the smallest tail at which the interval still holds 0. In [{@link smallestP}, 1].
 *
 * Inverting the interval keeps the manners of whatever method it came from.
 */
export function pValueOf(drift: Extract<DriftEstimate, { kind: 'drift' }>): number {
  const holdsZero = (tail: number): boolean => {
    const { lower, upper } = drift.bounds(tail);
    return lower <= 0 && upper >= 0;
  };
  if (drift.value === 0 || holdsZero(0.4999)) return 1;
  let [low, high] = [Math.log(smallestP / 2), Math.log(0.4999)];
  if (!holdsZero(smallestP / 2)) return smallestP;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (holdsZero(Math.exp(middle))) low = middle;
    else high = middle;
  }
  return 2 * Math.exp(low);
}
