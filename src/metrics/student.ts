import { normalQuantile } from './normal.js';

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, by Lanczos' approximation (g = 7, 9 terms); relative error below 1e-14. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const y = x - 1;
  let sum = lanczos[0] ?? 0;
  for (let i = 1; i < lanczos.length; i++) sum += (lanczos[i] ?? 0) / (y + i);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularised incomplete beta function I_x(a, b), by Lentz' continued fraction. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  const step = (numerator: number): void => {
    d = 1 + numerator * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + numerator / c;
    if (Math.abs(c) < tiny) c = tiny;
    fraction *= c * d;
  };
  for (let m = 1; m < 1000; m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return front * fraction;
}

/** Student's t quantile, for 0 < p < 1 and any positive degrees of freedom; the normal one for infinitely many. */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  if (p === knownP && degreesOfFreedom === knownDegrees) return knownQuantile;
  const quantile = quantileOf(p, degreesOfFreedom);
  [knownP, knownDegrees, knownQuantile] = [p, degreesOfFreedom, quantile];
  return quantile;
}

/** The last one asked for: both bounds of an interval, and both sides of a pair, ask for the same. */
let [knownP, knownDegrees, knownQuantile] = [Number.NaN, Number.NaN, Number.NaN];

function quantileOf(p: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) throw new RangeError(`no t distribution with ${degreesOfFreedom} degrees of freedom`);
  if (p === 0.5) return 0;
  if (p < 0.5) return -quantileOf(1 - p, degreesOfFreedom);
  if (degreesOfFreedom > 1e7) return normalQuantile(p);
  const half = degreesOfFreedom / 2;
  const upperTail = (t: number): number => incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), half, 0.5) / 2;
  const lnScale = logGamma(half + 0.5) - logGamma(half) - Math.log(Math.PI * degreesOfFreedom) / 2;
  const density = (t: number): number => Math.exp(lnScale - (half + 0.5) * Math.log1p((t * t) / degreesOfFreedom));
  const wanted = 1 - p;
  let low = 0;
  let high = 1;
  while (upperTail(high) > wanted && high < 1e12) {
    low = high;
    high *= 2;
  }
  // Newton's steps for the logarithm of the tail, halving the bracket instead where they leave it.
  let t = (low + high) / 2;
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i++) {
    const tail = upperTail(t);
    if (tail > wanted) low = t;
    else high = t;
    const next = t + (Math.log(tail / wanted) * tail) / density(t);
    const step = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(step - t) <= 1e-15 * step) return step;
    t = step;
  }
  return t;
}

/** Upper Clopper-Pearson bound of a proportion: the largest p under which at most `hits` of `n` has probability `alpha`. */
export function clopperPearsonUpper(hits: number, n: number, alpha: number): number {
  if (hits >= n) return 1;
  if (hits === 0) return -Math.expm1(Math.log(alpha) / n);
  let low = hits / n;
  let high = 1;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (1 - incompleteBeta(middle, hits + 1, n - hits) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
