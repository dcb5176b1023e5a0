import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSlices, measureDisparities, type DisparityDrift, type DisparityRules } from '../../../src/compare/index.js';
import {
  LossFiller,
  TallyBuilder,
  mergeTallies,
  metricsFor,
  rankValues,
  regressionLossNames,
  type PairTally,
  type PairedExample,
  type TallyFrame,
} from '../../../src/metrics/index.js';
import { anyExample, binary, binaryByUnit, counted, tallyOf } from '../../metrics/examples.js';

interface Options extends Partial<Pick<DisparityRules, 'reference' | 'minSlice'>> {
  /** Names of the metrics; all unless given. */
  readonly metrics?: readonly string[];
}

/** One of each kind: rates, a function of counts, a mean loss. */
const few = ['accuracy', 'selection_rate', 'true_positive_rate', 'false_positive_rate', 'precision', 'log_loss'];

function disparitiesOf(
  tally: PairTally,
  { reference, minSlice = 1, metrics }: Options = {},
): readonly DisparityDrift[] {
  const group = { name: 'group', sensitive: true, values: [] };
  const [everyone, ...groups] = cutSlices(tally, [group], [['group']]);
  if (!everyone) throw new RangeError('nobody');
  const rules = { everyone, minSlice, reference, ranks: rankValues(tally) };
  const wanted = metricsFor(tally.frame).filter(({ name }) => metrics?.includes(name) ?? true);
  return measureDisparities(tally.frame, 'group', groups, wanted, rules);
}

function named(list: readonly DisparityDrift[], name: string, group?: string): DisparityDrift {
  const found = list.filter((one) => one.disparity.name === name && one.group === group);
  expect(found, name).toHaveLength(1);
  const [only] = found;
  if (!only) throw new RangeError(name);
  return only;
}

function valueOf(of: DisparityDrift, side: 'baseline' | 'variant'): number | string {
  const found = of[side];
  return found.kind === 'value' ? found.value : found.reason;
}

/**
 * Three groups of 10 positives and 10 negatives, label, answer before, answer after. Rates before: true positives 0.8, 0.6, 0.4,
 * false positives 0.1, 0.2, 0.4. After: c has 0.2 true positives.
 */
const threeGroups = tallyOf(binary, [
  ...counted({ '111': 8, '100': 2, '011': 1, '000': 9 }, 'a'),
  ...counted({ '111': 6, '100': 4, '011': 2, '000': 8 }, 'b'),
  ...counted({ '111': 2, '110': 2, '100': 6, '011': 4, '000': 6 }, 'c'),
]);

describe('disparities between three groups, by hand', () => {
  const plain = disparitiesOf(threeGroups);
  it.each<[string, number, number]>([
    ['equal_opportunity_difference', 0.4, 0.6],
    ['equal_opportunity_ratio', 0.5, 0.25],
    ['predictive_equality_difference', 0.3, 0.3],
    ['predictive_equality_ratio', 0.25, 0.25],
    ['equalized_odds_difference', 0.4, 0.6],
    ['equalized_odds_ratio', 0.25, 0.25],
    // 9, 8 and 8 of 20 are selected before, 9, 8 and 6 after.
    ['demographic_parity_difference', 0.05, 0.15],
    ['demographic_parity_ratio', 8 / 9, 6 / 9],
    // 8 of 9, 6 of 8 and 4 of 8 positive answers are right before; 2 of 6 of c after.
    ['predictive_parity_difference', 8 / 9 - 0.5, 8 / 9 - 1 / 3],
    ['accuracy_worst_group', 0.5, 0.4],
    // Everyone: 18 of 30, then 16 of 30.
    ['equal_opportunity_difference_to_overall', 0.2, 16 / 30 - 0.2],
    ['equal_opportunity_ratio_to_overall', 0.4 / 0.6, 0.2 / (16 / 30)],
    // Accuracies 0.85, 0.7, 0.5 and then 0.4: distances over twice the sum.
    ['accuracy_gini', (0.15 + 0.35 + 0.2) / (2 * 2.05), (0.15 + 0.45 + 0.3) / (2 * 1.95)],
  ])('%s is %d before and %d after', (name, before, after) => {
    const found = named(plain, name);
    expect(valueOf(found, 'baseline')).toBeCloseTo(before, 14);
    expect(valueOf(found, 'variant')).toBeCloseTo(after, 14);
    expect(found.drift?.value).toBeCloseTo(after - before, 14);
    const { value } = found.relativeDrift;
    expect(value.kind === 'value' ? value.value : value).toBeCloseTo((after - before) / before, 14);
  });

  it.each<[string, string, number, number]>([
    ['true_positive_rate_difference_to_best', 'a', 0, 0],
    ['true_positive_rate_difference_to_best', 'c', 0.4, 0.6],
    ['false_positive_rate_difference_to_best', 'c', 0.3, 0.3],
  ])('%s of %s is %d before and %d after', (name, group, before, after) => {
    const found = named(plain, name, group);
    expect(valueOf(found, 'baseline')).toBeCloseTo(before, 14);
    expect(valueOf(found, 'variant')).toBeCloseTo(after, 14);
  });

  it.each<[string, string, number, number]>([
    ['statistical_parity_difference', 'c', -0.05, -0.15],
    ['disparate_impact', 'c', 8 / 9, 6 / 9],
    ['equal_opportunity_difference_to_reference', 'c', -0.4, -0.6],
    ['equal_opportunity_ratio_to_reference', 'b', 0.75, 0.75],
    // The two differences cancel in part: (−0.4 + 0.3) / 2, and do not: (0.4 + 0.3) / 2.
    ['average_odds_difference', 'c', -0.05, -0.15],
    ['average_abs_odds_difference', 'c', 0.35, 0.45],
  ])('against the named group a: %s of %s is %d before and %d after', (name, group, before, after) => {
    const found = named(disparitiesOf(threeGroups, { reference: 'a' }), name, group);
    expect(valueOf(found, 'baseline')).toBeCloseTo(before, 14);
    expect(valueOf(found, 'variant')).toBeCloseTo(after, 14);
    expect(found.drift?.value).toBeCloseTo(after - before, 14);
    expect(found.reference).toBe('a');
  });

  it('gives the entropies of benefits 0, 1 and 2, and what of them lies between groups', () => {
    // Of 60: 7 false positives and 12 false negatives; their mean benefit is 55/60.
    const mean = 55 / 60;
    const squares = (7 * 4 + 41) / 60;
    expect(valueOf(named(plain, 'generalized_entropy_index'), 'baseline')).toBeCloseTo(
      squares / mean ** 2 / 2 - 0.5,
      14,
    );
    const theil = (7 * 2 * Math.log(2 / mean) + 41 * Math.log(1 / mean)) / 60 / mean;
    expect(valueOf(named(plain, 'theil_index'), 'baseline')).toBeCloseTo(theil, 14);
    // Mean benefits of the groups: 19/20, 18/20, 18/20.
    const groups = [0.95, 0.9, 0.9].map((benefit) => benefit / mean);
    const between = groups.reduce((sum, b) => sum + (b * Math.log(b)) / 3, 0);
    expect(valueOf(named(plain, 'between_group_theil_index'), 'baseline')).toBeCloseTo(between, 14);
    const halfSquares = groups.reduce((sum, b) => sum + (b * b - 1) / 6, 0);
    expect(valueOf(named(plain, 'between_group_generalized_entropy_index'), 'baseline')).toBeCloseTo(halfSquares, 14);
  });

  it('names the worst group on either side', () => {
    expect(named(plain, 'false_positive_rate_worst_group').groups).toEqual({ baseline: 'c', variant: 'c' });
    expect(valueOf(named(plain, 'false_positive_rate_worst_group'), 'baseline')).toBe(0.4);
  });
});

describe('where libraries disagree', () => {
  it('a group without positives is left out by name: Fairlearn counts a true positive rate of 0, AIF360 NaN', () => {
    const tally = tallyOf(binary, [
      ...counted({ '111': 1, '100': 1, '011': 1, '000': 1 }, 'a'),
      ...counted({ '011': 1, '000': 1 }, 'b'),
    ]);
    const found = named(disparitiesOf(tally), 'equal_opportunity_difference');
    expect(valueOf(found, 'baseline')).toBe('fewer than two groups are large enough');
    expect(found.leftOut).toEqual([{ value: 'b', reason: 'fewer than 1 positives' }]);
    expect(found.drift).toBeUndefined();
  });

  it('no positive answer anywhere gives no ratio: Fairlearn says NaN, Aequitas 10', () => {
    const tally = tallyOf(binary, [...counted({ '100': 5, '000': 5 }, 'a'), ...counted({ '100': 5, '000': 5 }, 'b')]);
    const found = disparitiesOf(tally, { reference: 'b' });
    expect(valueOf(named(found, 'demographic_parity_ratio'), 'baseline')).toBe('every group is at 0');
    expect(valueOf(named(found, 'demographic_parity_ratio_to_overall'), 'baseline')).toBe('everyone is at 0');
    expect(valueOf(named(found, 'disparate_impact', 'a'), 'baseline')).toBe('the named group is at 0');
    expect(valueOf(named(found, 'equalized_odds_ratio'), 'baseline')).toBe('every group is at 0');
    expect(valueOf(named(found, 'demographic_parity_difference'), 'baseline')).toBe(0);
  });

  it('a group of one takes no part below the size to be shown; at a size of 1 it has Wilson’s bounds', () => {
    const tally = tallyOf(binary, [...counted({ '111': 30, '000': 30 }, 'a'), ...counted({ '111': 1 }, 'b')]);
    const hidden = named(disparitiesOf(tally, { minSlice: 20 }), 'accuracy_difference');
    expect(hidden.leftOut).toEqual([{ value: 'b', reason: 'fewer than 20 examples' }]);
    const shown = named(disparitiesOf(tally), 'accuracy_difference');
    expect(valueOf(shown, 'baseline')).toBe(0);
    expect(shown.sides?.baseline.upper).toBeGreaterThan(0.7);
  });
});

describe('a relative drift', () => {
  it('is not told at a baseline of 0, and says so', () => {
    const tally = tallyOf(binary, [
      ...counted({ '111': 40, '000': 40 }, 'a'),
      ...counted({ '111': 35, '110': 5, '000': 40 }, 'b'),
    ]);
    const { drift, relativeDrift } = named(disparitiesOf(tally), 'accuracy_difference');
    expect(drift?.value).toBeCloseTo(5 / 80, 14);
    expect(relativeDrift).toEqual({
      value: {
        kind: 'not-estimable',
        reason: 'the baseline is at 0, so that no drift can be told relative to it',
      },
      bounds: undefined,
    });
  });

  it('has no bounds where the baseline may be 0, however it is computed', () => {
    const list = disparitiesOf(threeGroups, { reference: 'a' });
    let [unsure, sure] = [0, 0];
    for (const { disparity, sides, relativeDrift } of list) {
      if (!sides) continue;
      if (sides.baseline.lower <= 0 && sides.baseline.upper >= 0) {
        expect(relativeDrift.bounds, disparity.name).toBeUndefined();
        unsure += 1;
      } else sure += Number(relativeDrift.bounds !== undefined);
    }
    expect(unsure).toBeGreaterThan(20);
    expect(sure).toBeGreaterThan(3);
  });
});

function expectSame(number: number, other: number | undefined, key: string): void {
  if (Number.isFinite(number)) expect(number, key).toBeCloseTo(other ?? NaN, 9);
  else expect(number, key).toBe(other);
}

/** Every number of a list, by name and group: values, drift and bounds. */
function numbersOf(list: readonly DisparityDrift[]): ReadonlyMap<string, readonly number[]> {
  return new Map(
    list.map(({ disparity, group, baseline, variant, sides, drift }) => [
      `${disparity.name} ${group ?? ''}`,
      [
        ...[baseline, variant].map((side) => (side.kind === 'value' ? side.value : NaN)),
        ...[sides?.baseline, sides?.variant, drift].flatMap((one) => [one?.lower ?? NaN, one?.upper ?? NaN]),
      ],
    ]),
  );
}

const twoGroups = fc
  .tuple(
    fc.array(anyExample(binary), { minLength: 4, maxLength: 25 }),
    fc.array(anyExample(binary), { minLength: 4, maxLength: 25 }),
  )
  .map(([first, second]): readonly PairedExample[] => [
    ...first.map((item) => ({ ...item, attributes: ['x'] })),
    ...second.map((item) => ({ ...item, attributes: ['y'] })),
  ]);

describe.each([binary, binaryByUnit, { ...binaryByUnit, hasWeights: true }])(
  'disparities, units: $hasUnits, weights: $hasWeights',
  (frame: TallyFrame) => {
    it('hold their own values, and what cannot be below 0 has no bound below it', () => {
      fc.assert(
        fc.property(twoGroups, (list) => {
          for (const { disparity, baseline, variant, sides, drift } of disparitiesOf(tallyOf(frame, list), {
            reference: 'x',
            metrics: few,
          })) {
            for (const [side, bounds] of [
              [baseline, sides?.baseline],
              [variant, sides?.variant],
            ] as const) {
              if (side.kind !== 'value' || !bounds) continue;
              expect(bounds.lower, disparity.name).toBeLessThanOrEqual(side.value + 1e-12);
              expect(bounds.upper, disparity.name).toBeGreaterThanOrEqual(side.value - 1e-12);
              if (['difference', 'ratio', 'index', 'to-best', 'to-overall'].includes(disparity.kind))
                expect(bounds.lower, disparity.name).toBeGreaterThanOrEqual(0);
            }
            if (!drift || baseline.kind !== 'value' || variant.kind !== 'value') continue;
            expect(drift.value, disparity.name).toBeCloseTo(variant.value - baseline.value, 12);
            expect(drift.lower, disparity.name).toBeLessThanOrEqual(drift.value + 1e-12);
            expect(drift.upper, disparity.name).toBeGreaterThanOrEqual(drift.value - 1e-12);
          }
        }),
        { numRuns: 15 },
      );
    });

    it('do not move between identical models', () => {
      fc.assert(
        fc.property(twoGroups, (list) => {
          const same = list.map((item) => ({ ...item, variant: item.baseline, variantLosses: item.baselineLosses }));
          for (const { disparity, drift } of disparitiesOf(tallyOf(frame, same), { reference: 'x', metrics: few }))
            if (drift) expect(drift.value, disparity.name).toBe(0);
        }),
        { numRuns: 15 },
      );
    });

    it('do not depend on the order of rows, on shards, or on what groups are called', () => {
      fc.assert(
        fc.property(twoGroups, fc.nat(30), (list, at) => {
          const whole = tallyOf(frame, list);
          const once = numbersOf(disparitiesOf(whole, { metrics: few }));
          const merged = mergeTallies(
            frame,
            [list.slice(at), list.slice(0, at)].map((part) => tallyOf(frame, part)),
          );
          expect(numbersOf(disparitiesOf(merged, { metrics: few }))).toEqual(once);
          const renamed = list.map((item) => ({ ...item, attributes: [item.attributes[0] === 'x' ? 'z' : 'b'] }));
          for (const [key, numbers] of numbersOf(disparitiesOf(tallyOf(frame, renamed), { metrics: few }))) {
            const before = once.get(key.replace(/ z$/u, ' x').replace(/ b$/u, ' y'));
            for (const [i, number] of numbers.entries()) expectSame(number, before?.[i], key);
          }
        }),
        { numRuns: 8 },
      );
    });
  },
);

describe('a distance between the models', () => {
  it('has no ratio, since the baseline’s distance to itself is 0', () => {
    const losses = regressionLossNames([0.5]);
    const frame: TallyFrame = { ...binary, task: 'regression', classes: [], losses };
    const [builder, filler] = [new TallyBuilder(frame), LossFiller.regression(losses)];
    for (let i = 0; i < 40; i++) {
      filler.fill(i, i + (i % 4), i + 1);
      builder.add({
        attributes: [i % 2 === 0 ? 'x' : 'y'],
        unit: '',
        label: 0,
        baseline: 0,
        variant: 0,
        baselineLosses: filler.baseline,
        variantLosses: filler.variant,
      });
    }
    const list = disparitiesOf(builder.build());
    expect(list.some(({ disparity }) => disparity.name === 'mae_ratio')).toBe(true);
    expect(list.some(({ disparity }) => disparity.name === 'mean_absolute_change_ratio')).toBe(false);
    // Of x the variant moves by 0 and 2, of y by 1 and 3.
    const found = named(list, 'mean_absolute_change_difference');
    expect(valueOf(found, 'baseline')).toBe(0);
    expect(valueOf(found, 'variant')).toBe(1);
    expect(list.some(({ disparity }) => disparity.name === 'r_squared_ratio')).toBe(false);
  });
});
