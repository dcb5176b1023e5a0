import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';

describe('keyed randomness', () => {
  it('is xoshiro128** seeded with the SHA-256 of the key: numbers from an independent program in Python', () => {
    const random = randomFor('fairweight', 1);
    expect(Array.from({ length: 4 }, () => random.nextUint32())).toEqual([
      1892254910, 3539221267, 2149707610, 948692620,
    ]);
    expect(randomFor('fairweight', 1).next()).toBe(0.440574927807146);
  });

  it('depends on the whole key and on nothing else', () => {
    const first = (...key: (string | number)[]): number => randomFor(...key).nextUint32();
    expect(first('a', 'b')).toBe(first('a', 'b'));
    const others = [
      first('a', 'b'),
      first('b', 'a'),
      first('ab'),
      first('a', 'b', ''),
      first('a,b'),
      first(1),
      first('1'),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  it('stays in its range and reaches all of it', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (key, bound) => {
        const random = randomFor(key);
        const [below, uniform] = [random.nextBelow(bound), random.next()];
        expect(below).toBeGreaterThanOrEqual(0);
        expect(below).toBeLessThan(bound);
        expect(Number.isInteger(below)).toBe(true);
        expect(uniform).toBeGreaterThanOrEqual(0);
        expect(uniform).toBeLessThan(1);
      }),
    );
    const random = randomFor('dice');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) {
      const face = random.nextBelow(6);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    // Five standard deviations of a binomial(60 000, 1/6).
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(457);
  });

  it('draws below whole numbers from 1 to 2³² alone', () => {
    expect(randomFor('one').nextBelow(1)).toBe(0);
    expect(randomFor('all').nextBelow(2 ** 32)).toBe(randomFor('all').nextUint32());
    for (const bound of [0, -1, 0.5, 2.5, 2 ** 32 + 1, Number.NaN, Infinity]) {
      expect(() => randomFor('none').nextBelow(bound)).toThrow(RangeError);
    }
  });

  it('has the mean and variance of a uniform number', () => {
    const random = randomFor('uniform');
    const values = Array.from({ length: 50_000 }, () => random.next());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.0065);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
  });
});
