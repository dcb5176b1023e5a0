import type { Bounded } from '../../metrics/index.js';

/** A number that others are made of, with its bounds. */
export interface Part {
  readonly value: number;
  /** Bounds, each of which the true value passes with probability `tail` at most. */
  bounds(tail: number): { readonly lower: number; readonly upper: number };
}

/** Numbers that are estimated from the same examples, and how they move together. */
export interface Parts {
  readonly list: readonly Part[];
  /** Of two of them, by position, in [−1, 1]; absent where it is not known. */
  correlation(a: number, b: number): number | undefined;
}

/**
 * The sum of numbers, each times its factor, with bounds from theirs (MOVER): distances add up in squares with their correlations;
 * where a correlation is not known, as if it were the worst. A single part with the factor 1 keeps its own bounds.
 *
 * The order of the parts changes nothing, to the last bit.
 *
 * @param factors one a part; a part with the factor 0 takes no part
 * @see Zou, Huang, Zhang 2009, "A note on confidence interval estimation for a linear function of binomial proportions"
 */
export function sumOfParts(parts: Parts, factors: readonly number[], tail: number): Bounded {
  const used = parts.list.flatMap((part, position) => {
    const factor = factors[position] ?? 0;
    if (factor === 0) return [];
    const { lower, upper } = part.bounds(tail);
    const [below, above] = [part.value - lower, upper - part.value].map((distance) => Math.abs(factor) * distance);
    const [down = 0, up = 0] = factor > 0 ? [below, above] : [above, below];
    return [{ position, sign: Math.sign(factor), value: factor * part.value, down, up }];
  });
  const reach = (way: 'down' | 'up'): number => {
    const products = used.flatMap((a, i) =>
      used.slice(0, i + 1).map((b) => {
        if (a === b) return a[way] * a[way];
        const known = parts.correlation(a.position, b.position);
        return 2 * (known === undefined ? 1 : a.sign * b.sign * known) * a[way] * b[way];
      }),
    );
    return Math.sqrt(Math.max(0, inAnyOrder(products)));
  };
  const value = inAnyOrder(used.map((part) => part.value));
  return { value, lower: value - reach('down'), upper: value + reach('up') };
}

/** The sum of numbers, the same whatever their order. */
export function inAnyOrder(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b).reduce((sum, number) => sum + number, 0);
}
