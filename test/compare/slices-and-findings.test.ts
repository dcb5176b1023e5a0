import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceName } from '../../src/base/index.js';
import {
  countFlips,
  cutSlices,
  defaultMargins,
  differentialDrift,
  judge,
  judgeSlices,
  measureDisparities,
  type DriftFinding,
} from '../../src/compare/index.js';
import {
  metricsFor,
  pairedDrift,
  rankValues,
  type PairTally,
  type PairedExample,
  type TallyFrame,
} from '../../src/metrics/index.js';
import {
  anyExample,
  binary,
  binaryByUnit,
  counted,
  driftOf,
  example,
  metricNamed,
  tallyOf,
  threeClasses,
} from '../metrics/examples.js';

const group = { name: 'group', sensitive: true, values: [] };

function judged(tally: PairTally, values: readonly string[] = []): readonly DriftFinding[] {
  const slices = cutSlices(tally, [{ ...group, values }], [['group']]);
  const margins = defaultMargins(tally.frame.task);
  return judgeSlices(tally.frame, slices, metricsFor(tally.frame), {
    margins,
    source: 'default',
    minSlice: 5,
    withholds: () => false,
    ranks: rankValues(tally),
  }).findings;
}

/** Old: 100 right, 10 lost. Young: 200 right, none lost. */
const oldAndYoung = tallyOf(binary, [
  ...counted({ '111': 45, '000': 45, '110': 10 }, 'old'),
  ...counted({ '111': 100, '000': 100 }, 'young'),
]);

describe('slices', () => {
  it('are everyone and then the values in their order, each with its own examples', () => {
    const slices = cutSlices(oldAndYoung, [{ ...group, values: ['young', 'old'] }], [['group']]);
    expect(slices.map(({ slice, n, isGroup }) => [sliceName(slice), n, isGroup])).toEqual([
      ['all', 300, false],
      ['group young', 200, true],
      ['group old', 100, true],
    ]);
  });

  it('are refused above 2,000 in all, by the crossing that makes most of them', () => {
    const pairs = { ...binary, attributes: ['group', 'place'] };
    const grid = (side: number): PairTally =>
      tallyOf(
        pairs,
        Array.from({ length: side * side }, (_, i) => ({
          ...example('111', 'x'),
          attributes: [`g${i % side}`, `p${Math.floor(i / side)}`],
        })),
      );
    const cut = (side: number): number => cutSlices(grid(side), [], [['group'], ['group', 'place']]).length;
    expect(cut(44)).toBe(1 + 44 + 44 ** 2);
    expect(() => cut(45)).toThrow('The slices are 2070 in all, 2025 of them by group, place; at most 2000');
  });

  it('of an attribute add up to everyone', () => {
    fc.assert(
      fc.property(fc.array(anyExample(binary)), (list) => {
        const [everyone, ...parts] = cutSlices(tallyOf(binary, list), [group], [['group']]);
        expect(everyone?.n).toBe(list.length);
        expect(parts.reduce((sum, { n }) => sum + n, 0)).toBe(list.length);
      }),
    );
  });
});

describe('flips', () => {
  it('are counted by direction, and tested where examples are independent', () => {
    const tally = tallyOf(threeClasses, counted({ '000': 5, '001': 9, '010': 2, '012': 4 }));
    expect(countFlips(threeClasses, tally.cells)).toEqual({
      negative: 9,
      positive: 2,
      any: 15,
      mcnemar: { kind: 'value', value: expect.closeTo(0.0654296875, 12) as number },
    });
    expect(countFlips(binaryByUnit, tally.cells).mcnemar.kind).toBe('not-estimable');
    expect(countFlips({ ...binary, task: 'regression' }, tally.cells)).toMatchObject({
      negative: 0,
      positive: 0,
      any: 0,
    });
  });

  it('are none between identical models', () => {
    fc.assert(
      fc.property(fc.array(anyExample(threeClasses)), (list) => {
        const { cells } = tallyOf(
          threeClasses,
          list.map((item) => ({ ...item, variant: item.baseline })),
        );
        expect(countFlips(threeClasses, cells)).toMatchObject({
          negative: 0,
          positive: 0,
          any: 0,
          mcnemar: { value: 1 },
        });
      }),
    );
  });
});

describe('differential drift', () => {
  it("is the group's drift minus that of everyone else", () => {
    const finding = judged(oldAndYoung).find(
      ({ kind, metric, slice }) => kind === 'differential' && metric.name === 'accuracy' && slice[0]?.value === 'old',
    );
    expect(finding?.restDrift).toBe(0);
    expect(finding?.drift).toBeCloseTo(-0.1, 14);
    const young = judged(oldAndYoung).find(
      ({ kind, metric, slice }) => kind === 'differential' && metric.name === 'accuracy' && slice[0]?.value === 'young',
    );
    expect(young?.drift).toBeCloseTo(0.1, 14);
  });

  it('equals the difference of two drifts, with bounds around it, whatever they are', () => {
    const side = fc.array(anyExample(binary), { minLength: 3, maxLength: 40 });
    for (const frame of [binary, binaryByUnit]) {
      fc.assert(
        fc.property(side, side, (a, b) => {
          const [first, second] = [
            tallyOf(
              frame,
              [...a, ...counted({ '111': 1 })].map((x, i) => ({ ...x, unit: `u${i % 4}` })),
            ),
            tallyOf(
              frame,
              b.map((x, i) => ({ ...x, unit: `u${i % 3}` })),
            ),
          ];
          const [group_, rest] = [driftOf(first, 'accuracy'), driftOf(second, 'accuracy')];
          const found = differentialDrift(group_, rest);
          if (found.kind === 'not-estimable') throw new Error(found.reason);
          expect(found.value).toBeCloseTo(group_.value - rest.value, 12);
          const { lower, upper } = found.bounds(0.025);
          expect(lower).toBeLessThanOrEqual(found.value);
          expect(upper).toBeGreaterThanOrEqual(found.value);
        }),
        { numRuns: 50 },
      );
    }
  });

  it('is not estimable where one of the two is not, and says which', () => {
    const none = { kind: 'not-estimable', reason: 'no positives' } as const;
    const some = driftOf(oldAndYoung, 'accuracy');
    expect(differentialDrift(none, some)).toEqual(none);
    expect(differentialDrift(some, none)).toEqual({ kind: 'not-estimable', reason: 'everyone else: no positives' });
  });
});

describe('findings', () => {
  it('stand worst first, and all hold at once', () => {
    const findings = judged(oldAndYoung);
    // Accuracy, true and false positive rate: of everyone, old and young; differential of old and young.
    expect(findings).toHaveLength(15);
    expect(new Set(findings.map(({ interval }) => interval?.simultaneousOver))).toEqual(new Set([15]));
    const order = ['violated', 'undecided', 'not-estimable', 'kept'];
    const ranks = findings.map(({ verdict }) => order.indexOf(verdict.kind));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(findings[0]).toMatchObject({ verdict: { kind: 'violated' }, slice: [{ value: 'old' }], surelyWorse: true });
  });

  it('leave out groups with fewer relevant examples than the smallest slice', () => {
    const tally = tallyOf(binary, [
      ...counted({ '111': 4, '000': 40 }, 'few'),
      ...counted({ '111': 40, '000': 40 }, 'many'),
    ]);
    const few = judged(tally).filter(({ slice }) => slice[0]?.value === 'few');
    expect(new Set(few.map(({ metric }) => metric.name))).toEqual(new Set(['accuracy', 'false_positive_rate']));
  });

  it('do not depend on what the groups are called', () => {
    const names: Readonly<Record<string, string>> = { x: 'zz', y: 'a', 'a,1:b': 'm' };
    const essence = (findings: readonly DriftFinding[], back: (name: string) => string): readonly string[] =>
      findings
        .map(({ kind, metric, slice, drift, interval, verdict, n }) =>
          JSON.stringify([
            kind,
            metric.name,
            slice.map(({ value }) => back(value)),
            n,
            [drift, interval?.lower, interval?.upper].map((x) => x?.toFixed(9).replace(/^-0\.0*$/u, '0.000000000')),
            verdict.kind,
          ]),
        )
        .sort();
    fc.assert(
      fc.property(fc.array(anyExample(binary), { minLength: 10, maxLength: 80 }), fc.boolean(), (list, hasUnits) => {
        const frame: TallyFrame = { ...binary, hasUnits };
        const renamed = list.map((item): PairedExample => ({
          ...item,
          attributes: item.attributes.map((value) => names[value] ?? value),
        }));
        expect(essence(judged(tallyOf(frame, renamed)), (name) => name)).toEqual(
          essence(judged(tallyOf(frame, list)), (name) => names[name] ?? name),
        );
      }),
      { numRuns: 40 },
    );
  });
});

function disparitiesIn(tally: PairTally, minSlice: number): ReturnType<typeof measureDisparities> {
  const [everyone, ...groups] = cutSlices(tally, [group], [['group']]);
  if (!everyone) throw new RangeError('nobody');
  const rules = { everyone, minSlice, ranks: rankValues(tally) };
  return measureDisparities(tally.frame, 'group', groups, metricsFor(tally.frame), rules);
}

describe('disparities', () => {
  // Women: 20 positives of whom 16 found, 20 negatives with 2 false alarms. Men: 20 of whom 10, 20 with 6.
  const tally = tallyOf(binary, [
    ...counted({ '111': 16, '100': 4, '011': 2, '000': 18 }, 'woman'),
    ...counted({ '111': 10, '100': 10, '011': 6, '000': 14 }, 'man'),
  ]);
  const measure = (of: PairTally, minSlice = 5): ReturnType<typeof measureDisparities> => disparitiesIn(of, minSlice);
  const named = (name: string, of = tally, minSlice = 5): ReturnType<typeof measureDisparities>[number] => {
    const found = measure(of, minSlice).find(({ disparity }) => disparity.name === name);
    if (!found) throw new RangeError(name);
    return found;
  };

  it.each([
    ['demographic_parity_difference', 18 / 40 - 16 / 40],
    ['demographic_parity_ratio', 16 / 18],
    ['equal_opportunity_difference', 0.3],
    ['equal_opportunity_ratio', 10 / 16],
    ['equalized_odds_difference', 0.3],
    ['equalized_odds_ratio', 1 / 3],
    ['accuracy_difference', 34 / 40 - 24 / 40],
    ['accuracy_ratio', 24 / 34],
    ['accuracy_worst_group', 24 / 40],
  ])('%s by hand is %d, and has not drifted', (name, value) => {
    const found = named(name);
    expect(found.baseline.kind === 'value' ? found.baseline.value : NaN).toBeCloseTo(value, 12);
    expect(found.variant).toEqual(found.baseline);
    expect(found.drift?.value).toBe(0);
    expect(found.drift?.lower).toBeLessThan(0);
    expect(found.drift?.upper).toBeGreaterThan(0);
  });

  it('name the worst group of each model', () => {
    expect(named('accuracy_worst_group').groups).toEqual({ baseline: 'man', variant: 'man' });
    expect(named('accuracy_difference').groups).toBeUndefined();
  });

  it('drift by the difference of both sides, within their interval', () => {
    const drifted = tallyOf(binary, [
      ...counted({ '111': 40, '000': 40 }, 'woman'),
      ...counted({ '111': 20, '110': 20, '000': 40 }, 'man'),
    ]);
    const found = named('equal_opportunity_difference', drifted);
    expect(found.drift?.value).toBeCloseTo(0.5, 12);
    expect(found.drift?.lower).toBeLessThanOrEqual(0.5);
    expect(found.drift?.lower).toBeGreaterThan(0);
    expect(found.drift?.upper).toBeGreaterThanOrEqual(0.5);
  });

  it('leave out small groups by name, and need two', () => {
    const small = tallyOf(binary, [
      ...counted({ '111': 3, '000': 30 }, 'few'),
      ...counted({ '111': 30, '000': 30 }, 'many'),
    ]);
    const found = named('equal_opportunity_difference', small);
    expect(found.leftOut).toEqual([{ value: 'few', reason: 'fewer than 5 positives' }]);
    expect(found.baseline).toEqual({ kind: 'not-estimable', reason: 'fewer than two groups are large enough' });
    expect(found.drift).toBeUndefined();
    expect(named('accuracy_difference', small).baseline.kind).toBe('value');
  });

  it('have no ratio where every group is at 0', () => {
    const never = tallyOf(binary, [
      ...counted({ '000': 30, '100': 30 }, 'a'),
      ...counted({ '000': 30, '100': 30 }, 'b'),
    ]);
    expect(named('demographic_parity_ratio', never).baseline).toEqual({
      kind: 'not-estimable',
      reason: 'every group is at 0',
    });
    expect(named('demographic_parity_difference', never).baseline).toEqual({ kind: 'value', value: 0 });
  });
});

describe('the groups behind a disparity', () => {
  it('are no surer of a mean recall than of the class that few examples have', () => {
    const classes: TallyFrame = { ...threeClasses, attributes: ['group'] };
    const list = ['x', 'y'].flatMap((name) => counted({ '000': 1000, '111': 3 }, name));
    const found = disparitiesIn(tallyOf(classes, list), 1);
    const worst = found.find(({ disparity }) => disparity.name === 'mean_recall_worst_group');
    // Three right answers of three do not tell a recall of 1 from one of a third.
    expect(worst?.drift?.lower).toBeLessThan(-0.1);
  });

  it('take part with precision only where both models gave enough positive answers', () => {
    const tally = tallyOf(binary, counted({ '110': 30, '111': 3, '000': 200 }));
    const { n } = pairedDrift(binary, metricNamed(binary, 'precision'), tally);
    expect(n).toBe(3);
  });

  it('say how many more answers would decide a precision of which nothing moved', () => {
    const { drift } = pairedDrift(
      binary,
      metricNamed(binary, 'precision'),
      tallyOf(binary, counted({ '111': 30, '011': 5, '000': 200 })),
    );
    const margin = { allowed: 0.02, source: 'plan' } as const;
    const { verdict } = judge(drift, 'higher', margin, { tail: 0.025, over: 1 }, 35);
    expect(verdict).toMatchObject({
      kind: 'undecided',
      assuming: 'nothing-moved',
      examplesNeeded: expect.any(Number) as number,
    });
  });
});
