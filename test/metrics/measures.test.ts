import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  LossFiller,
  TallyBuilder,
  metricsFor,
  multiclassLossNames,
  regressionLossNames,
  statisticsOf,
  type PairTally,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { metricNamed, valueOf } from './examples.js';

/** Computed by scikit-learn and SciPy; `make.py` beside it says how. */
const measures = JSON.parse(
  readFileSync(new URL('../reference/measures/measures.json', import.meta.url), 'utf8'),
) as Measures;

interface Measures {
  readonly weights: readonly number[];
  readonly multiclass: {
    readonly labels: readonly number[];
    readonly baseline: readonly (readonly number[])[];
    readonly variant: readonly (readonly number[])[];
    readonly plain: OfAnswers;
    readonly weighted: OfAnswers;
  };
  readonly regression: {
    readonly labels: readonly number[];
    readonly baseline: readonly number[];
    readonly variant: readonly number[];
    readonly plain: Readonly<Record<Side, Numbers>>;
    readonly weighted: Readonly<Record<Side, Numbers>>;
  };
}

type Side = 'baseline' | 'variant';
type Numbers = Readonly<Record<string, number>>;
type OfAnswers = Readonly<Record<Side, OneSide>> & { readonly distances: Numbers };
interface OneSide {
  readonly all: Numbers;
  readonly micro: Numbers;
  readonly classes: Readonly<Record<string, readonly (number | null)[]>>;
}

const sides = ['baseline', 'variant'] as const;
const weightings = ['plain', 'weighted'] as const;
const common = { attributes: [], hasUnits: false } as const;

function answered(hasWeights: boolean): PairTally {
  const { labels, baseline, variant } = measures.multiclass;
  const losses = multiclassLossNames([2, 3]);
  const frame: TallyFrame = { ...common, task: 'multiclass', classes: ['a', 'b', 'c', 'd', 'e'], losses, hasWeights };
  const filler = LossFiller.multiclass(losses);
  const builder = new TallyBuilder(frame);
  for (const [i, label] of labels.entries()) {
    const [a = [], b = []] = [baseline[i], variant[i]];
    filler.fill(a, b, label);
    builder.add({
      attributes: [],
      unit: '',
      label,
      weight: measures.weights[i],
      baseline: a.indexOf(Math.max(...a)),
      variant: b.indexOf(Math.max(...b)),
      baselineLosses: filler.baseline,
      variantLosses: filler.variant,
    });
  }
  return builder.build();
}

function valued(hasWeights: boolean): PairTally {
  const { labels, baseline, variant } = measures.regression;
  const losses = regressionLossNames([0.1, 0.5, 0.9]);
  const filler = LossFiller.regression(losses);
  const builder = new TallyBuilder({ ...common, task: 'regression', classes: [], losses, hasWeights });
  for (const [i, label] of labels.entries()) {
    filler.fill(baseline[i] ?? NaN, variant[i] ?? NaN, label);
    builder.add({
      attributes: [],
      unit: '',
      label: 0,
      weight: measures.weights[i],
      baseline: 0,
      variant: 0,
      baselineLosses: filler.baseline,
      variantLosses: filler.variant,
    });
  }
  return builder.build();
}

function expectAll(tally: PairTally, side: Side, theirs: Numbers): void {
  for (const [name, value] of Object.entries(theirs)) {
    const ours = valueOf(tally, name, side);
    expect(typeof ours === 'number' ? Math.abs(ours - value) : ours, name).toBeLessThan(1e-12);
  }
}

describe.each(weightings)('what scikit-learn and SciPy say of five classes, %s', (weighting) => {
  const tally = answered(weighting === 'weighted');
  const theirs = measures.multiclass[weighting];

  it.each(sides)('equals every number of everyone for the %s', (side) => {
    expect(Object.keys(theirs[side].all)).toHaveLength(17);
    expectAll(tally, side, theirs[side].all);
  });

  it.each(sides)('equals the measures of each class for the %s', (side) => {
    const statistics = statisticsOf(tally.frame, tally.cells, side);
    const names = Object.keys(theirs[side].classes);
    expect(names).toHaveLength(6);
    for (const name of names) {
      for (const [k, value] of (theirs[side].classes[name] ?? []).entries()) {
        const ours = metricNamed(tally.frame, name, k).value(statistics);
        if (value === null) expect(ours.kind, `${name} ${k}`).toBe('not-estimable');
        else expect(ours.kind === 'value' ? Math.abs(ours.value - value) : ours, `${name} ${k}`).toBeLessThan(1e-12);
      }
    }
  });

  it.each(sides)(
    'has no measure of classes without an average, and micro averages that are accuracy for the %s',
    (side) => {
      const { all, micro } = theirs[side];
      expect(valueOf(tally, 'accuracy', side)).toBeCloseTo(micro['precision'] ?? NaN, 12);
      expect(valueOf(tally, 'accuracy', side)).toBeCloseTo(micro['f1'] ?? NaN, 12);
      expect(Number(valueOf(tally, 'error_rate', side)) / 4).toBeCloseTo(micro['false_positive_rate'] ?? NaN, 12);
      const names = metricsFor(tally.frame).flatMap((metric) => (metric.class === undefined ? [metric.name] : []));
      expect(Object.keys(all).filter((name) => !names.includes(name))).toEqual([]);
    },
  );

  it('equals the distances of both models’ scores', () => expectAll(tally, 'variant', theirs.distances));

  it('has no distance of the baseline from itself', () => {
    for (const name of Object.keys(theirs.distances)) expect(valueOf(tally, name, 'baseline')).toBe(0);
  });
});

describe.each(weightings)('what scikit-learn says of a regression, %s', (weighting) => {
  it.each(sides)('equals every number for the %s', (side) => {
    const theirs = measures.regression[weighting][side];
    expect(Object.keys(theirs)).toHaveLength(7);
    expectAll(valued(weighting === 'weighted'), side, theirs);
  });
});
