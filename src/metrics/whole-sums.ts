/** What is carried over to the high half of a sum at a time. */
const carry = 2 ** 32;
/** A sum's low half is carried over before it gets here; products below it are exact. */
const largest = 2 ** 52;

/** Many exact sums of products of whole numbers, in typed arrays. */
export class WholeSums {
  /** For who adds products below 2⁴² themselves, and calls {@link carryOver} at least every 1,000 of them. */
  readonly low: Float64Array;
  readonly #high: Float64Array;
  readonly #large = new Map<number, bigint>();

  constructor(length: number) {
    this.low = new Float64Array(length);
    this.#high = new Float64Array(length);
  }

  /** Adds a product of two whole numbers of any size that a double holds exactly. */
  add(i: number, a: number, b: number): void {
    const product = a * b;
    if (Math.abs(product) >= largest) {
      this.#large.set(i, (this.#large.get(i) ?? 0n) + BigInt(a) * BigInt(b));
      return;
    }
    this.low[i] = (this.low[i] ?? 0) + product;
    if (Math.abs(this.low[i] ?? 0) >= largest) this.carryOver(i, i + 1);
  }

  /** Makes room in the low halves from one place to before another. */
  carryOver(from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const over = Math.trunc((this.low[i] ?? 0) / carry);
      this.#high[i] = (this.#high[i] ?? 0) + over;
      this.low[i] = (this.low[i] ?? 0) - over * carry;
    }
  }

  /** A sum as it stands. */
  sum(i: number): bigint {
    return BigInt(this.#high[i] ?? 0) * BigInt(carry) + BigInt(this.low[i] ?? 0) + (this.#large.get(i) ?? 0n);
  }
}
