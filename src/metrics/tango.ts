/**
 * Tango's score interval for the difference of two paired proportions.
 *
 * Unlike Wald's it does not collapse when few or no pairs are discordant.
 *
 * @param gained pairs with a miss before and a hit after (may be fractional: effective counts)
 * @param lost pairs with a hit before and a miss after
 * @param n all pairs, above 0
 * @param critical the two-sided critical value, such as 1.96
 * @returns bounds of the rate after minus the rate before, in [−1, 1]
 * @see Tango 1998, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design"
 */
export function tangoInterval(
  gained: number,
  lost: number,
  n: number,
  critical: number,
): { readonly lower: number; readonly upper: number } {
  return {
    lower: root(gained, lost, n, critical, -1, (gained - lost) / n),
    upper: -root(lost, gained, n, critical, -1, (lost - gained) / n),
  };
}

/** The delta below the estimate at which the score statistic reaches the critical value. */
function root(b: number, c: number, n: number, critical: number, from: number, estimate: number): number {
  let low = from;
  let high = estimate;
  if (score(b, c, n, low) < critical) return low;
  for (let i = 0; i < 100 && high - low > 1e-15; i++) {
    const middle = (low + high) / 2;
    if (score(b, c, n, middle) > critical) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Tango's statistic for p(b) − p(c) = delta, with the nuisance parameter at its restricted maximum likelihood estimate. */
function score(b: number, c: number, n: number, delta: number): number {
  const linear = -b - c + (2 * n - b + c) * delta;
  const constant = -c * delta * (1 - delta);
  const q = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
  const variance = n * (2 * q + delta * (1 - delta));
  const distance = b - c - n * delta;
  if (variance <= 0) return distance > 0 ? Infinity : distance < 0 ? -Infinity : 0;
  return distance / Math.sqrt(variance);
}
