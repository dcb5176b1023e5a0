/** How many binary digits after the point a sum of scores and losses keeps. */
export const fixedPointBits = 48;
/** For values of any scale, such as errors of a regression and their squares. */
export const wideFixedPointBits = 200;
const flushAt = 2 ** 52;

/**
 * A sum of real numbers in fixed point, so that it does not depend on the order of its terms and two sums add up exactly.
 *
 * Every term is rounded once to a multiple of 2⁻ᵇⁱᵗˢ; from there on the arithmetic is that of integers.
 */
export class ExactSum {
  readonly bits: number;
  readonly #scale: number;
  #high = 0n;
  #low = 0;

  constructor(bits: number = fixedPointBits) {
    this.bits = bits;
    this.#scale = 2 ** bits;
  }

  /** Adds one finite number. @throws {RangeError} when it is NaN, infinite, or too large to be held. */
  add(value: number): void {
    const units = Math.round(value * this.#scale);
    if (!Number.isFinite(units)) throw new RangeError(`cannot sum ${value}`);
    if (Math.abs(units) >= flushAt) {
      this.#high += BigInt(units);
      return;
    }
    this.#low += units;
    if (Math.abs(this.#low) >= flushAt) this.#flush();
  }

  /** Adds another sum of as many digits, exactly. */
  addSum(other: ExactSum): void {
    this.#assertSameBits(other);
    this.#high += other.units();
  }

  /** Takes another sum of as many digits away, exactly. */
  subtractSum(other: ExactSum): void {
    this.#assertSameBits(other);
    this.#high -= other.units();
  }

  /** The sum as a whole number of 2⁻ᵇⁱᵗˢ. */
  units(): bigint {
    this.#flush();
    return this.#high;
  }

  /** The sum, rounded to the nearest double. */
  value(): number {
    this.#flush();
    return Number(this.#high) / this.#scale;
  }

  static fromUnits(units: bigint, bits: number = fixedPointBits): ExactSum {
    const sum = new ExactSum(bits);
    sum.#high = units;
    return sum;
  }

  #assertSameBits(other: ExactSum): void {
    if (other.bits !== this.bits) throw new RangeError(`sums of ${this.bits} and ${other.bits} digits do not add up`);
  }

  #flush(): void {
    this.#high += BigInt(this.#low);
    this.#low = 0;
  }
}
