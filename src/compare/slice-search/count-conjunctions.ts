/** How many conjunctions of one to `depth` values of different columns there are. */
export function countConjunctions(sizes: readonly number[], depth: number): number {
  const bySize = [1, 0, 0, 0];
  for (const size of sizes) {
    for (let k = depth; k > 0; k--) bySize[k] = (bySize[k] ?? 0) + size * (bySize[k - 1] ?? 0);
  }
  return bySize.slice(1).reduce((sum, x) => sum + x, 0);
}
