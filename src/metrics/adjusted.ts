/**
 * P-values adjusted so that the chance of any false rejection among them is held: Holm's step-down method.
 *
 * @param values in [0, 1]
 * @returns in the order given
 * @see Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
 */
export function holm(values: readonly number[]): readonly number[] {
  const order = ascending(values);
  const adjusted = new Array<number>(values.length).fill(1);
  let largest = 0;
  for (const [rank, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (values.length - rank) * (values[i] ?? 1)));
    adjusted[i] = largest;
  }
  return adjusted;
}

/**
 * P-values adjusted so that the expected share of false discoveries is held: Benjamini and Hochberg's step-up method. For
 * exploring, not for accusing.
 *
 * @param values in [0, 1]
 * @returns in the order given
 * @see Benjamini, Hochberg 1995, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
 */
export function benjaminiHochberg(values: readonly number[]): readonly number[] {
  const order = ascending(values);
  const adjusted = new Array<number>(values.length).fill(1);
  let smallest = 1;
  for (const [rank, i] of [...order.entries()].reverse()) {
    smallest = Math.min(smallest, (values.length / (rank + 1)) * (values[i] ?? 1));
    adjusted[i] = smallest;
  }
  return adjusted;
}

function ascending(values: readonly number[]): readonly number[] {
  return values.map((_, i) => i).sort((a, b) => (values[a] ?? 1) - (values[b] ?? 1) || a - b);
}
