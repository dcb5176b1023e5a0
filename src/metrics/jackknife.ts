/**
 * The jackknife variance of an estimate from its values with one unit left out at a time.
 *
 * @param leftOut the estimate without each unit; at least two
 * @see Efron, Stein 1981, "The jackknife estimate of variance"
 */
export function jackknifeVariance(leftOut: ArrayLike<number>): number {
  return jackknifeCovariance(leftOut, leftOut);
}

/** The jackknife covariance of two estimates over the same units, in the same order. */
export function jackknifeCovariance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  if (n < 2) throw new RangeError('a jackknife needs at least two units');
  let meanA = 0;
  let meanB = 0;
  for (let i = 0; i < n; i++) {
    meanA += (a[i] ?? 0) / n;
    meanB += (b[i] ?? 0) / n;
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += ((a[i] ?? 0) - meanA) * ((b[i] ?? 0) - meanB);
  return (sum * (n - 1)) / n;
}
