import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankAgreement } from '../../src/explain/index.js';

describe('rank agreement of two maps', () => {
  it('is 1 for the same order and −1 for the reverse, whatever the values', () => {
    expect(rankAgreement([1, 2, 30], [-5, 0, 0.1])).toEqual({ kind: 'value', value: 1 });
    expect(rankAgreement([1, 2, 3], [9, 4, -1])).toEqual({ kind: 'value', value: -1 });
  });

  it('gives ties their mean rank', () => {
    // Ranks 1.5 1.5 3 4 against 1 2 3 4: covariance 4.5, variances 4.5 and 5.
    const found = rankAgreement([7, 7, 8, 9], [1, 2, 3, 4]);
    expect(found.kind === 'value' && found.value).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 14);
  });

  it('cannot be estimated where a map is the same everywhere', () => {
    expect(rankAgreement([0, 0, 0], [1, 2, 3]).kind).toBe('not-estimable');
    expect(rankAgreement([0, 0, 0], [0, 0, 0]).kind).toBe('not-estimable');
  });

  it('is symmetric, within [−1, 1], and 1 with itself', () => {
    const map = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(map, map, (a, b) => {
        const found = rankAgreement(a, b);
        expect(rankAgreement(b, a)).toEqual(found);
        if (found.kind === 'value') expect(Math.abs(found.value)).toBeLessThanOrEqual(1);
        if (new Set(a).size > 1) expect(rankAgreement(a, a)).toEqual({ kind: 'value', value: 1 });
      }),
    );
  });
});
