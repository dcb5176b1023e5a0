import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTallies, metricsFor, pairedDrift, type PairedExample, type TallyFrame } from '../../src/metrics/index.js';
import { anyExample, binary, binaryByUnit, plain, tallyOf, threeClasses } from './examples.js';

const regression: TallyFrame = {
  ...binary,
  task: 'regression',
  classes: [],
  losses: ['absolute', 'squared', 'signed'],
};
const frames = [binary, binaryByUnit, threeClasses, { ...threeClasses, hasUnits: true }, regression];

/** Every drift of every metric, with its bounds, as plain data. */
function drifts(frame: TallyFrame, examples: readonly PairedExample[]): unknown {
  const { cells } = tallyOf(frame, examples);
  return metricsFor(frame).map((metric) => {
    const { drift, n, baseline, variant } = pairedDrift(frame, metric, { cells });
    return [metric.name, n, baseline, variant, drift.kind === 'drift' ? [drift.value, drift.bounds(0.025)] : drift];
  });
}

describe.each(frames)('a tally ($task, units: $hasUnits)', (frame) => {
  const examples = fc.array(anyExample(frame), { maxLength: 60 });

  it('is the same however its examples are split, merged and ordered', () => {
    fc.assert(
      fc.property(examples, fc.array(fc.nat(4), { minLength: 60, maxLength: 60 }), (list, shards) => {
        const parts = [3, 0, 4, 1, 2].map((shard) =>
          tallyOf(frame, list.filter((_, i) => shards[i] === shard).reverse()),
        );
        const [first, second, ...others] = parts;
        const nested = mergeTallies(frame, [
          ...others,
          mergeTallies(
            frame,
            [first, second].filter((part) => part !== undefined),
          ),
        ]);
        expect(plain(nested)).toEqual(plain(tallyOf(frame, list)));
      }),
    );
  });

  it('is not changed by being merged into another', () => {
    fc.assert(
      fc.property(examples, (list) => {
        const tally = tallyOf(frame, list);
        const before = plain(tally);
        mergeTallies(frame, [tally, tally, tally]);
        expect(plain(tally)).toEqual(before);
      }),
    );
  });

  it('gives the same drifts and bounds, to the last bit, from rows in any order', () => {
    fc.assert(
      fc.property(examples, (list) => {
        const backwards = [...list].reverse();
        const rotated = [...list.slice(7), ...list.slice(0, 7)];
        expect(drifts(frame, backwards)).toEqual(drifts(frame, list));
        expect(drifts(frame, rotated)).toEqual(drifts(frame, list));
      }),
      { numRuns: 40 },
    );
  });

  it('of two identical models has no drift at all', () => {
    fc.assert(
      fc.property(examples, (list) => {
        const same = list.map((item) => ({ ...item, variant: item.baseline, variantLosses: item.baselineLosses }));
        const { cells } = tallyOf(frame, same);
        for (const metric of metricsFor(frame)) {
          const { drift, baseline, variant } = pairedDrift(frame, metric, { cells });
          expect(variant).toEqual(baseline);
          if (drift.kind === 'not-estimable') continue;
          expect(drift.value, metric.name).toBe(0);
          const { lower, upper } = drift.bounds(0.025);
          expect(lower).toBeLessThanOrEqual(0);
          expect(upper).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('keeps cells apart whatever their texts contain', () => {
  const make = (attributes: readonly string[], unit: string): PairedExample => ({
    attributes,
    unit,
    label: 0,
    baseline: 0,
    variant: 0,
    baselineLosses: [0, 0],
    variantLosses: [0, 0],
  });
  const frame = { ...binaryByUnit, attributes: ['a', 'b'] };
  const list = [
    make(['x', 'y'], 'u'),
    make(['x,1:y', ''], 'u'),
    make(['x', 'y'], 'u,1:x'),
    make(['', 'x'], 'u'),
    make(['x', ''], 'u'),
  ];
  expect(tallyOf(frame, list).cells).toHaveLength(list.length);
});
