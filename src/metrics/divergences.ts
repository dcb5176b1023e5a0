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
    sum += divergenceTerm(share, (q[k] ?? 0) / ofQ);
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
    sum += halfTerm(a, a + b);
    sum += halfTerm(b, a + b);
  }
  return Math.max(0, sum);
}

/** The Kullback-Leibler divergence of the two shares (1 − s, s) that each score stands for; no list is made an example. */
export function binaryKlDivergence(baseline: number, variant: number): number {
  if (baseline === variant) return 0;
  const [restOfP, restOfQ] = [1 - baseline, 1 - variant];
  const [ofP, ofQ] = [restOfP + baseline, restOfQ + variant];
  return Math.max(0, divergenceTerm(restOfP / ofP, restOfQ / ofQ) + divergenceTerm(baseline / ofP, variant / ofQ));
}

/** The Jensen-Shannon divergence of the two shares (1 − s, s) that each score stands for; no list is made an example. */
export function binaryJensenShannon(baseline: number, variant: number): number {
  if (baseline === variant) return 0;
  const [restOfP, restOfQ] = [1 - baseline, 1 - variant];
  const [ofP, ofQ] = [restOfP + baseline, restOfQ + variant];
  const [a, b, c, d] = [restOfP / ofP, restOfQ / ofQ, baseline / ofP, variant / ofQ];
  return Math.max(0, halfTerm(a, a + b) + halfTerm(b, a + b) + halfTerm(c, c + d) + halfTerm(d, c + d));
}

/** What one class adds to the divergence of q from p. */
function divergenceTerm(p: number, q: number): number {
  return p > 0 ? p * Math.log(p / Math.max(leastShare, q)) : 0;
}

/** What a share adds to the divergence from the mean of both. Of the sum and not of the mean: half of the least number that there is would be 0. */
function halfTerm(share: number, sum: number): number {
  return share > 0 ? (share * Math.log((2 * share) / sum)) / 2 : 0;
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
