import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricsFor, pairedDrift, type PairedExample, type TallyFrame } from '../../src/metrics/index.js';
import { anyExample, binaryByUnit, tallyOf, threeClasses } from './examples.js';

const frames: readonly TallyFrame[] = [binaryByUnit, { ...threeClasses, hasUnits: true }].map((frame) => ({
  ...frame,
  hasWeights: true,
}));

/** Every drift with its bounds and its influence's size; counts of examples left out. */
function drifts(
  frame: TallyFrame,
  examples: readonly PairedExample[],
): readonly (readonly [string, readonly number[]])[] {
  const { cells } = tallyOf(frame, examples);
  return metricsFor(frame).map((metric) => {
    const { drift } = pairedDrift(frame, metric, { cells });
    if (drift.kind === 'not-estimable') return [metric.name, []] as const;
    const { lower, upper } = drift.bounds(0.01);
    return [metric.name, [drift.value, lower, upper, drift.varianceWithoutDrift]] as const;
  });
}

describe.each(frames)('every row twice in its unit, with half the weight ($task)', (frame) => {
  it('changes no drift, no bound and no number of further examples', () => {
    fc.assert(
      fc.property(fc.array(anyExample(frame, 12), { minLength: 12, maxLength: 60 }), (list) => {
        const halves = list.flatMap((item) => [
          { ...item, weight: 0.5 },
          { ...item, weight: 0.5 },
        ]);
        const [once, twice] = [drifts(frame, list), drifts(frame, halves)];
        for (const [i, [name, numbers]] of once.entries()) {
          const doubled = twice[i]?.[1] ?? [];
          expect(doubled.length, name).toBe(numbers.length);
          for (const [k, number] of numbers.entries()) expect(doubled[k], name).toBeCloseTo(number, 9);
        }
      }),
      { numRuns: 40 },
    );
  });
});
