import type { Random } from '../../src/base/index.js';

/** A lognormal draw of this mean. */
export function lognormal(sigma: number, mean: number, random: Random): number {
  return mean * Math.exp(sigma * normal(random) - (sigma * sigma) / 2);
}

/** A standard normal draw (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
