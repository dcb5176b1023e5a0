import { describe, expect, it } from 'vitest';
import { binary, driftOf, example, tallyOf } from './examples.js';

const frame = { ...binary, hasWeights: true };

/** The width of the interval where 10 of 60 are lost and weigh so. */
function widthOf(weights: readonly number[], tail = 0.001): number {
  const lost = weights.map((weight) => ({ ...example('110'), weight }));
  const others = Array.from({ length: 50 }, () => ({ ...example('111'), weight: 1 }));
  const { lower, upper } = driftOf(tallyOf(frame, [...lost, ...others]), 'accuracy').bounds(tail);
  return upper - lower;
}

describe('flips that weigh unevenly', () => {
  const even = Array.from({ length: 10 }, () => 1);

  it('change nothing where all weigh alike', () => {
    const plain = tallyOf(binary, [
      ...even.map(() => example('110')),
      ...Array.from({ length: 50 }, () => example('111')),
    ]);
    const { lower, upper } = driftOf(plain, 'accuracy').bounds(0.001);
    expect(widthOf(even)).toBeCloseTo(upper - lower, 9);
  });

  it('widen the interval further out than close by: few of them decide its variance', () => {
    const uneven = [5.5, ...Array.from({ length: 9 }, () => 0.5)];
    const growth = (weights: readonly number[]): number => widthOf(weights, 0.001) / widthOf(weights, 0.1);
    expect(growth(uneven)).toBeGreaterThan(1.3 * growth(even));
  });
});
