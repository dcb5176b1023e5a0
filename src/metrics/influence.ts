/**
 * What each independent thing adds to an estimate, to first order: how estimates move together.
 *
 * The variance of the estimate is the sum of the squares of `shared`, plus `own`; the covariance of two is the sum of the products
 * over what they share. A key is what may be shared: a unit's name; without units a cell, whose entry is the influence of its
 * examples on average, times the root of the sum of their squared weights; and a cell's moments of a loss, whose entry is how far
 * its examples stray around that average.
 *
 * @see Huber 1981, "Robust Statistics", section 1.4 (the infinitesimal jackknife)
 */
export interface Influence {
  readonly shared: ReadonlyMap<unknown, number>;
  /** Variance that is shared with no other estimate, or not known to be; to leave it apart widens what holds jointly. */
  readonly own: number;
}

/** Of an estimate that nothing moves. */
export const noInfluence: Influence = { shared: new Map(), own: 0 };

/** The variance of the estimate. */
export function varianceOf({ shared, own }: Influence): number {
  let sum = own;
  for (const value of shared.values()) sum += value * value;
  return sum;
}

/** The covariance of two estimates. */
export function covarianceOf(a: Influence, b: Influence): number {
  const [few, many] = a.shared.size <= b.shared.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [key, value] of few.shared) sum += value * (many.shared.get(key) ?? 0);
  return sum;
}

/** The correlation of two estimates, in [−1, 1]; 0 where one does not vary. */
export function correlationOf(a: Influence, b: Influence): number {
  const scale = Math.sqrt(varianceOf(a) * varianceOf(b));
  return scale > 0 ? Math.max(-1, Math.min(1, covarianceOf(a, b) / scale)) : 0;
}

/** Of the sum of estimates, each times its factor. */
export function combined(parts: readonly { readonly influence: Influence; readonly factor: number }[]): Influence {
  const shared = new Map<unknown, number>();
  let own = 0;
  for (const { influence, factor } of parts) {
    for (const [key, value] of influence.shared) shared.set(key, (shared.get(key) ?? 0) + factor * value);
    own += factor * factor * influence.own;
  }
  return { shared, own };
}

/** From the values of an estimate with one unit left out at a time: its squares add up to the jackknife's variance. */
export function influenceOfLeftOut(leftOut: ReadonlyMap<string, number>): Influence {
  const units = leftOut.size;
  let mean = 0;
  for (const value of leftOut.values()) mean += value / units;
  const scale = Math.sqrt((units - 1) / units);
  return { shared: new Map([...leftOut].map(([unit, value]) => [unit, scale * (mean - value)])), own: 0 };
}
