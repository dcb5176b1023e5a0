import { describe, expect, it } from 'vitest';
import { shownMap } from '../../src/audit/shown-map.js';

describe('a map in a record', () => {
  it('is rounded to the third digit of its largest value, whatever its size', () => {
    expect(shownMap([-0.00667295, 0.0000034, 0, 0.012345], 4, 1).values).toEqual([-0.0067, 0, 0, 0.0123]);
    expect(shownMap([1234.5678, -0.4, -0.6, 20], 2, 2).values).toEqual([1235, 0, -1, 20]);
    expect(shownMap([0, 0], 2, 1).values).toEqual([0, 0]);
    expect(Object.is(shownMap([-1e-9, 1], 2, 1).values[0], 0)).toBe(true);
  });

  it('has at most 64 points a side, each the mean of a block', () => {
    const { width, height, values } = shownMap(
      Array.from({ length: 128 * 2 }, (_, i) => (i % 128) + 0.5),
      128,
      2,
    );
    expect([width, height]).toEqual([64, 1]);
    expect(values[0]).toBe(1);
    expect(values[63]).toBe(127);
  });
});
