/** Orders lists of numbers by their first difference; what the second lacks counts as 0. @returns below 0 where a comes first */
export function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
