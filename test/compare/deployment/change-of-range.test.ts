import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeOfRange } from '../../../src/compare/deployment/change-of-range.js';

const bounded = (lower: number, value: number, upper: number): { lower: number; value: number; upper: number } => ({
  lower,
  value,
  upper,
});
const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

it('moves as the two groups do that are surely furthest apart', () => {
  const { before, after, change } = changeOfRange([
    { before: bounded(0.8, 0.9, 1), after: bounded(0.8, 0.9, 1), change: bounded(-0.01, 0, 0.01) },
    { before: bounded(0.4, 0.5, 0.6), after: bounded(0.2, 0.3, 0.4), change: bounded(-0.25, -0.2, -0.15) },
  ]);
  expect(before.value).toBeCloseTo(0.4, 12);
  expect(after.value).toBeCloseTo(0.6, 12);
  expect(change.lower).toBeCloseTo(0.14, 12);
  expect(change.upper).toBeCloseTo(0.26, 12);
});

it('moves by either where any may be the largest', () => {
  const group = { before: bounded(0.4, 0.5, 0.6), after: bounded(0.4, 0.5, 0.6), change: bounded(-0.02, 0, 0.03) };
  const { change } = changeOfRange([group, group]);
  expect([change.lower, change.upper]).toEqual([-0.05, 0.05].map((end) => expect.closeTo(end, 12) as number));
});

it('holds what any truth within the bounds gives', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const part = fc.tuple(unit, unit, unit).map(([a, b, at]) => {
    const [lower, upper] = [Math.min(a, b) / 2, Math.max(a, b) / 2];
    return { lower, upper, value: lower, truth: lower + at * (upper - lower) };
  });
  const group = fc.record({ before: part, change: part }).map(({ before, change }) => ({
    before,
    change,
    after: {
      lower: before.lower + change.lower,
      upper: before.upper + change.upper,
      value: before.value + change.value,
      truth: before.truth + change.truth,
    },
  }));
  fc.assert(
    fc.property(fc.array(group, { minLength: 2, maxLength: 4 }), (groups) => {
      const { before, after, change } = changeOfRange(groups);
      const [was, is] = [range(groups.map((one) => one.before.truth)), range(groups.map((one) => one.after.truth))];
      expect(was).toBeGreaterThanOrEqual(before.lower - 1e-12);
      expect(is).toBeLessThanOrEqual(after.upper + 1e-12);
      expect(is - was).toBeGreaterThanOrEqual(change.lower - 1e-12);
      expect(is - was).toBeLessThanOrEqual(change.upper + 1e-12);
    }),
  );
});
