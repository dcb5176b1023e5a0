import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSlices } from '../../../src/compare/index.js';
import { pairedDrift, type TallyFrame } from '../../../src/metrics/index.js';
import { binary, binaryByUnit, metricNamed, threeClasses } from '../../metrics/examples.js';
import { alike, deploy, deployable, slicesOf, tallyOfModels, type Seen } from './worlds.js';

/** Light: 100, all right, the variant loses 10. Dark: 100, 90 right, the variant loses 30 of them. */
const lightAndDark = [
  ...alike('light', '111', 90),
  ...alike('light', '110', 10),
  ...alike('dark', '111', 60),
  ...alike('dark', '110', 30),
  ...alike('dark', '100', 10),
];

describe('a metric as deployed', () => {
  it('is the mean of the models, each by its share', () => {
    const { by, everyone } = deploy(lightAndDark, { common: [0.5], groups: { light: [0.2], dark: [0.8] } });
    expect(by.get('light')).toMatchObject({ n: 100, baseline: 1, deployed: 0.98, common: 0.95 });
    expect(by.get('dark')?.baseline).toBeCloseTo(0.9, 12);
    expect(by.get('dark')?.deployed).toBeCloseTo(0.9 - 0.8 * 0.3, 12);
    expect(by.get('dark')?.ownership.value).toBeCloseTo(-0.3 * 0.3, 12);
    expect(everyone?.deployed).toBeCloseTo(0.95 - 0.5 * 0.2, 12);
  });

  it('takes the gap between groups apart: what was there, what compression adds, what ownership adds', () => {
    const { by } = deploy(lightAndDark, { common: [0.5], groups: { light: [0.2], dark: [0.8] } });
    const gap = by.get('dark')?.gap;
    expect(gap?.baseline.value).toBeCloseTo(-0.1, 12);
    // Half of everyone has the variant: dark loses 0.15, light 0.05.
    expect(gap?.compression.value).toBeCloseTo(-0.1, 12);
    // 0.3 more of dark and 0.3 fewer of light have it: 0.09 lost, 0.03 gained.
    expect(gap?.ownership.value).toBeCloseTo(-0.12, 12);
    expect(gap?.deployed.value).toBeCloseTo(0.66 - 0.98, 12);
    expect(gap?.ownership.upper).toBeLessThan(0);
  });

  it('says the same of the groups that lie furthest apart', () => {
    const { spread } = deploy(lightAndDark, { common: [0.5], groups: { light: [0.2], dark: [0.8] } });
    expect(spread?.baseline.value).toBeCloseTo(0.1, 12);
    expect(spread?.common.value).toBeCloseTo(0.2, 12);
    expect(spread?.deployed.value).toBeCloseTo(0.32, 12);
    expect(spread?.compression.value).toBeCloseTo(0.1, 12);
    expect(spread?.ownership.value).toBeCloseTo(0.12, 12);
    expect(spread?.ownership.lower).toBeGreaterThan(0);
    expect(spread?.ownership.upper).toBeLessThan(0.3);
  });

  it('weighs the other groups by their relevant examples', () => {
    const three = [...lightAndDark, ...alike('other', '100', 300)];
    const { by } = deploy(three, { common: [0], groups: {} });
    expect(by.get('dark')?.gap?.baseline.value).toBeCloseTo(0.9 - 100 / 400, 12);
  });

  it('mixes models that are wrong on the same examples otherwise than ones that are wrong on different ones', () => {
    const shares = { common: [0.5, 0.5], groups: {} };
    const width = (seen: readonly Seen[]): number => {
      const drift = deploy(seen, shares).by.get('all')?.drift;
      return (drift?.upper ?? NaN) - (drift?.lower ?? NaN);
    };
    const same = width([...alike('all', '1111', 360), ...alike('all', '1100', 40)]);
    const different = width([...alike('all', '1111', 320), ...alike('all', '1101', 40), ...alike('all', '1110', 40)]);
    // As one variant with the same 40 lost; and of two halves, nearly independent, half the variance and a bit less.
    const one = deploy([...alike('all', '111', 360), ...alike('all', '110', 40)], { common: [1], groups: {} });
    const alone = one.by.get('all')?.drift;
    expect(same).toBeCloseTo((alone?.upper ?? NaN) - (alone?.lower ?? NaN), 3);
    expect(different / same).toBeGreaterThan(0.6);
    expect(different / same).toBeLessThan(Math.SQRT1_2);
  });

  it('leaves a group out that has too few relevant examples, and says so', () => {
    const few = [...lightAndDark, ...alike('few', '000', 50), ...alike('few', '111', 5)];
    const found = deploy(few, { common: [0.5], groups: {} }, { name: 'true_positive_rate', minSlice: 20 });
    expect([...found.by.keys()].sort()).toEqual(['dark', 'light']);
    expect(found.leftOut).toEqual([{ position: 1, reason: 'fewer than 20 positives' }]);
    expect(found.over).toBe(2);
  });

  it('leaves a group out whose metric is 0/0', () => {
    const none = [...lightAndDark, ...alike('none', '000', 50)];
    const found = deploy(none, { common: [0.5], groups: {} }, { name: 'true_positive_rate', minSlice: 0 });
    expect(found.leftOut.map(({ reason }) => reason)).toEqual(['no positives']);
  });

  it('has no gap and no spread with a single group', () => {
    const { by, spread } = deploy(alike('all', '110', 50), { common: [0.5], groups: {} });
    expect(by.get('all')?.gap).toBeUndefined();
    expect(spread).toBeUndefined();
  });

  it('is offered for means over fixed examples alone', () => {
    expect(deployable(binary)).toEqual(expect.arrayContaining(['accuracy', 'true_positive_rate', 'log_loss', 'brier']));
    for (const name of ['precision', 'f1', 'auc', 'kl_divergence', 'prevalence'])
      expect(deployable(binary)).not.toContain(name);
    expect(deployable(threeClasses)).toContain('mean_recall');
    expect(deployable(threeClasses)).not.toContain('recall');
  });
});

const answer = fc.constantFrom(0, 1);
const anySeen = (variants: number): fc.Arbitrary<readonly Seen[]> =>
  fc.array(
    fc.record({
      group: fc.constantFrom('a', 'b', 'c'),
      label: answer,
      answers: fc.array(answer, { minLength: variants + 1, maxLength: variants + 1 }),
      unit: fc.nat(30).map(String),
      weight: fc.constantFrom(0.5, 1, 3),
    }),
    { minLength: 60, maxLength: 120 },
  );
const frames: readonly TallyFrame[] = [binary, binaryByUnit, { ...binary, hasWeights: true }];
const anyShares = fc.constantFrom([0.25, 0.5], [0, 1], [0.1, 0.2], [0, 0], [1 / 3, 1 / 3]);

describe.each(
  frames.map((frame) => [frame.hasUnits ? 'units' : frame.hasWeights ? 'weights' : 'plain', frame] as const),
)('properties with %s', (_, frame) => {
  it.each(['accuracy', 'true_positive_rate', 'log_loss'])('equal shares leave ownership exactly nothing: %s', (name) =>
    fc.assert(
      fc.property(anySeen(2), anyShares, (seen, common) => {
        const { groups, spread } = deploy(seen, { common, groups: { a: [...common] } }, { name, frame });
        for (const { ownership, gap, deployed, common: shared } of groups) {
          expect(ownership).toEqual({ value: 0, lower: 0, upper: 0 });
          expect(gap?.ownership ?? ownership).toEqual({ value: 0, lower: 0, upper: 0 });
          expect(deployed).toBe(shared);
        }
        if (spread) expect(spread.ownership).toEqual({ value: 0, lower: 0, upper: 0 });
      }),
      { numRuns: 25 },
    ),
  );

  it('models that answer alike drift nowhere', () =>
    fc.assert(
      fc.property(anySeen(0), anyShares, anyShares, (seen, common, a) => {
        const same = seen.map((one) => ({ ...one, answers: [0, 1, 2].map(() => one.answers[0] ?? 0) }));
        for (const group of deploy(same, { common, groups: { a } }, { frame }).groups) {
          expect(group.drift.value).toBe(0);
          expect(group.ownership.value).toBe(0);
          expect(group.gap?.compression.value ?? 0).toBe(0);
          expect(group.drift.lower).toBeLessThanOrEqual(0);
          expect(group.drift.upper).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 25 },
    ));

  it.each(['accuracy', 'log_loss'])('a variant that everyone gets has its own drift and interval: %s', (name) =>
    fc.assert(
      fc.property(anySeen(2), (seen) => {
        const found = deploy(seen, { common: [0, 1], groups: {} }, { name, frame });
        const tally = tallyOfModels(frame, seen, 0, 2);
        const [everyone, ...slices] = cutSlices(tally, [{ name: 'group', sensitive: true, values: [] }], [['group']]);
        for (const slice of slices) {
          const own = pairedDrift(frame, metricNamed(frame, name), slice, everyone).drift;
          const group = found.by.get(slice.slice[0]?.value ?? '');
          if (own.kind === 'not-estimable') continue;
          const { lower, upper } = own.bounds(0.025 / found.over);
          expect(group?.drift.value).toBeCloseTo(own.value, 12);
          // Where nothing varies a mean has a floor of its own.
          if (upper - lower === 0) continue;
          expect(group?.drift.lower).toBeCloseTo(Math.max(frame.losses.includes(name) ? -Infinity : -1, lower), 10);
          expect(group?.drift.upper).toBeCloseTo(upper, 10);
        }
      }),
      { numRuns: 25 },
    ),
  );

  it('the order of variants and the names of groups change nothing', () =>
    fc.assert(
      fc.property(anySeen(2), anyShares, anyShares, (seen, common, a) => {
        const found = deploy(seen, { common, groups: { a } }, { frame });
        const swapped = seen.map((one) => ({
          ...one,
          group: ({ a: 'z', b: 'y', c: 'x' } as const)[one.group] ?? '',
          answers: [0, 2, 1].map((i) => one.answers[i] ?? 0),
        }));
        const turned = deploy(swapped, { common: [...common].reverse(), groups: { z: [...a].reverse() } }, { frame });
        for (const [name, other] of [
          ['a', 'z'],
          ['b', 'y'],
          ['c', 'x'],
        ] as const) {
          const [one, two] = [found.by.get(name), turned.by.get(other)];
          expect(two?.deployed).toBe(one?.deployed);
          expect(two?.gap?.ownership.value).toBe(one?.gap?.ownership.value);
          expect(two?.drift.lower).toBeCloseTo(one?.drift.lower ?? NaN, 12);
          expect(two?.gap?.deployed.upper ?? 0).toBeCloseTo(one?.gap?.deployed.upper ?? 0, 12);
        }
      }),
      { numRuns: 25 },
    ));

  it('the parts of a gap add up to it', () =>
    fc.assert(
      fc.property(anySeen(2), anyShares, anyShares, anyShares, (seen, common, a, b) => {
        for (const { gap } of deploy(seen, { common, groups: { a, b } }, { frame }).groups) {
          if (!gap) continue;
          const sum = gap.baseline.value + gap.compression.value + gap.ownership.value;
          expect(sum).toBeCloseTo(gap.deployed.value, 12);
        }
      }),
      { numRuns: 25 },
    ));
});

describe('how the drifts of two variants move together', () => {
  it('is known exactly: the variance of their mean is that of each example’s mean drift', () =>
    fc.assert(
      fc.property(anySeen(2), (seen) => {
        const loose = { common: [0.5, 0.5], groups: {} };
        const [, ...slices] = slicesOf(binary, seen, 2);
        const found = deploy(seen, loose, { name: 'log_loss' });
        for (const [position, group] of found.groups.entries()) {
          const name = slices[position]?.pairs[0]?.slice[0]?.value;
          const metric = metricNamed(binary, 'log_loss');
          const own = seen.filter((one) => one.group === name);
          if (own.length < 3) continue;
          // By example: the mean of both variants' losses minus the baseline's.
          const losses = own.map((one) => {
            const of = (a: number): number => {
              const { value } = metric.value({
                n: 1,
                losses: { log_loss: tallyOfModels(binary, [one], 0, a).cells[0]?.moments[0]?.variant.value() ?? 0 },
                support: new Float64Array(2),
                hits: new Float64Array(2),
                predicted: new Float64Array(2),
              }) as { value: number };
              return value;
            };
            return (of(1) + of(2)) / 2 - of(0);
          });
          const mean = losses.reduce((sum, x) => sum + x, 0) / losses.length;
          const variance = losses.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (losses.length - 1) / losses.length;
          const one = pairedDrift(binary, metric, slices[position]?.pairs[0] ?? { cells: [] }).drift;
          if (one.kind !== 'drift' || variance < 1e-6) continue;
          // Student's quantile is that of either drift, so the width over the error is too.
          const { upper } = one.bounds(0.025 / found.over);
          const quantile = (upper - one.value) / Math.sqrt(one.varianceWithoutDrift);
          expect(group.drift.upper - group.drift.value).toBeCloseTo(quantile * Math.sqrt(variance), 9);
        }
      }),
      { numRuns: 25 },
    ));
});
