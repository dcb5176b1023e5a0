import { createHash } from 'node:crypto';

/** A stream of numbers that depends on its key alone. */
export interface Random {
  /** The next 32 bits, as an unsigned integer. */
  nextUint32(): number;
  /** Uniform in [0, 1), with 53 bits. */
  next(): number;
  /** Uniform in 0 … bound − 1, without bias. @throws {RangeError} where the bound is no whole number from 1 to 2³² */
  nextBelow(bound: number): number;
}

/**
 * Randomness keyed by words: the same key gives the same numbers on every machine, and different keys independent ones.
 *
 * The generator is xoshiro128** (Blackman, Vigna 2018, "Scrambled linear pseudorandom number generators"), seeded with
 * the SHA-256 of the key. Not for secrets.
 */
export function randomFor(...key: readonly (string | number)[]): Random {
  const seed = createHash('sha256').update(JSON.stringify(key)).digest();
  let [a, b, c, d] = [seed.readUInt32LE(0), seed.readUInt32LE(4), seed.readUInt32LE(8), seed.readUInt32LE(12) | 1];
  const nextUint32 = (): number => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const next = (): number => ((nextUint32() >>> 5) * 67_108_864 + (nextUint32() >>> 6)) / 9_007_199_254_740_992;
  const nextBelow = (bound: number): number => {
    if (!Number.isInteger(bound) || bound < 1 || bound > 4_294_967_296) {
      throw new RangeError(`nothing can be drawn below ${bound}`);
    }
    const limit = Math.floor(4_294_967_296 / bound) * bound;
    for (;;) {
      const bits = nextUint32();
      if (bits < limit) return bits % bound;
    }
  };
  return { nextUint32, next, nextBelow };
}
