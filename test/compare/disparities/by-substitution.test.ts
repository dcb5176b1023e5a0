import { describe, expect, it } from 'vitest';
import { bySubstitution, type Parts } from '../../../src/compare/disparities/by-substitution.js';
import type { GroupEstimates } from '../../../src/compare/group-intervals.js';

/** A group whose baseline is a value with bounds so far to either side. */
function group(value: number, half: number, name: string): GroupEstimates {
  const known = {
    value,
    bounds: () => ({ lower: value - half, upper: value + half }),
    influence: () => ({ shared: new Map([[name, half / 2]]), own: 0 }),
  };
  const still = { value: 0, bounds: () => ({ lower: 0, upper: 0 }), influence: () => ({ shared: new Map(), own: 0 }) };
  const estimate = { kind: 'drift' as const, method: 'made up', varianceWithoutDrift: 0, ...still };
  return { baseline: known, variant: known, drift: { ...still, estimate } };
}

const gap = ({ before: [a = 0, b = 0] }: Parts): number => (a - b) ** 2;

describe('bounds by substitution', () => {
  it('are those of variance estimates recovery for a sum', () => {
    const sum = ({ before }: Parts): number => before.reduce((total, one) => total + one, 0);
    const found = bySubstitution(sum, [group(0.5, 0.03, 'a'), group(0.2, 0.04, 'b')], 'baseline', 0.025);
    expect(found?.lower).toBeCloseTo(0.7 - 0.05, 12);
    expect(found?.upper).toBeCloseTo(0.7 + 0.05, 12);
  });

  it('reach down to no gap wherever moving a group within its bounds closes it, not just at their ends', () => {
    // At one end of its bounds the group lies as far on the other side: at both ends the gap is then no smaller.
    for (const distance of [0, 0.2, 0.45, 0.5, 0.55, 0.62, 0.9, 1])
      for (const groups of [
        [group(distance, 1, 'a'), group(0, 0, 'b')],
        [group(distance, 1, 'a'), group(0, 1, 'b')],
      ]) {
        const found = bySubstitution(gap, groups, 'baseline', 0.025);
        expect(found?.lower, String(distance)).toBeLessThanOrEqual(1e-12);
        expect(found?.upper, String(distance)).toBeGreaterThanOrEqual((distance + 1) ** 2 - 1e-12);
      }
  });

  it('stay above no gap where the bounds do', () => {
    const found = bySubstitution(gap, [group(3, 1, 'a'), group(0, 0, 'b')], 'baseline', 0.025);
    expect(found?.lower).toBeCloseTo(4, 12);
    expect(found?.upper).toBeCloseTo(16, 12);
  });

  it('are none where a group may reach a place at which there is no number', () => {
    const inverse = ({ before: [a = 0] }: Parts): number => 1 / Math.abs(a);
    expect(bySubstitution(inverse, [group(0.4, 0.8, 'a')], 'baseline', 0.025)).toBeUndefined();
  });
});
