import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum, ExactSums } from '../../src/base/index.js';

const terms = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.oneof(fc.double({ min: -40, max: 40, noNaN: true }), fc.double({ min: -1e30, max: 1e30, noNaN: true })),
  ),
  { maxLength: 200 },
);

describe('exact sums side by side', () => {
  it('are each what one exact sum makes of the same terms and sums', () => {
    fc.assert(
      fc.property(terms, terms, fc.constantFrom(48, 200), (list, others, bits) => {
        const sums = new ExactSums(3, bits);
        const alone = [0, 1, 2].map(() => new ExactSum(bits));
        for (const [place, value] of list) {
          sums.add(place, value);
          alone[place]?.add(value);
        }
        for (const [place, value] of others) {
          const other = new ExactSum(bits);
          other.add(value);
          sums.addSum(place, other);
          alone[place]?.addSum(other);
        }
        expect([0, 1, 2].map((place) => sums.at(place).units())).toEqual(alone.map((sum) => sum.units()));
      }),
    );
  });

  it('carry over what many terms come to, above 0 and below', () => {
    const sums = new ExactSums(2, 48);
    for (let i = 0; i < 10_000; i++) {
      sums.add(0, 1 - 2 ** -48);
      sums.add(1, -15.75);
    }
    expect(sums.at(0).units()).toBe(10_000n * (2n ** 48n - 1n));
    expect(sums.at(1).value()).toBe(-157_500);
  });

  it('refuse what is no finite number, and sums of other digits', () => {
    const sums = new ExactSums(1, 48);
    expect(() => {
      sums.add(0, Number.NaN);
    }).toThrow(RangeError);
    expect(() => {
      sums.add(0, Number.POSITIVE_INFINITY);
    }).toThrow(RangeError);
    expect(() => {
      sums.addSum(0, new ExactSum(200));
    }).toThrow(RangeError);
  });
});
