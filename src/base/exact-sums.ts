import { ExactSum } from './exact-sum.js';

/** What is carried over to the high half of a sum at a time. */
const carry = 2 ** 32;
const carryAt = 2 ** 52;
/** So often the high half can take what is carried over, and stays exact. */
const mostCarries = 2 ** 30;

/**
 * Many exact sums side by side, in typed arrays: each is what {@link ExactSum} makes of the same terms, at a fraction of its time and
 * memory where terms are many.
 */
export class ExactSums {
  readonly bits: number;
  readonly #scale: number;
  /** A sum is the high number times {@link carry}, plus the low one, plus what no double held. */
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #large = new Map<number, bigint>();
  #carries = 0;

  /** @param bits binary digits after the point */
  constructor(length: number, bits: number) {
    this.bits = bits;
    this.#scale = 2 ** bits;
    this.#low = new Float64Array(length);
    this.#high = new Float64Array(length);
  }

  /** Adds one finite number to the sum at a place. @throws {RangeError} when it is NaN, infinite, or too large to be held. */
  add(place: number, value: number): void {
    const units = Math.round(value * this.#scale);
    // No NaN is below anything.
    if (!(Math.abs(units) < carryAt)) {
      if (!Number.isFinite(units)) throw new RangeError(`cannot sum ${value}`);
      this.#addLarge(place, BigInt(units));
      return;
    }
    const low = (this.#low[place] ?? 0) + units;
    this.#low[place] = low;
    if (Math.abs(low) >= carryAt) this.#carryOver(place, low);
  }

  /** Adds another sum of as many digits, exactly. */
  addSum(place: number, other: ExactSum): void {
    if (other.bits !== this.bits) throw new RangeError(`sums of ${this.bits} and ${other.bits} digits do not add up`);
    this.#addLarge(place, other.units());
  }

  /** The sum at a place as it stands. */
  at(place: number): ExactSum {
    const units =
      BigInt(this.#high[place] ?? 0) * BigInt(carry) + BigInt(this.#low[place] ?? 0) + (this.#large.get(place) ?? 0n);
    return ExactSum.fromUnits(units, this.bits);
  }

  #addLarge(place: number, units: bigint): void {
    this.#large.set(place, (this.#large.get(place) ?? 0n) + units);
  }

  #carryOver(place: number, low: number): void {
    const over = Math.trunc(low / carry);
    this.#high[place] = (this.#high[place] ?? 0) + over;
    this.#low[place] = low - over * carry;
    this.#carries += 1;
    if (this.#carries === mostCarries) this.#emptyHigh();
  }

  #emptyHigh(): void {
    for (const [place, high] of this.#high.entries()) this.#addLarge(place, BigInt(high) * BigInt(carry));
    this.#high.fill(0);
    this.#carries = 0;
  }
}
