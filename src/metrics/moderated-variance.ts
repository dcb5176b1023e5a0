/** A variance and how many degrees of freedom it was estimated with. */
export interface EstimatedVariance {
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/** A variance that is one of many, and what it may grow with: the variance that examples alone give. */
export interface VarianceOfMany extends EstimatedVariance {
  readonly scale: number;
}

/**
 * Variances of many estimates, each from few trainings, that lend each other strength: every one is drawn towards what is usual for
 * its scale, with as many more degrees of freedom as the variances resemble each other (an empirical Bayes estimate).
 *
 * Where they differ more than chance explains, little is lent. A usual variance may grow with the scale, at most in proportion.
 *
 * @param list of at least one; fewer than three are left as they are
 * @see Smyth 2004, "Linear models and empirical Bayes methods for assessing differential expression in microarray experiments",
 *   Statistical Applications in Genetics and Molecular Biology 3, section 6
 */
export function moderatedVariances(list: readonly VarianceOfMany[]): readonly EstimatedVariance[] {
  const positive = list.map(({ variance }) => variance).filter((variance) => variance > 0);
  const least = 1e-5 * median(positive);
  if (list.length < 3 || !(least > 0)) return list;
  const logs = list.map(({ variance, degreesOfFreedom: d }) => Math.log(Math.max(variance, least)) - bias(d));
  const usual = trendOver(
    list.map(({ scale }) => Math.log(Math.max(scale, Number.MIN_VALUE))),
    logs,
  );
  const spread =
    logs.reduce((sum, log, i) => sum + (log - (usual[i] ?? 0)) ** 2, 0) / Math.max(1, list.length - 2) -
    list.reduce((sum, { degreesOfFreedom: d }) => sum + trigamma(d / 2), 0) / list.length;
  const lent = spread > 0 ? 2 * inverseTrigamma(spread) : most;
  return list.map(({ variance, degreesOfFreedom: d }, i) => {
    const prior = Math.exp((usual[i] ?? 0) + (lent >= most ? 0 : bias(lent)));
    const freedom = Math.min(most, lent) + d;
    return { variance: (Math.min(most, lent) * prior + d * variance) / freedom, degreesOfFreedom: freedom };
  });
}

/** As good as infinitely many degrees of freedom. */
const most = 1e6;

/** By how much the logarithm of a variance with d degrees of freedom is too small on average, as a negative number. */
function bias(d: number): number {
  return digamma(d / 2) - Math.log(d / 2);
}

/** The least-squares line of y over x, its slope held within [0, 1]. */
function trendOver(x: readonly number[], y: readonly number[]): readonly number[] {
  const [meanX, meanY] = [average(x), average(y)];
  let [xx, xy] = [0, 0];
  for (const [i, value] of x.entries()) {
    xx += (value - meanX) ** 2;
    xy += (value - meanX) * ((y[i] ?? 0) - meanY);
  }
  const slope = xx > 1e-12 ? Math.min(1, Math.max(0, xy / xx)) : 0;
  return x.map((value) => meanY + slope * (value - meanX));
}

/** ψ(x) for x > 0: recurrence up to 8, then the asymptotic series; Abramowitz and Stegun 6.3.5 and 6.3.18. */
export function digamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 8; y++) shift -= 1 / y;
  const z = 1 / (y * y);
  return (
    shift + Math.log(y) - 1 / (2 * y) - z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132)))))
  );
}

/** ψ′(x) for x > 0; Abramowitz and Stegun 6.4.6 and 6.4.12. */
export function trigamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 8; y++) shift += 1 / (y * y);
  const z = 1 / (y * y);
  return shift + 1 / y + z / 2 + (z / y) * (1 / 6 - z * (1 / 30 - z * (1 / 42 - z * (1 / 30 - z * (5 / 66)))));
}

/** The x at which ψ′ has this value, above 0; bisected, since ψ′ falls. */
function inverseTrigamma(value: number): number {
  let [low, high] = [1e-8, most];
  if (trigamma(high) >= value) return high;
  for (let i = 0; i < 200 && high / low > 1 + 1e-12; i++) {
    const middle = Math.sqrt(low * high);
    if (trigamma(middle) > value) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
