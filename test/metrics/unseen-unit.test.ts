import { describe, expect, it } from 'vitest';
import { allowingForAnUnseenUnit, degreesOfFreedomOfUnits, jointnessOf } from '../../src/metrics/unseen-unit.js';
import { binaryByUnit, driftOf, example, tallyOf } from './examples.js';

/** So many units of one size; in the first ones one example is lost in each. */
function units(count: number, size: number, flipped: number): ReturnType<typeof tallyOf> {
  const word = (unit: number, i: number): string => (unit < flipped && i === 0 ? '110' : '111');
  return tallyOf(
    binaryByUnit,
    Array.from({ length: count * size }, (_, at) => {
      const unit = Math.floor(at / size);
      return example(word(unit, at % size), 'all', `unit ${unit}`);
    }),
  );
}

describe('a unit that flips as one and was not drawn', () => {
  it('is allowed for by two thirds of what it would add beyond the variance that was seen', () => {
    expect(allowingForAnUnseenUnit(1, 10, 100)).toBe(7);
  });

  it('is not where as much was seen as it would add', () => {
    expect(allowingForAnUnseenUnit(10, 9, 100)).toBe(10);
  });

  it('makes the variance no larger than if all units flipped as one, nor smaller than what was seen', () => {
    expect(allowingForAnUnseenUnit(1, 9, 3)).toBe(3);
    expect(allowingForAnUnseenUnit(4, 9, 3)).toBe(4);
  });

  it('is as large as those that were seen: whole where they flip as one, small where one of many examples does', () => {
    expect(jointnessOf(0, 0)).toBe(1);
    expect(jointnessOf(12, 12)).toBe(1);
    expect(jointnessOf(12 / 20, 12)).toBeCloseTo((0.6 + 1) / 13, 12);
  });

  it('does not make an interval of large units useless where each of their flips stands alone', () => {
    // 50 of 3,000 were lost, each in a unit of its own: half the width is about that of 3,000 examples that are no units.
    const { lower, upper } = driftOf(units(150, 20, 50), 'accuracy').bounds(0.025);
    expect(upper - lower).toBeLessThan((2 * 1.96 * 1.2 * Math.sqrt(50)) / 3000);
    expect(lower).toBeLessThan(-50 / 3000 - (1.7 * Math.sqrt(50)) / 3000);
  });

  it('widens what is drawn jointly too', () => {
    // 40 units of 100; one example is lost in each of 10.
    const seen = (40 / 39) * (10 * (1 / 4000 - 0.0025 / 40) ** 2 + 30 * (0.0025 / 40) ** 2);
    const asOne = (0.0025 - 0.0025 ** 2) / 40;
    const variance = allowingForAnUnseenUnit(seen, (jointnessOf(0.1, 10) / 40) ** 2, asOne);
    const { own } = driftOf(units(40, 100, 10), 'accuracy').influence();
    expect(variance).toBeGreaterThan(5 * seen);
    expect(own / (variance - seen + (variance / asOne / 40) ** 2)).toBeCloseTo(1, 9);
  });

  it('leaves the interval wide where whole units flipped', () => {
    const whole = tallyOf(
      binaryByUnit,
      Array.from({ length: 3000 }, (_, at) => example(at < 220 ? '110' : '111', 'all', `unit ${Math.floor(at / 20)}`)),
    );
    const { lower } = driftOf(whole, 'accuracy').bounds(0.025);
    // 11 of 150 units: about twice the root of 11, in units.
    expect(lower).toBeLessThan(-11 / 150 - (1.9 * Math.sqrt(11)) / 150);
  });

  it('does not widen the interval of units that are small beside what was seen', () => {
    const drift = driftOf(units(150, 2, 50), 'accuracy');
    // Over the pairs that what was seen says: losses in units of their own, each half of its unit.
    const seen = (150 / 149) * (50 - 50 ** 2 / 150) * 300 ** -2;
    const asOne = (50 / 300 - (50 / 300) ** 2) / 150;
    expect(1 / Math.sqrt(drift.influence().own)).toBeCloseTo((150 * asOne) / seen, 6);
  });
});

describe('degrees of freedom of a variance over units', () => {
  it('are all units but one where each adds as much', () => {
    expect(
      degreesOfFreedomOfUnits(
        Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : -1)),
        100,
        10,
      ),
    ).toBe(99);
  });

  it('are few where a fifth of the units makes the variance', () => {
    const moved = Array.from({ length: 100 }, (_, i) => (i < 20 ? (i % 2 === 0 ? 1 : -1) : 0));
    // 2 · 20² / (20 − 20² / 100)
    expect(degreesOfFreedomOfUnits(moved, 20, 10)).toBeCloseTo(50, 9);
  });

  it('are never fewer than a variance is believed with, nor more than there are', () => {
    const one = [10, ...Array.from({ length: 99 }, () => 0)];
    expect(degreesOfFreedomOfUnits(one, 100, 10)).toBe(10);
    expect(degreesOfFreedomOfUnits([10, 0, 0], 100, 10)).toBe(2);
  });
});
