/**
 * The smallest share that is still likely: where `total` times the Kullback-Leibler divergence of the share seen from it is `evidence`.
 *
 * An interval by the likelihood ratio (2 × evidence is the deviance). With as many independent examples the truth is below it
 * with probability e^(−evidence) at most, whatever their number (Chernoff 1952), so few examples do not make it too sure. It
 * rises with `part`, and falls as `total` grows with `part` as it is.
 *
 * @param part from 0 to `total`; both may be fractions
 * @param total above 0
 * @param evidence above 0
 * @returns from 0 to the share seen
 */
export function likelyAtLeast(part: number, total: number, evidence: number): number {
  if (part <= 0) return 0;
  if (part >= total) return Math.exp(-evidence / total);
  const seen = part / total;
  const rest = total - part;
  const constant = part * Math.log(seen) + rest * Math.log1p(-seen) - evidence;
  // In t = ln p the excess −part t − rest ln(1 − eᵗ) + constant is convex and falls, so Newton's method from the left never passes the root.
  let t = constant / part;
  for (let i = 0; i < 60; i++) {
    const p = Math.exp(t);
    const excess = constant - part * t - rest * Math.log1p(-p);
    const slope = part - (rest * p) / (1 - p);
    const step = excess / slope;
    if (!(step > 1e-13 * Math.abs(t))) break;
    t += step;
  }
  return Math.min(seen, Math.exp(t));
}

/** The largest share that is still likely; see {@link likelyAtLeast}. */
export function likelyAtMost(part: number, total: number, evidence: number): number {
  if (part >= total) return 1;
  if (part <= 0) return -Math.expm1(-evidence / total);
  return Math.max(part / total, 1 - likelyAtLeast(total - part, total, evidence));
}
