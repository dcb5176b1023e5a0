/**
 * The standard normal distribution function.
 *
 * Through the complementary error function by its continued fraction and series; relative error below 1e-14.
 */
export function normalCdf(z: number): number {
  return z < 0 ? normalTail(-z) : 1 - normalTail(z);
}

/** P(Z > z) of a standard normal Z, for z ≥ 0; relative error below 1e-14. */
export function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    // Φ(z) − ½ = φ(z) (z + z³/3 + z⁵/15 + …), Abramowitz and Stegun 26.2.11.
    let term = z;
    let sum = z;
    for (let k = 3; Math.abs(term) > 1e-17 * sum && k < 400; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  // Continued fraction of Mills' ratio, Abramowitz and Stegun 26.2.14.
  let fraction = 0;
  for (let k = 200; k >= 1; k--) fraction = k / (z + fraction);
  return density / (z + fraction);
}

/**
 * The standard normal quantile, for 0 < p < 1.
 *
 * Begins with the rational approximation 26.2.23 of Abramowitz and Stegun and is polished by Newton's method to the last digits.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`no normal quantile at ${p}`);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(p));
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let i = 0; i < 20; i++) {
    // Newton's step for the logarithm of the tail, which is nearly a parabola: it converges from afar as well.
    const tail = z < 0 ? 1 - normalTail(-z) : normalTail(z);
    const slope = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / tail;
    const step = Math.log(tail / p) / slope;
    z += step;
    if (Math.abs(step) < 1e-15 * Math.max(1, Math.abs(z))) break;
  }
  return -z;
}
