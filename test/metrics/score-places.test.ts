import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceKey } from '../../src/base/index.js';
import {
  RankPass,
  ScoreCounter,
  TallyBuilder,
  binaryLosses,
  metricsFor,
  needsSecondPass,
  pairedDrift,
  type Metric,
  type RankSums,
  type ScoreCounts,
  type ScoreFunction,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { atResolution } from '../../src/metrics/score-resolution.js';
import { placesOf } from '../../src/metrics/score-places.js';
import { labelled } from './labelled.js';

const frame = (hasWeights: boolean): TallyFrame => ({
  task: 'binary',
  classes: ['no', 'yes'],
  attributes: [],
  hasUnits: false,
  hasWeights,
  losses: ['log_loss', 'brier'],
});
const ofScores = metricsFor(frame(false)).filter(needsSecondPass);

interface Example {
  readonly label: 0 | 1;
  readonly weight: number;
  readonly baseline: number;
  readonly variant: number;
}

/** What a pass over scores says that were counted on a grid, at most `limit` of them. */
function onGrid(list: readonly Example[], hasWeights: boolean, limit: number): RankSums {
  const builder = new TallyBuilder(frame(hasWeights));
  for (const { label, weight, baseline, variant } of list) {
    builder.add({
      attributes: [],
      unit: '',
      label,
      weight,
      baseline: baseline >= 0.5 ? 1 : 0,
      variant: variant >= 0.5 ? 1 : 0,
      baselineLosses: binaryLosses(baseline, label),
      variantLosses: binaryLosses(variant, label),
    });
  }
  const counted = (side: 'baseline' | 'variant'): ScoreCounts => {
    const counter = new ScoreCounter(limit, hasWeights);
    for (const example of list) counter.add([], example.label, example[side], hasWeights ? example.weight : 1);
    return counter.build();
  };
  const tally = { ...builder.build(), scores: { baseline: counted('baseline'), variant: counted('variant') } };
  const pass = new RankPass(tally, []);
  for (const example of list) pass.add({ attributes: [], unit: '', ...example });
  const ranks = pass.build().slices.get(sliceKey([]));
  if (!ranks) throw new Error('everyone is ranked');
  return ranks;
}

function functionOf({ pairing, name }: Metric): ScoreFunction {
  if (pairing.kind !== 'scores' && pairing.kind !== 'rank') throw new Error(name);
  return pairing.function;
}

/** Scores near 0, near 1 and between, and some of them many times. */
const score = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  fc.constantFrom(0, 1, 0.1, 0.3, 0.5, 0.7),
  fc.double({ min: 0, max: 1e-3, noNaN: true }),
  fc.double({ min: 0.999, max: 1, noNaN: true }),
);
const example = fc.record({
  label: fc.constantFrom(0 as const, 1 as const),
  weight: fc.constantFrom(0.5, 1, 3.25),
  baseline: score,
  variant: score,
});

describe('the places of a grid', () => {
  it('hold every score that is put there, at any resolution, a hair outside of 0 to 1 as well', () => {
    const any = fc.oneof(
      score,
      fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
      fc.double({ min: 1 - 1e-6, max: 1 + 1e-6, noNaN: true }),
      fc.integer({ min: 0, max: 1074 }).map((power) => 2 ** -power),
    );
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 31 }), (one, bits) => {
        const counted = { scores: Float64Array.of(atResolution(one, bits) + 0) };
        const { low, high } = placesOf({ ...counted, masses: [Float64Array.of(1), Float64Array.of(0)] }, bits);
        expect(low[0]).toBeLessThanOrEqual(one);
        expect(high[0]).toBeGreaterThanOrEqual(one);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep the digits that bits are left for besides the exponent: eleven of 22', () => {
    const { low, high } = placesOf(labelled([0.25, 0.75], [0, 1]), 22);
    expect([...low]).toEqual([0.25, 0.75 - 2 ** -13]);
    expect([...high]).toEqual([0.25 + 2 ** -13, 0.75]);
  });
});

describe('metrics of scores on a grid', () => {
  it.each([false, true])('are off by no more than is said, each of them (with weights: %s)', (hasWeights) => {
    let [bounded, all] = [0, 0];
    fc.assert(
      fc.property(
        fc.array(example, { minLength: 12, maxLength: 60 }),
        fc.integer({ min: 4, max: 24 }),
        (list, limit) => {
          const { facts } = onGrid(list, hasWeights, limit);
          const weights = list.map(({ weight }) => (hasWeights ? weight : 1));
          for (const { name, values, gridError } of facts.functions) {
            const metric = ofScores.find((one) => one.name === name);
            if (!metric) throw new Error(name);
            for (const side of ['baseline', 'variant'] as const) {
              const raw = labelled(
                list.map((one) => one[side]),
                list.map(({ label }) => label),
                weights,
              );
              const [truth, found, error] = [functionOf(metric).value(raw), values[side], gridError[side]];
              if (found.kind !== 'value') continue;
              all += 1;
              if (error === undefined) {
                expect(name).toBe('calibration_slope');
                continue;
              }
              bounded += 1;
              if (truth.kind !== 'value') continue;
              const slack = name === 'calibration_slope' ? 1e-8 * (1 + Math.abs(truth.value)) : 1e-9;
              expect(Math.abs(truth.value - found.value), `${name} of the ${side}`).toBeLessThanOrEqual(error + slack);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(bounded / all).toBeGreaterThan(0.9);
  });

  it('are off by no more than is said where each score lies at an end of its place, and sometimes by nearly as much', () => {
    const rules: Readonly<Record<string, (label: number, score: number) => boolean>> = {
      'all up': () => true,
      'all down': () => false,
      'positives up': (label) => label === 1,
      'negatives up': (label) => label === 0,
      apart: (_, one) => one >= 0.5,
      together: (_, one) => one < 0.5,
      'apart from their bins': (label, one) => (label === 1) === (one * 10) % 1 > 0.5,
    };
    const nearest = new Map<string, number>();
    const one = fc.record({
      label: fc.constantFrom(0, 1),
      score: fc.oneof(fc.double({ min: 0.02, max: 0.98, noNaN: true }), fc.constantFrom(0.1, 0.3, 0.7, 0.9)),
    });
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 30, maxLength: 80 }),
        fc.integer({ min: 14, max: 18 }),
        fc.constantFrom(...Object.keys(rules)),
        (list, bits, rule) => {
          const labels = list.map(({ label }) => label);
          const counted = labelled(
            list.map(({ score: raw }) => atResolution(raw, bits)),
            labels,
          );
          const places = placesOf(counted, bits);
          const raw = list.map(({ label, score: drawn }) => {
            const at = counted.scores.indexOf(atResolution(drawn, bits));
            const isUp = rules[rule]?.(label, drawn) ?? false;
            const end = (isUp ? places.high[at] : places.low[at]) ?? NaN;
            // One of the ends is of the next place.
            if (atResolution(end, bits) === counted.scores[at]) return end;
            return isUp ? end - 2 ** -53 : end + 2 ** -53;
          });
          for (const [at, score_] of raw.entries())
            expect(atResolution(score_, bits)).toBe(atResolution(list[at]?.score ?? NaN, bits));
          for (const metric of ofScores) {
            const of = functionOf(metric);
            if (!of.range) continue;
            const [found, truth] = [of.value(counted), of.value(labelled(raw, labels))];
            if (found.kind !== 'value' || truth.kind !== 'value') continue;
            const range = of.range(places, found.value);
            if (!range) continue;
            const slack = metric.name === 'calibration_slope' ? 1e-9 * (1 + Math.abs(found.value)) : 1e-12;
            expect(truth.value, `${metric.name}, ${rule}`).toBeLessThanOrEqual(range.upper + slack);
            expect(truth.value, `${metric.name}, ${rule}`).toBeGreaterThanOrEqual(range.lower - slack);
            const [moved, room] = [truth.value - found.value, truth.value > found.value ? range.upper : range.lower];
            const share = room === found.value ? 0 : moved / (room - found.value);
            nearest.set(metric.name, Math.max(nearest.get(metric.name) ?? 0, share));
          }
        },
      ),
      { numRuns: 500 },
    );
    // Means reach their bounds; what several bins or all examples have to conspire for is seldom met by so simple rules.
    const least = {
      mean_score: 0.99,
      mean_calibration_gap: 0.99,
      calibration_error_equal_width: 0.4,
      calibration_error_equal_mass: 0.4,
      calibration_intercept: 0.4,
      calibration_slope: 0.2,
    };
    for (const [name, share] of Object.entries(least)) expect(nearest.get(name), name).toBeGreaterThan(share);
  });

  it('know which way the intercept moves: scores below one half were cut off downwards, and higher ones have a lower intercept', () => {
    const intercept = ofScores.find(({ name }) => name === 'calibration_intercept');
    if (!intercept) throw new Error('calibration_intercept');
    const [below, above] = [labelled([0.125, 0.25, 0.375], [0, 1, 0]), labelled([0.625, 0.75, 0.875], [0, 1, 0])];
    const rangeOf = (scores: typeof below): number[] => {
      const found = functionOf(intercept).value(scores);
      const value = found.kind === 'value' ? found.value : NaN;
      const range = functionOf(intercept).range?.(placesOf(scores, 20), value);
      return [(range?.lower ?? NaN) - value, (range?.upper ?? NaN) - value];
    };
    // A place of 0.125 · 2⁻⁹ is the widest on the logit's scale, where it is 1 / (s (1 − s)) times as wide.
    const widest = 0.25 * 2 ** -9;
    const [lower, upper] = rangeOf(below);
    expect(upper).toBe(0);
    expect(lower).toBeGreaterThan(-1.5 * (widest / (0.25 * 0.75)));
    expect(lower).toBeLessThan(-(widest / (0.25 * 0.75)) / 1.5);
    expect(rangeOf(above)[0]).toBe(0);
    expect(rangeOf(above)[1]).toBeCloseTo(-(lower ?? NaN), 9);
  });

  it('have bounds that shrink with the grid, for the slope too', () => {
    const list = Array.from({ length: 3000 }, (_, i): Example => {
      const baseline = ((i * 0.618_033_988_7) % 1) * 0.98 + 0.01;
      const variant = Math.min(0.999, baseline * (0.9 + 0.1 * ((i * 0.414_213_56) % 1)));
      return { label: (i * 0.732_050_8) % 1 < baseline ? 1 : 0, weight: 1, baseline, variant };
    });
    const errors = (limit: number): Record<string, number> =>
      Object.fromEntries(
        onGrid(list, false, limit).facts.functions.map(({ name, gridError }) => [name, gridError.variant ?? NaN]),
      );
    const [coarse, fine] = [errors(300), errors(2000)];
    for (const { name } of ofScores.filter(({ pairing }) => pairing.kind === 'scores')) {
      if (name.startsWith('tpr_at')) continue;
      expect(fine[name], name).toBeGreaterThan(0);
      expect(fine[name], name).toBeLessThan(0.6 * (coarse[name] ?? 0));
      expect(fine[name], name).toBeLessThan(0.05);
    }
  });

  it('have intervals that are wider by the bounds of both sides', () => {
    const list = Array.from({ length: 400 }, (_, i): Example => {
      const baseline = (i * 0.618_033_988_7) % 1;
      return { label: i % 2 === 0 ? 0 : 1, weight: 1, baseline, variant: (baseline + i * 0.001) % 1 };
    });
    const tally = new TallyBuilder(frame(false));
    for (const { label } of list)
      tally.add({
        attributes: [],
        unit: '',
        label,
        baseline: 1,
        variant: 1,
        baselineLosses: [0, 0],
        variantLosses: [0, 0],
      });
    const { cells } = tally.build();
    const ranks = onGrid(list, false, 40);
    const metric = ofScores.find(({ name }) => name === 'mean_score');
    if (!metric) throw new Error('mean_score');
    const width = (own: RankSums): number => {
      const { drift } = pairedDrift(frame(false), metric, { cells, ranks: own }, { cells, ranks: own });
      if (drift.kind !== 'drift') throw new Error(drift.reason);
      const { lower, upper } = drift.bounds(0.025);
      return upper - lower;
    };
    const functions = ranks.facts.functions.map((of) => ({ ...of, gridError: { baseline: 0, variant: 0 } }));
    const without = { ...ranks, facts: { ...ranks.facts, functions } };
    const { gridError } = ranks.facts.functions.find(({ name }) => name === 'mean_score') ?? {};
    expect(gridError?.baseline).toBeGreaterThan(0.001);
    expect(width(ranks) - width(without)).toBeCloseTo(
      2 * ((gridError?.baseline ?? NaN) + (gridError?.variant ?? NaN)),
      12,
    );
  });
});
