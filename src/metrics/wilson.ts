/** Wilson's score interval of a proportion. @param n above 0; may be an effective number @see Wilson 1927 */
export function wilsonInterval(
  hits: number,
  n: number,
  critical: number,
): { readonly lower: number; readonly upper: number } {
  const p = hits / n;
  const z2 = critical * critical;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (critical / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}
