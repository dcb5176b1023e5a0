/**
 * Kullback and Leibler's divergence of q from p, Σ p ln(p/q), in nats: at least 0, and infinite where q rules out what p allows.
 *
 * @param p what is held to be true (the baseline's scores); sums to 1, as q does, over the same classes
 * @throws {RangeError} where the two are not distributions over the same classes
 * @see Kullback, Leibler 1951, "On information and sufficiency"
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  assertDistributions(p, q);
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += term(p[k] ?? 0, q[k] ?? 0);
  return Math.max(0, sum);
}

/**
 * Jensen and Shannon's divergence, in nats: the mean divergence of both from their mean. Symmetric, in [0, ln 2], never infinite.
 *
 * @throws {RangeError} where the two are not distributions over the same classes
 * @see Lin 1991, "Divergence measures based on the Shannon entropy"
 */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  assertDistributions(p, q);
  let sum = 0;
  for (let k = 0; k < p.length; k++) {
    const [a, b] = [p[k] ?? 0, q[k] ?? 0];
    sum += (term(a, (a + b) / 2) + term(b, (a + b) / 2)) / 2;
  }
  return Math.min(Math.LN2, Math.max(0, sum));
}

/**
 * Total variation: half of Σ |p − q|, in [0, 1]; the largest difference in probability of any event.
 *
 * @throws {RangeError} where the two are not distributions over the same classes
 */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  assertDistributions(p, q);
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += Math.abs((p[k] ?? 0) - (q[k] ?? 0)) / 2;
  return Math.min(1, sum);
}

function term(p: number, q: number): number {
  if (p === 0) return 0;
  return q === 0 ? Infinity : p * Math.log(p / q);
}

/** Scores of float32 models sum to 1 up to about this. */
const tolerance = 1e-3;

function assertDistributions(p: ArrayLike<number>, q: ArrayLike<number>): void {
  if (p.length !== q.length || p.length === 0)
    throw new RangeError(`distributions over ${p.length} and ${q.length} classes`);
  for (const one of [p, q]) {
    let sum = 0;
    for (let k = 0; k < one.length; k++) {
      const value = one[k] ?? NaN;
      if (!(value >= 0)) throw new RangeError(`not a probability: ${value}`);
      sum += value;
    }
    if (Math.abs(sum - 1) > tolerance) throw new RangeError(`probabilities that sum to ${sum}`);
  }
}
