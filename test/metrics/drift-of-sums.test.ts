import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LossFiller,
  TallyBuilder,
  isInTop,
  jackknifeVariance,
  mergeTallies,
  multiclassLossNames,
  normalQuantile,
  pairedDrift,
  regressionLossNames,
  sideEstimate,
  statisticsOf,
  studentQuantile,
  tangoInterval,
  varianceOf,
  wilsonInterval,
  type PairTally,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { driftOf, metricNamed, valueOf } from './examples.js';

/** One example of a regression: what both models said, and the truth. */
interface Valued {
  readonly truth: number;
  readonly baseline: number;
  readonly variant: number;
  readonly group?: string;
  readonly unit?: string;
  readonly weight?: number;
}

interface Kind {
  readonly hasUnits?: boolean;
  readonly hasWeights?: boolean;
}

function regression(examples: readonly Valued[], { hasUnits = false, hasWeights = false }: Kind = {}): PairTally {
  const losses = regressionLossNames([0.1, 0.9]);
  const frame: TallyFrame = { task: 'regression', classes: [], attributes: ['group'], losses, hasUnits, hasWeights };
  const [builder, filler] = [new TallyBuilder(frame), LossFiller.regression(losses)];
  for (const { truth, baseline, variant, group = 'all', unit = '', weight } of examples) {
    filler.fill(baseline, variant, truth);
    const [baselineLosses, variantLosses] = [filler.baseline, filler.variant];
    const rest = { label: 0, baseline: 0, variant: 0, baselineLosses, variantLosses };
    builder.add({ attributes: [group], unit, weight, ...rest });
  }
  return builder.build();
}

/** One example of four classes: the scores of both models. */
interface Scored {
  readonly label: number;
  readonly baseline: readonly number[];
  readonly variant: readonly number[];
  readonly group?: string;
  readonly unit?: string;
  readonly weight?: number;
}

function fourClasses(examples: readonly Scored[], { hasUnits = false, hasWeights = false }: Kind = {}): PairTally {
  const losses = multiclassLossNames([2, 3]);
  const classes = ['a', 'b', 'c', 'd'];
  const frame: TallyFrame = { task: 'multiclass', classes, attributes: ['group'], losses, hasUnits, hasWeights };
  const [builder, filler] = [new TallyBuilder(frame), LossFiller.multiclass(losses)];
  const answer = (scores: readonly number[]): number => scores.indexOf(Math.max(...scores));
  for (const { label, baseline, variant, group = 'all', unit = '', weight } of examples) {
    filler.fill(baseline, variant, label);
    builder.add({
      attributes: [group],
      unit,
      weight,
      label,
      baseline: answer(baseline),
      variant: answer(variant),
      baselineLosses: filler.baseline,
      variantLosses: filler.variant,
    });
  }
  return builder.build();
}

const number = fc.integer({ min: -40, max: 40 }).map((value) => value / 4);
const anyValued = fc.record({
  truth: number,
  baseline: number,
  variant: number,
  group: fc.constantFrom('x', 'y'),
  unit: fc.nat(7).map((i) => `u${i}`),
  weight: fc.integer({ min: 1, max: 12 }).map((i) => i / 4),
});
const anyScores = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 })
  .map((parts) => parts.map((part) => part / parts.reduce((a, b) => a + b, 0)));
const anyScored = fc.record({
  label: fc.nat(3),
  baseline: anyScores,
  variant: anyScores,
  group: fc.constantFrom('x', 'y'),
  unit: fc.nat(7).map((i) => `u${i}`),
  weight: fc.integer({ min: 1, max: 12 }).map((i) => i / 4),
});

const kinds: readonly Kind[] = [{}, { hasUnits: true }, { hasWeights: true }, { hasUnits: true, hasWeights: true }];

/** Every drift of a tally with its bounds; the reason where there is none. */
function driftsOf(tally: PairTally, names: readonly string[]): readonly (number | string)[] {
  return names.flatMap((name): readonly (number | string)[] => {
    const { drift } = pairedDrift(tally.frame, metricNamed(tally.frame, name), tally);
    if (drift.kind === 'not-estimable') return [drift.reason];
    const { lower, upper } = drift.bounds(0.025);
    return [drift.value, lower, upper];
  });
}

const ofValues = ['mae', 'rmse', 'bias', 'r_squared', 'pinball_0.1', 'pinball_0.9', 'mean_absolute_change'];
const ofScores = [
  'top_2_accuracy',
  'top_3_accuracy',
  'kl_divergence',
  'js_divergence',
  'total_variation',
  'macro_f1',
  'weighted_precision',
  'macro_false_positive_rate',
  'weighted_negative_predictive_value',
];

describe('R²', () => {
  it('is 1 for perfect predictions, 0 for the mean, below 0 for worse', () => {
    const tally = regression([1, 2, 3, 6].map((truth) => ({ truth, baseline: truth, variant: 3 })));
    expect(valueOf(tally, 'r_squared')).toBe(1);
    expect(valueOf(tally, 'r_squared', 'variant')).toBe(0);
    const off = regression([1, 2, 3, 6].map((truth) => ({ truth, baseline: 0, variant: -truth })));
    expect(valueOf(off, 'r_squared')).toBeCloseTo(1 - 12.5 / 3.5, 14);
  });

  it('says nothing of labels that do not vary, or hardly for their size', () => {
    const same = regression([4, 4, 4].map((truth) => ({ truth, baseline: 3, variant: 5 })));
    expect(valueOf(same, 'r_squared')).toMatch(/^labels that do not vary/u);
    const far = regression([1e9, 1e9 + 1, 1e9 - 1].map((truth) => ({ truth, baseline: truth, variant: truth })));
    expect(valueOf(far, 'r_squared')).toMatch(/^labels that do not vary/u);
  });

  it.each([{}, { hasWeights: true }])(
    'has the variance that weighing each example a little more or less shows, %o',
    (kind) => {
      const [random, n] = [noise(5), 120];
      const examples = Array.from({ length: n }, (_, i) => {
        const truth = 10 + 3 * random() + random() ** 3;
        const baseline = truth + (i % 3 === 0 ? 3 : 1) * random();
        return { truth, baseline, variant: baseline + 0.5 * random() + 0.1 * truth, weight: 1 + 0.5 * Math.sin(i) };
      });
      const tally = regression(examples, kind);
      const r2 = (side: 'baseline' | 'variant', at = -1, factor = 1): number => {
        const mass = (i: number): number =>
          (kind.hasWeights === true ? (examples[i]?.weight ?? 0) : 1) * (i === at ? factor : 1);
        const total = examples.reduce((sum, _, i) => sum + mass(i), 0);
        const mean = examples.reduce((sum, { truth }, i) => sum + mass(i) * truth, 0) / total;
        const spread = examples.reduce((sum, { truth }, i) => sum + mass(i) * (truth - mean) ** 2, 0);
        return 1 - examples.reduce((sum, one, i) => sum + mass(i) * (one[side] - one.truth) ** 2, 0) / spread;
      };
      const varianceBy = (of: (at: number, factor: number) => number): number =>
        examples.reduce((sum, _, i) => sum + ((of(i, 1 + 1e-5) - of(i, 1 - 1e-5)) / 2e-5) ** 2, 0) * (n / (n - 1));
      const drift = driftOf(tally, 'r_squared');
      expect(drift.value).toBeCloseTo(r2('variant') - r2('baseline'), 12);
      const ofDrift = varianceBy((i, factor) => r2('variant', i, factor) - r2('baseline', i, factor));
      expect(drift.varianceWithoutDrift / ofDrift).toBeCloseTo(1, 6);
      expect(varianceOf(drift.influence()) / ofDrift).toBeCloseTo(1, 6);
      expect(drift.method).toBe(kind.hasWeights === true ? 'delta-weights' : 'delta');
      const half = studentQuantile(0.975, n - 1) * Math.sqrt(drift.varianceWithoutDrift);
      expect(drift.bounds(0.025).upper - drift.value).toBeCloseTo(half, 12);
      for (const side of ['baseline', 'variant'] as const) {
        const found = sideEstimate(tally.frame, metricNamed(tally.frame, 'r_squared'), tally, side);
        const ofSide = varianceBy((i, factor) => r2(side, i, factor));
        expect(found.kind === 'estimate' ? found.variance / ofSide : found).toBeCloseTo(1, 6);
      }
    },
  );

  it('has the jackknife’s variance over units', () => {
    const random = noise(9);
    const list = Array.from({ length: 60 }, (_, i) => {
      const truth = 5 + 2 * random();
      return { truth, baseline: truth + random(), variant: truth + 1.2 * random(), unit: `u${i % 12}` };
    });
    const kind = { hasUnits: true };
    const values = Array.from({ length: 12 }, (_, u) => {
      const rest = regression(
        list.filter(({ unit }) => unit !== `u${u}`),
        kind,
      );
      return driftOf(rest, 'r_squared').value;
    });
    const drift = driftOf(regression(list, kind), 'r_squared');
    expect(drift.varianceWithoutDrift).toBeCloseTo(jackknifeVariance(values), 12);
  });

  it('has a variance that splitting the examples into cells does not change', () => {
    fc.assert(
      fc.property(fc.array(anyValued, { minLength: 5, maxLength: 30 }), fc.boolean(), (list, hasWeights) => {
        const one = regression(
          list.map((item) => ({ ...item, group: 'all' })),
          { hasWeights },
        );
        const many = regression(
          list.map((item, i) => ({ ...item, group: `g${i}` })),
          { hasWeights },
        );
        const [a, b] = [one, many].map((tally) =>
          pairedDrift(tally.frame, metricNamed(tally.frame, 'r_squared'), tally),
        );
        expect(b?.drift.kind).toBe(a?.drift.kind);
        if (a?.drift.kind !== 'drift' || b?.drift.kind !== 'drift') return;
        expect(b.drift.value).toBeCloseTo(a.drift.value, 10);
        const [x, y] = [varianceOf(a.drift.influence()), varianceOf(b.drift.influence())];
        expect(Math.abs(x - y)).toBeLessThan(1e-9 * (1 + x));
      }),
    );
  });
});

describe('top-k accuracy', () => {
  it('counts the truth among the k largest scores; of equal scores the first class comes first', () => {
    const scores = [0.4, 0.3, 0.2, 0.1];
    const even = [0.25, 0.25, 0.25, 0.25];
    const tally = fourClasses([0, 1, 2, 3].map((label) => ({ label, baseline: scores, variant: even })));
    expect(valueOf(tally, 'top_2_accuracy')).toBe(0.5);
    expect(valueOf(tally, 'top_3_accuracy')).toBe(0.75);
    expect(valueOf(tally, 'top_2_accuracy', 'variant')).toBe(0.5);
    expect(valueOf(tally, 'accuracy', 'variant')).toBe(0.25);
    expect([0, 1, 2, 3].map((label) => isInTop(2, even, label))).toEqual([1, 1, 0, 0]);
  });

  it('has Tango’s interval of its own gains and losses, and Wilson’s on either side', () => {
    const [first, last] = [
      [0.4, 0.3, 0.2, 0.1],
      [0.1, 0.2, 0.3, 0.4],
    ];
    const of = (label: number, baseline: readonly number[], variant: readonly number[], n: number): readonly Scored[] =>
      Array.from({ length: n }, () => ({ label, baseline, variant }));
    // Class a is within the first two before and not after, and the other way round: 9 lost, 2 gained, 61 as they were.
    const tally = fourClasses([...of(0, first, last, 9), ...of(0, last, first, 2), ...of(0, first, first, 61)]);
    const drift = driftOf(tally, 'top_2_accuracy');
    expect(drift.value).toBeCloseTo(-7 / 72, 14);
    expect(drift.method).toBe('tango');
    expect(drift.bounds(0.025)).toEqual(tangoInterval(2, 9, 72, normalQuantile(0.975)));
    const side = sideEstimate(tally.frame, metricNamed(tally.frame, 'top_2_accuracy'), tally, 'baseline');
    if (side.kind !== 'estimate') throw new Error(side.reason);
    expect(side.method).toBe('wilson');
    expect(side.bounds(0.025)).toEqual(wilsonInterval(70, 72, normalQuantile(0.975)));
  });

  it.each([{ hasUnits: true }, { hasWeights: true }])('keeps a floor where nothing was seen to flip, %o', (kind) => {
    const [scores, n] = [[0.4, 0.3, 0.2, 0.1], 60];
    const same = Array.from({ length: n }, (_, i) => ({ label: 0, baseline: scores, variant: scores, unit: `u${i}` }));
    const drift = driftOf(fourClasses(same, kind), 'top_2_accuracy');
    expect(drift.value).toBe(0);
    const quantile = kind.hasUnits === true ? studentQuantile(0.975, n - 1) : normalQuantile(0.975);
    const { upper } = tangoInterval(0, 0, n, quantile);
    expect(drift.bounds(0.025)).toEqual({ lower: -upper, upper });
  });
});

describe('distances between the outputs', () => {
  it('are by hand what they are called', () => {
    const [p, q] = [
      [0.7, 0.2, 0.1, 0],
      [0.6, 0.3, 0.1, 0],
    ];
    const tally = fourClasses([
      { label: 0, baseline: p, variant: q },
      { label: 0, baseline: p, variant: p },
    ]);
    // KL of this p and q is 0.0268 (`worked.kl` of the reference numbers).
    expect(valueOf(tally, 'kl_divergence', 'variant')).toBeCloseTo(0.026812454257447993 / 2, 14);
    expect(valueOf(tally, 'total_variation', 'variant')).toBeCloseTo(0.1 / 2, 14);
    const values = regression([
      { truth: 0, baseline: 1, variant: 4 },
      { truth: 9, baseline: 1, variant: 0 },
    ]);
    expect(valueOf(values, 'mean_absolute_change', 'variant')).toBe(2);
    expect(driftOf(values, 'mean_absolute_change').value).toBe(2);
  });
});

describe.each(kinds)('drifts of sums and of class averages, %o', (kind) => {
  it('are exactly 0 between identical models', () => {
    fc.assert(
      fc.property(
        fc.array(anyValued, { minLength: 4, maxLength: 25 }),
        fc.array(anyScored, { minLength: 4, maxLength: 25 }),
        (values, scores) => {
          const same = <T extends { readonly baseline: unknown }>(list: readonly T[]): readonly T[] =>
            list.map((item) => ({ ...item, variant: item.baseline }));
          const tallies = [
            [regression(same(values), kind), ofValues],
            [fourClasses(same(scores), kind), ofScores],
          ] as const;
          for (const [tally, names] of tallies) {
            for (const name of names) {
              const { drift } = pairedDrift(tally.frame, metricNamed(tally.frame, name), tally);
              if (drift.kind === 'drift') expect(drift.value, name).toBe(0);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('do not depend on the order of rows, on names of groups, or on shards', () => {
    fc.assert(
      fc.property(fc.array(anyValued, { minLength: 6, maxLength: 25 }), fc.nat(25), (list, at) => {
        const whole = regression(list, kind);
        const parts = [list.slice(at), list.slice(0, at)].map((part) => regression(part, kind));
        const merged = mergeTallies(whole.frame, parts);
        const renamed = regression(
          list.map((item) => ({ ...item, group: item.group === 'x' ? 'zz' : 'aa' })),
          kind,
        );
        const drifts = driftsOf(whole, ofValues);
        expect(driftsOf(merged, ofValues)).toEqual(drifts);
        for (const [i, one] of driftsOf(renamed, ofValues).entries()) {
          const other = drifts[i];
          if (typeof one === 'string' || typeof other === 'string') expect(one).toBe(other);
          else expect(one).toBeCloseTo(other ?? NaN, 9);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('rows that stand twice in their unit with half the weight', () => {
  const kind = { hasUnits: true, hasWeights: true };
  it('change no drift and no bound', () => {
    fc.assert(
      fc.property(
        fc.array(anyValued, { minLength: 8, maxLength: 25 }),
        fc.array(anyScored, { minLength: 8, maxLength: 25 }),
        (values, scores) => {
          const halved = <T extends { readonly weight: number }>(list: readonly T[]): readonly T[] =>
            list.flatMap((item) => [
              { ...item, weight: item.weight / 2 },
              { ...item, weight: item.weight / 2 },
            ]);
          const pairs = [
            [regression(values, kind), regression(halved(values), kind), ofValues],
            [fourClasses(scores, kind), fourClasses(halved(scores), kind), ofScores],
          ] as const;
          for (const [once, twice, names] of pairs) {
            const [a, b] = [driftsOf(once, names), driftsOf(twice, names)];
            expect(b).toHaveLength(a.length);
            for (const [i, one] of a.entries()) {
              const other = b[i];
              if (typeof one === 'string' || typeof other === 'string') expect(other).toBe(one);
              else expect(other).toBeCloseTo(one, 8);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what is left when a unit is left out', () => {
  it('has no class that only this unit had, whatever its weights add up to', () => {
    const sure = (label: number): readonly number[] => [0, 1, 2, 3].map((k) => (k === label ? 0.7 : 0.1));
    const scored = (label: number, answer: number, unit: string, weight: number): Scored => ({
      label,
      baseline: sure(label),
      variant: sure(answer),
      unit,
      weight,
    });
    // 0.1 + 0.2 + 0.3 is not 0.6 in floating point.
    const list = [
      scored(3, 3, 'u0', 0.1),
      scored(3, 0, 'u0', 0.2),
      scored(3, 1, 'u0', 0.3),
      ...Array.from({ length: 30 }, (_, i) => scored(i % 3, i % 7 === 0 ? 3 : i % 3, `u${i + 1}`, 0.7)),
    ];
    const kind = { hasUnits: true, hasWeights: true };
    const without = fourClasses(list.slice(3), kind);
    const whole = fourClasses(list, kind);
    const drift = driftOf(whole, 'macro_false_positive_rate');
    const values = [...new Set(list.map(({ unit }) => unit))].map((left) => {
      const rest = fourClasses(
        list.filter(({ unit }) => unit !== left),
        kind,
      );
      return driftOf(rest, 'macro_false_positive_rate').value;
    });
    expect(values[0]).toBeCloseTo(driftOf(without, 'macro_false_positive_rate').value, 14);
    expect(varianceOf({ ...drift.influence(), own: 0 })).toBeCloseTo(jackknifeVariance(values), 12);
  });
});

describe('an example that weighs little', () => {
  it('does not make a metric hang on it', () => {
    const sure = (label: number): readonly number[] => [0, 1, 2, 3].map((k) => (k === label ? 0.7 : 0.1));
    const list = Array.from({ length: 80 }, (_, i) => ({
      label: i % 2,
      baseline: sure(i % 5 === 0 ? 0 : i % 2),
      variant: sure(i % 9 === 0 ? 0 : i % 2),
      weight: i % 2 === 0 ? 4 : 0.02,
    }));
    const tally = fourClasses(list, { hasWeights: true });
    const statistics = statisticsOf(tally.frame, tally.cells, 'variant');
    // All answers of class b together weigh less than an example does on average.
    expect(statistics.predicted[1]).toBeLessThan(1);
    const { drift } = pairedDrift(tally.frame, metricNamed(tally.frame, 'class_precision', 1), tally);
    expect(drift.kind).toBe('drift');
  });
});

/** Nearly normal numbers, the same every time. */
function noise(seed: number): () => number {
  let state = seed;
  const next = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  return () => next() + next() + next() + next() + next() + next() - 3;
}
