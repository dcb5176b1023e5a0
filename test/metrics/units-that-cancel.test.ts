import { describe, expect, it } from 'vitest';
import { binaryByUnit, driftOf, example, tallyOf } from './examples.js';

/** Over how many pairs the interval is, where in each of so many units one answer is lost and one gained. */
function pairsOf(units: number): number {
  const examples = Array.from({ length: units }, (_, i) => [
    example('110', 'all', `unit ${i}`),
    example('101', 'all', `unit ${i}`),
  ]).flat();
  return 1 / Math.sqrt(driftOf(tallyOf(binaryByUnit, examples), 'accuracy').influence().own);
}

describe('gains and losses of one unit', () => {
  it('do not cancel where few units say so', () => {
    expect(pairsOf(5)).toBeCloseTo(5, 9);
  });

  it('cancel the further the more units say so', () => {
    // Apart, each unit adds 2/(2n)² to the variance, of which 10/n is kept; units that flip as one would add 1/n in all.
    for (const n of [12, 40, 100]) {
      const ratio = ((n / (n - 1)) * (10 / n) * n * 2) / (2 * n) ** 2 / (1 / n);
      expect(pairsOf(n)).toBeCloseTo(n / ratio, 6);
    }
  });
});
