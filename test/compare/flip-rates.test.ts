import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flipRates, type FlipRate } from '../../src/compare/index.js';
import { jackknifeVariance, normalQuantile, wilsonInterval, type TallyFrame } from '../../src/metrics/index.js';
import { anyExample, binary, counted, tallyOf, threeClasses } from '../metrics/examples.js';

const byUnit = { ...threeClasses, hasUnits: true };
const weighted = { ...threeClasses, hasWeights: true };

function known(rate: FlipRate | undefined): Extract<FlipRate, { kind: 'value' }> {
  if (rate?.kind !== 'value') throw new RangeError(rate?.reason);
  return rate;
}

function ratesOf(
  frame: TallyFrame,
  examples: Parameters<typeof tallyOf>[1],
): NonNullable<ReturnType<typeof flipRates>> {
  const found = flipRates(frame, tallyOf(frame, examples).cells);
  if (!found) throw new RangeError('no flips');
  return found;
}

// Of 100: 9 lost, 2 gained, 4 wrong in another way, 15 wrong as before, 70 right as before.
const hundred = counted({ '001': 9, '010': 2, '012': 4, '011': 15, '000': 70 });

describe('rates of flips', () => {
  it('are shares of all examples with Wilson’s interval', () => {
    const rates = ratesOf(threeClasses, hundred);
    for (const [rate, count] of [
      [rates.negative, 9],
      [rates.positive, 2],
      [rates.any, 15],
    ] as const) {
      const { value, interval } = known(rate);
      expect(value).toBeCloseTo(count / 100, 14);
      expect(interval).toEqual({
        ...wilsonInterval(count, 100, normalQuantile(0.975)),
        level: 0.95,
        simultaneousOver: 1,
        method: 'wilson',
      });
    }
  });

  it('relate negative flips to a variant whose errors know nothing of the baseline’s', () => {
    // 79 were right before and 28 are wrong after.
    const { value, interval } = known(ratesOf(threeClasses, hundred).relativeNegative);
    expect(value).toBeCloseTo(0.09 / (0.79 * 0.28), 14);
    const counts = { '001': 9, '010': 2, '012': 4, '011': 15, '000': 70 };
    const leftOut = Object.entries(counts).flatMap(([kind, n]) => {
      const rest = counted({ ...counts, [kind]: n - 1 });
      return Array.from({ length: n }, () => known(ratesOf(threeClasses, rest).relativeNegative).value);
    });
    const half = normalQuantile(0.975) * Math.sqrt(jackknifeVariance(leftOut));
    expect(interval.method).toBe('jackknife');
    expect(interval.upper).toBeGreaterThanOrEqual(value + half - 1e-12);
    // No narrower than what Wilson's interval of the negative rate leaves open.
    const wilson = wilsonInterval(9, 100, normalQuantile(0.975));
    expect(interval.upper).toBeCloseTo(Math.max(value + half, wilson.upper / (0.79 * 0.28)), 12);
    expect(interval.lower).toBeCloseTo(Math.min(value - half, wilson.lower / (0.79 * 0.28)), 12);
  });

  it('keep an interval where nothing flipped', () => {
    const rates = ratesOf(threeClasses, counted({ '000': 40, '011': 10 }));
    for (const rate of [rates.negative, rates.positive, rates.any, rates.relativeNegative]) {
      expect(known(rate).value).toBe(0);
      expect(known(rate).interval.upper).toBeGreaterThan(0.07);
      expect(known(rate).interval.lower).toBeCloseTo(0, 15);
    }
  });

  it('have no relative rate where the baseline is never right or the variant never wrong, and say so', () => {
    expect(ratesOf(threeClasses, counted({ '011': 5 })).relativeNegative).toEqual({
      kind: 'not-estimable',
      reason: 'the baseline is never right',
    });
    expect(ratesOf(threeClasses, counted({ '000': 5, '010': 2 })).relativeNegative).toEqual({
      kind: 'not-estimable',
      reason: 'the variant is never wrong',
    });
    expect(ratesOf(threeClasses, []).negative).toEqual({ kind: 'not-estimable', reason: 'no examples' });
  });

  it('are none of a regression', () => {
    expect(flipRates({ ...binary, task: 'regression', classes: [] }, [])).toBeUndefined();
  });

  it('count weights, with Kish’s number behind the interval', () => {
    const heavy = counted({ '001': 10 }).map((item) => ({ ...item, weight: 3 }));
    const rates = ratesOf(weighted, [...heavy, ...counted({ '000': 70 })]);
    expect(known(rates.negative).value).toBeCloseTo(30 / 100, 14);
    expect(known(rates.negative).interval.method).toBe('wilson-kish');
    const plain = wilsonInterval(24, 80, normalQuantile(0.975));
    const { lower, upper } = known(rates.negative).interval;
    expect(upper - lower).toBeGreaterThan(plain.upper - plain.lower);
  });

  it('count units: ten rows of one person are no ten people', () => {
    const rows = (unit: string, kind: string): Parameters<typeof tallyOf>[1] =>
      counted({ [kind]: 10 }).map((item) => ({ ...item, unit }));
    const people = Array.from({ length: 20 }, (_, i) => rows(`p${i}`, i % 5 === 0 ? '001' : '000')).flat();
    const [together, apart] = [ratesOf(byUnit, people), ratesOf(threeClasses, people)];
    expect(known(together.negative).value).toBe(known(apart.negative).value);
    const width = (rate: FlipRate): number => known(rate).interval.upper - known(rate).interval.lower;
    expect(width(together.negative)).toBeGreaterThan(2.5 * width(apart.negative));
    expect(known(together.negative).interval.method).toBe('wilson-unit-jackknife');
  });

  it('are 0 between identical models, and swap where the models swap', () => {
    fc.assert(
      fc.property(fc.array(anyExample(threeClasses), { minLength: 1 }), (list) => {
        const same = ratesOf(
          threeClasses,
          list.map((item) => ({ ...item, variant: item.baseline })),
        );
        expect([same.negative, same.positive, same.any].map((rate) => known(rate).value)).toEqual([0, 0, 0]);
        const there = ratesOf(threeClasses, list);
        const back = ratesOf(
          threeClasses,
          list.map((item) => ({ ...item, baseline: item.variant, variant: item.baseline })),
        );
        expect(back.negative).toEqual(there.positive);
        expect(back.any).toEqual(there.any);
      }),
    );
  });
});
