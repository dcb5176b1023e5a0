import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum, fixedPointBits } from '../../src/base/index.js';

function sumOf(values: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum;
}

/** A double as a whole number of 2⁻⁴⁸, rounded once, by its bits alone: halves go up, as Math.round has it. */
function unitsOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const magnitude = exponent === 0 ? fraction : fraction | (1n << 52n);
  const signed = bits >> 63n === 1n ? -magnitude : magnitude;
  const shift = Math.max(exponent, 1) - 1075 + fixedPointBits;
  if (shift >= 0) return signed << BigInt(shift);
  const down = BigInt(-shift);
  // A shift of a negative bigint rounds towards minus infinity, so this is floor(x + ½).
  return ((signed << 1n) + (1n << down)) >> (down + 1n);
}

const ordinary = fc.double({ min: -1e12, max: 1e12, noNaN: true });

describe('an exact sum', () => {
  it('has no rounding error where floating point has one', () => {
    expect(sumOf(Array.from({ length: 10 }, () => 0.125)).value()).toBe(1.25);
    expect(sumOf([1e15, 0.25, -1e15]).value()).toBe(0.25);
    expect(sumOf([1e15, 2 ** -48, -1e15]).value()).toBe(2 ** -48);
    expect(new ExactSum().value()).toBe(0);
  });

  it('equals the sum of integers, whatever the terms', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(ordinary, fc.double({ min: -1, max: 1, noNaN: true }))), (values) => {
        expect(sumOf(values).units()).toBe(values.reduce((sum, value) => sum + unitsOf(value), 0n));
      }),
    );
  });

  it('does not depend on order or split, and adding and taking away are exact', () => {
    fc.assert(
      fc.property(
        fc.array(ordinary),
        fc.nat(),
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        (values, at, keys) => {
          const shuffled = values
            .map((value, i) => ({ value, key: keys[i % keys.length] ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ value }) => value);
          const cut = values.length === 0 ? 0 : at % values.length;
          const left = sumOf(shuffled.slice(0, cut));
          const right = sumOf(shuffled.slice(cut));
          left.addSum(right);
          expect(left.units()).toBe(sumOf(values).units());
          left.subtractSum(right);
          expect(left.units()).toBe(sumOf(shuffled.slice(0, cut)).units());
          expect(ExactSum.fromUnits(left.units()).value()).toBe(left.value());
        },
      ),
    );
  });

  it('leaves the added sum as it was', () => {
    const [a, b] = [sumOf([1]), sumOf([2])];
    a.addSum(b);
    a.add(1);
    expect([a.value(), b.value()]).toEqual([4, 2]);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d', (value) => {
    expect(() => new ExactSum().add(value)).toThrow(RangeError);
  });
});
