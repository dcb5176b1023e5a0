/** An estimate with its bounds. */
export interface Bounded {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Bounds of the difference of two estimates from the bounds of each: the method of variance estimates recovery. It keeps the
 * good manners of score intervals where a variance alone would be zero.
 *
 * @param correlation of the two estimates, in [−1, 1]; 0 for independent ones
 * @see Zou, Donner 2008, "Construction of confidence limits about effect measures: a general approach", with the
 *   correlation as in Zou 2007
 */
export function differenceBounds(a: Bounded, b: Bounded, correlation: number): Bounded {
  const value = a.value - b.value;
  const spread = (x: number, y: number): number => Math.sqrt(Math.max(0, x * x + y * y - 2 * correlation * x * y));
  return {
    value,
    lower: value - spread(a.value - a.lower, b.upper - b.value),
    upper: value + spread(a.upper - a.value, b.value - b.lower),
  };
}
