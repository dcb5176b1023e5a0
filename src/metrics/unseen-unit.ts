/** With flips in fewer units than this, a variance over units is too unsure of itself to be believed alone. */
export const fewUnits = 10;

/** How much of what one unit more would add, if it flipped as one, counts as seen. */
const unseenPart = 2 / 3;

/**
 * How large a part of a unit flips where any of it does: 1 where units flip as one, 1/m where of m examples one does. One unit that flips as one
 * is counted with those seen, so that few of them cannot rule it out; 1 where none was seen.
 *
 * @param shares the sum over units with flips of the part that flips
 * @see Laplace's rule of succession
 */
export function jointnessOf(shares: number, units: number): number {
  return (shares + 1) / (units + 1);
}

/**
 * The variance of a drift over units, where a unit that flips as the seen ones do may exist and not have been drawn.
 *
 * While one such unit would add more than everything that was seen, nothing in the sample tells of it. So two thirds of what one would add beyond the
 * variance seen are added. Where the variance seen is larger than that of one unit, or units hold one example each, nothing is.
 *
 * @param seen the variance over units
 * @param one what a single unit that flips adds to it: the squared share of its flips
 * @param asOne the variance if every unit flipped as one: the result is no larger, unless what was seen is
 * @see Bahadur, Savage 1956, "The nonexistence of certain statistical procedures in nonparametric problems"
 */
export function allowingForAnUnseenUnit(seen: number, one: number, asOne: number): number {
  return Math.max(seen, Math.min(asOne, seen + unseenPart * Math.max(0, one - seen)));
}

/**
 * Degrees of freedom of a variance that is the sum of squares of what units add: few where few units make most of it.
 *
 * By Satterthwaite's rule, 2 V² / (Σ z⁴ − (Σ z²)² / n) with the units' contributions z: n where these are normal. Between `least`, as few as a variance
 * is believed with at all, and n − 1.
 *
 * @param moved what each unit adds
 * @param variance V, of which a part may come from elsewhere
 * @see Satterthwaite 1946, "An approximate distribution of estimates of variance components"
 */
export function degreesOfFreedomOfUnits(moved: readonly number[], variance: number, least: number): number {
  const most = Math.max(1, moved.length - 1);
  let [squares, fourths] = [0, 0];
  for (const z of moved) {
    squares += z * z;
    fourths += z ** 4;
  }
  const varianceOfVariance = fourths - (squares * squares) / moved.length;
  const found = varianceOfVariance > 0 ? (2 * variance * variance) / varianceOfVariance : most;
  return Math.min(most, Math.max(least, found));
}
