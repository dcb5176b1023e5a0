/**
 * How much each group's loss grew, and the gap between the group whose loss grew most and the one whose loss grew least.
 *
 * @param before the mean loss of each group; at least one
 * @see Tran et al. 2022, "Pruning has a disparate impact on model accuracy", section 3
 */
export function excessiveLoss(
  before: readonly number[],
  after: readonly number[],
): { readonly excess: readonly number[]; readonly gap: number } {
  const excess = before.map((was, i) => (after[i] ?? NaN) - was);
  return { excess, gap: Math.max(...excess) - Math.min(...excess) };
}
