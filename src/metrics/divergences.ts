/**
 * How far two distributions over the same classes are apart, in natural units. What is no distribution yet (32-bit scores that add up
 * to nearly 1) is divided by its sum first.
 */

/** A share of 0 counts as this much under the logarithm of {@link klDivergence}, as scores do in log loss: so that it is never infinite. */
const leastShare = 1e-15;

/**
 * The Kullback-Leibler divergence of q from p, Σ p ln(p / q): at least 0, at most 34.5. A q of 0 counts as 1e-15.
 *
 * @param p the distribution that weighs: the baseline's
 * @see Kullback, Leibler 1951, "On information and sufficiency"
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [ofP, ofQ] = [sumOf(p), sumOf(q)];
  let sum = 0;
  for (let k = 0; k < p.length; k++) {
    const share = (p[k] ?? 0) / ofP;
    if (share > 0) sum += share * Math.log(share / Math.max(leastShare, (q[k] ?? 0) / ofQ));
  }
  return Math.max(0, sum);
}

/**
 * The Jensen-Shannon divergence: the mean Kullback-Leibler divergence of both from their mean; symmetric, in [0, ln 2].
 *
 * @see Lin 1991, "Divergence measures based on the Shannon entropy"
 */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [ofP, ofQ] = [sumOf(p), sumOf(q)];
  let sum = 0;
  for (let k = 0; k < p.length; k++) {
    const [a, b] = [(p[k] ?? 0) / ofP, (q[k] ?? 0) / ofQ];
    // Of the sum and not of the mean: half of the least number that there is would be 0.
    if (a > 0) sum += (a * Math.log((2 * a) / (a + b))) / 2;
    if (b > 0) sum += (b * Math.log((2 * b) / (a + b))) / 2;
  }
  return Math.max(0, sum);
}

/** Half the sum of the absolute differences: the most by which the two differ about any set of classes; in [0, 1]. */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [ofP, ofQ] = [sumOf(p), sumOf(q)];
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += Math.abs((p[k] ?? 0) / ofP - (q[k] ?? 0) / ofQ);
  return sum / 2;
}

/** What to divide by; 1 where there is nothing to divide. */
function sumOf(shares: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < shares.length; k++) sum += shares[k] ?? 0;
  return sum > 0 ? sum : 1;
}
