import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFor, sliceKey } from '../../src/base/index.js';
import {
  RankPass,
  TallyBuilder,
  binaryLosses,
  correlationOf,
  covarianceOf,
  metricsFor,
  needsSecondPass,
  pairedDrift,
  rankingsToJson,
  sideEstimate,
  statisticsOfSet,
  varianceOf,
  type CellSet,
  type DriftEstimate,
  type PairTally,
  type Rankings,
  type ScoredPair,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { studentQuantile } from '../../src/metrics/student.js';
import { metricNamed } from './examples.js';

const plain: TallyFrame = {
  task: 'binary',
  classes: ['no', 'yes'],
  attributes: ['group', 'place'],
  hasUnits: false,
  hasWeights: false,
  losses: ['log_loss', 'brier'],
};
const weighted: TallyFrame = { ...plain, hasWeights: true };
const byUnit: TallyFrame = { ...plain, hasUnits: true };
const frames = [plain, weighted, byUnit, { ...weighted, hasUnits: true }];
const ranked = metricsFor(plain)
  .filter(needsSecondPass)
  .map(({ name }) => name);

function tallyOf(frame: TallyFrame, examples: readonly ScoredPair[]): PairTally {
  const builder = new TallyBuilder(frame);
  for (const { baseline, variant, label, ...rest } of examples) {
    builder.add({
      ...rest,
      label,
      baseline: baseline >= 0.5 ? 1 : 0,
      variant: variant >= 0.5 ? 1 : 0,
      baselineLosses: binaryLosses(baseline, label),
      variantLosses: binaryLosses(variant, label),
      scores: { baseline, variant },
    });
  }
  return builder.build();
}

interface Passed {
  readonly tally: PairTally;
  readonly rankings: Rankings;
  readonly everyone: CellSet;
  group(value: string): CellSet;
}

function passed(frame: TallyFrame, examples: readonly ScoredPair[], mostBytes?: number): Passed {
  const tally = tallyOf(frame, examples);
  const rests = {
    slices: new Set([sliceKey([{ attribute: 'group', value: 'a' }])]),
    metrics: new Set(ranked.slice(1)),
  };
  const pass = new RankPass(tally, [['group'], ['place'], ['group', 'place']], rests, mostBytes);
  for (let round = 0; round < pass.rounds; round++) {
    if (round > 0) pass.begin(round);
    for (const example of examples) pass.add(example);
  }
  const rankings = pass.build();
  return {
    tally,
    rankings,
    everyone: { cells: tally.cells, ranks: rankings.slices.get(sliceKey([])) },
    group: (value) => ({
      cells: tally.cells.filter(({ attributes }) => attributes[0] === value),
      ranks: rankings.slices.get(sliceKey([{ attribute: 'group', value }])),
    }),
  };
}

type Drift = Extract<DriftEstimate, { kind: 'drift' }>;

function driftOf({ tally }: Passed, set: CellSet, name: string): Drift {
  const { drift } = pairedDrift(tally.frame, metricNamed(tally.frame, name), set);
  if (drift.kind === 'not-estimable') throw new RangeError(`${name}: ${drift.reason}`);
  return drift;
}

/** Made up: scores that tell something, and a variant with noise. */
function made(n: number, seed: string, digits = 3): readonly ScoredPair[] {
  const random = randomFor('score-drift', seed);
  const normal = (): number => random.next() + random.next() + random.next() + random.next() - 2;
  const score = (z: number): number => Number((1 / (1 + Math.exp(-z))).toFixed(digits));
  return Array.from({ length: n }, (_, i): ScoredPair => {
    const label = random.next() < 0.4 ? 1 : 0;
    const logit = 1.5 * (label - 0.5) + 2 * normal();
    return {
      attributes: [random.next() < 0.6 ? 'a' : 'b', random.next() < 0.5 ? 'x' : 'y'],
      unit: `u${i % Math.ceil(n / 5)}`,
      weight: 0.5 + Math.floor(random.next() * 8) / 4,
      label,
      baseline: score(logit),
      variant: score(logit + 0.5 * normal() - (label === 1 ? 0.2 : 0)),
    };
  });
}

/** The drift of a metric without some examples, from their scores anew. */
function without(
  frame: TallyFrame,
  examples: readonly ScoredPair[],
  isOut: (example: ScoredPair, i: number) => boolean,
) {
  const rest = passed(
    frame,
    examples.filter((example, i) => !isOut(example, i)),
  );
  return (name: string): number => driftOf(rest, rest.everyone, name).value;
}

/** The true positive rate at a false positive rate of 0.05, by sorting. */
function heightAtLimit(examples: readonly ScoredPair[], side: 'baseline' | 'variant'): number {
  const of = (label: number): readonly number[] =>
    examples
      .filter((example) => example.label === label)
      .map((example) => example[side])
      .sort((a, b) => b - a);
  const [negatives, positives] = [of(0), of(1)];
  // What lies above the first negative that would be one too many keeps to the limit.
  const barred = negatives[Math.floor(0.05 * negatives.length)] ?? -1;
  return positives.filter((score) => score > barred).length / positives.length;
}

/** Metrics of scores that have a value where all labels are alike. */
const withoutLabels = new Set([
  'mean_score',
  'mean_calibration_gap',
  'calibration_error_equal_width',
  'calibration_error_equal_mass',
]);

describe('the drift of a metric of scores', () => {
  it('has the variance of leaving one example out at a time', () => {
    const examples = made(160, 'jackknife');
    const whole = passed(plain, examples);
    const rests = examples.map((_, out) => without(plain, examples, (__, i) => i === out));
    for (const name of ['average_precision', 'partial_auc_0.1']) {
      const values = rests.map((of) => of(name));
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const jackknife = (values.reduce((sum, v) => sum + (v - mean) ** 2, 0) * (values.length - 1)) / values.length;
      const { lower, upper } = driftOf(whole, whole.everyone, name).bounds(0.5);
      expect((lower + upper) / 2).toBeCloseTo(driftOf(whole, whole.everyone, name).value, 12);
      // Less the variance of a flip that was not seen.
      const positives = examples.filter(({ label }) => label === 1).length;
      const variance = varianceOf(driftOf(whole, whole.everyone, name).influence()) - 1 / positives ** 2;
      const ratio = variance / jackknife;
      expect(ratio, name).toBeGreaterThan(0.8);
      expect(ratio, name).toBeLessThan(1.25);
    }
  });

  it('is as sure of a true positive rate at a false positive rate as the negatives above the threshold are many', () => {
    const whole = passed(plain, made(400, 'few above'));
    const negatives = whole.tally.cells.reduce((sum, { label, count }) => sum + (label === 0 ? count : 0), 0);
    const halves = (name: string): readonly number[] =>
      [0.025, 0.25].map((tail) => {
        const { lower, upper } = driftOf(whole, whole.everyone, name).bounds(tail);
        return (upper - lower) / 2;
      });
    const [wide = NaN, narrow = NaN] = halves('tpr_at_fpr_0.05');
    const degrees = 0.05 * negatives;
    expect(degrees).toBeLessThan(15);
    expect(wide / narrow).toBeCloseTo(studentQuantile(0.975, degrees) / studentQuantile(0.75, degrees), 6);
    const [usualWide = NaN, usualNarrow = NaN] = halves('average_precision');
    expect(usualWide / usualNarrow).toBeLessThan(wide / narrow);
  });

  it('of a true positive rate at a false positive rate has the variance of resampling the examples', () => {
    const examples = made(1500, 'resampled', 6);
    const whole = passed(plain, examples);
    const random = randomFor('score-drift', 'resampled');
    const drifts = Array.from({ length: 300 }, () => {
      const drawn = examples.flatMap(() => examples[random.nextBelow(examples.length)] ?? []);
      return [0, 1].map((at) => heightAtLimit(drawn, at === 0 ? 'baseline' : 'variant')).reduce((b, v) => v - b);
    });
    const mean = drifts.reduce((a, b) => a + b, 0) / drifts.length;
    const resampled = drifts.reduce((sum, drift) => sum + (drift - mean) ** 2, 0) / (drifts.length - 1);
    const positives = examples.filter(({ label }) => label === 1).length;
    const variance = varianceOf(driftOf(whole, whole.everyone, 'tpr_at_fpr_0.05').influence()) - 1 / positives ** 2;
    // Ties of resampled examples make the bootstrap of a quantile rough.
    expect(variance / resampled).toBeGreaterThan(0.7);
    expect(variance / resampled).toBeLessThan(1.5);
  });

  it('counts an example by the square of what it weighs', () => {
    const examples = made(300, 'squared weights');
    const whole = passed(weighted, examples);
    const weighs = ({ weight = 1 }: ScoredPair): number => weight;
    const total = examples.reduce((sum, example) => sum + weighs(example), 0);
    const moved = (example: ScoredPair): number => example.variant - example.baseline;
    const mean = examples.reduce((sum, example) => sum + weighs(example) * moved(example), 0) / total;
    const variance = [0, 1].reduce((sum, label) => {
      const own = examples.filter((example) => example.label === label);
      const mass = own.reduce((of, example) => of + weighs(example), 0);
      const squared = own.reduce((of, example) => of + weighs(example) ** 2, 0);
      const effective = mass ** 2 / squared;
      const spread = own.reduce((of, example) => of + (weighs(example) * (moved(example) - mean)) ** 2, 0);
      return sum + (spread / total ** 2) * (effective / (effective - 1));
    }, 0);
    const drift = driftOf(whole, whole.everyone, 'mean_score');
    expect(drift.value).toBeCloseTo(mean, 12);
    const { shared, own } = drift.influence();
    const found = [...shared.values()].reduce((sum, part) => sum + part ** 2, 0) + own;
    const masses = total ** 2 / examples.reduce((sum, example) => sum + weighs(example) ** 2, 0);
    // Less the variance of a flip that was not seen.
    expect((found - 1 / masses ** 2) / variance).toBeCloseTo(1, 4);
  });

  it('has what leaving a unit out changes as the influence of the unit', () => {
    const examples = made(1000, 'units');
    const whole = passed(byUnit, examples);
    for (const unit of ['u0', 'u17', 'u101']) {
      const rest = without(byUnit, examples, (example) => example.unit === unit);
      for (const name of ['average_precision', 'partial_auc_0.1']) {
        const drift = driftOf(whole, whole.everyone, name);
        const moved = drift.value - rest(name);
        expect(Math.abs((drift.influence().shared.get(unit) ?? NaN) - moved), name).toBeLessThan(
          0.15 * Math.abs(moved) + 2e-5,
        );
      }
    }
  });

  it('for AUC with weights of 1 is that of DeLong', () => {
    const examples = made(300, 'delong').map((example) => ({ ...example, weight: 1 }));
    const [theirs, ours] = [passed(plain, examples), passed(weighted, examples)];
    const [a, b] = [driftOf(theirs, theirs.everyone, 'auc'), driftOf(ours, ours.everyone, 'auc')];
    expect([a.method, b.method]).toEqual(['delong', 'auc-linearised-weights']);
    expect(b.value).toBeCloseTo(a.value, 13);
    expect(b.bounds(0.025).upper).toBeCloseTo(a.bounds(0.025).upper, 6);
    for (const side of ['baseline', 'variant'] as const) {
      const [x, y] = [theirs, ours].map(({ tally, everyone }) =>
        sideEstimate(tally.frame, metricNamed(tally.frame, 'auc'), everyone, side),
      );
      if (x?.kind !== 'estimate' || y?.kind !== 'estimate') throw new RangeError('no estimate');
      expect(y.variance / x.variance).toBeCloseTo(1, 4);
    }
    const units = [passed(byUnit, examples), passed({ ...weighted, hasUnits: true }, examples)].map((all) =>
      driftOf(all, all.everyone, 'auc'),
    );
    expect(units[1]?.bounds(0.025).upper).toBeCloseTo(units[0]?.bounds(0.025).upper ?? NaN, 6);
  });

  it('is exactly 0 for identical models, and yet not certain', () => {
    for (const frame of frames) {
      const all = passed(
        frame,
        made(200, 'same').map((example) => ({ ...example, variant: example.baseline })),
      );
      for (const name of ranked) {
        const drift = driftOf(all, all.everyone, name);
        expect(drift.value, name).toBe(0);
        expect(drift.bounds(0.025).upper, name).toBeGreaterThan(0.01);
        expect(drift.varianceWithoutDrift, name).toBeGreaterThan(0);
      }
    }
  });

  it('moves with that of everyone as far as the same examples move both', () => {
    const examples = made(1500, 'shared');
    const all = passed(plain, examples);
    for (const name of ranked.slice(1)) {
      const [everyone, a, b] = [all.everyone, all.group('a'), all.group('b')].map((set) =>
        driftOf(all, set, name).influence(),
      );
      if (!everyone || !a || !b) throw new RangeError('no influence');
      // Half of everyone is in the group; a flip that was not seen is shared with none, and weighs four times where values lie in [−1, 1].
      // A bin may err the other way in the group than in everyone, so calibration errors share less.
      expect(correlationOf(everyone, a), name).toBeGreaterThan(name.startsWith('calibration_error') ? 0.05 : 0.3);
      expect(covarianceOf(a, b), name).toBe(0);
    }
    // Everyone is one group: the two are the same.
    const one = passed(
      plain,
      examples.map((example) => ({ ...example, attributes: ['a', 'x'] })),
    );
    const same = [one.everyone, one.group('a')].map((set) => driftOf(one, set, 'average_precision').influence());
    const [x, y] = same;
    if (!x || !y) throw new RangeError('no influence');
    // All but the flip that was not seen.
    expect(covarianceOf(x, y) / (varianceOf(x) - x.own)).toBeCloseTo(1, 9);
  });

  it('is not estimable where a label that it needs is missing or weighs nothing', () => {
    const needLabels = ranked.filter((name) => !withoutLabels.has(name));
    const examples = made(80, 'labels');
    const alone = passed(
      plain,
      examples.map((example) => ({ ...example, label: 0 })),
    );
    const weightless = passed(
      weighted,
      examples.map((example) => ({ ...example, weight: example.label === 1 ? 0 : 1 })),
    );
    for (const all of [alone, weightless])
      for (const name of needLabels)
        expect(pairedDrift(all.tally.frame, metricNamed(plain, name), all.everyone).drift.kind, name).toBe(
          'not-estimable',
        );
    const single = passed(
      plain,
      examples.map((example, i) => ({ ...example, label: i === 0 ? 1 : 0 })),
    );
    for (const name of needLabels)
      expect(pairedDrift(plain, metricNamed(plain, name), single.everyone).drift).toEqual({
        kind: 'not-estimable',
        reason: 'it depends on a single example',
      });
  });
});

/** All that is told of every metric in every set. */
function told(all: Passed, rename: (value: string) => string = (value) => value): unknown {
  return ['a', 'b'].flatMap((value) =>
    [all.everyone, all.group(rename(value))].flatMap((set) =>
      ranked.map((name) => {
        const { drift, baseline, variant } = pairedDrift(all.tally.frame, metricNamed(all.tally.frame, name), set);
        const side = sideEstimate(all.tally.frame, metricNamed(all.tally.frame, name), set, 'variant');
        return {
          baseline,
          variant,
          side: side.kind === 'estimate' ? side.variance : side.reason,
          drift: drift.kind === 'drift' ? [drift.value, drift.bounds(0.01), drift.varianceWithoutDrift] : drift.reason,
        };
      }),
    ),
  );
}

describe.each(frames)('what is told (units: $hasUnits, weights: $hasWeights)', (frame) => {
  const examples = made(150, 'invariant', 2);

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (keys) => {
        const shuffled = examples
          .map((example) => ({ example, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ example }) => example);
        expect(rankingsToJson(passed(frame, shuffled).rankings)).toEqual(
          rankingsToJson(passed(frame, examples).rankings),
        );
        expect(told(passed(frame, shuffled))).toEqual(told(passed(frame, examples)));
      }),
      { numRuns: 10 },
    );
  });

  it('does not depend on what groups are called', () => {
    const swap = (value: string): string => (value === 'a' ? 'zebra' : 'b');
    const renamed = examples.map((example) => ({
      ...example,
      attributes: [swap(example.attributes[0] ?? ''), example.attributes[1] === 'x' ? '2' : '1'],
    }));
    const [before, after] = [told(passed(frame, examples)), told(passed(frame, renamed), swap)];
    if (!frame.hasUnits && !frame.hasWeights) expect(after).toEqual(before);
    expect(JSON.stringify(after, rounded)).toBe(JSON.stringify(before, rounded));
  });

  it('is the same in several rounds as in one', () => {
    const [once, often] = [passed(frame, examples), passed(frame, examples, 1)];
    expect(rankingsToJson(often.rankings)).toEqual(rankingsToJson(once.rankings));
    expect(told(often)).toEqual(told(once));
  });
});

/** Without the last digits. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(9)) : value;
}

it('every row twice in its unit with half the weight changes nothing', () => {
  const frame: TallyFrame = { ...weighted, hasUnits: true };
  const examples = made(150, 'halves', 2);
  const halves = examples
    .flatMap((example) => [example, example])
    .map((example) => ({ ...example, weight: (example.weight ?? 1) / 2 }));
  const [once, twice] = [told(passed(frame, examples)), told(passed(frame, halves))];
  expect(JSON.stringify(twice, rounded)).toBe(JSON.stringify(once, rounded));
});

it('weights in any scale say the same', () => {
  const examples = made(150, 'scale', 2);
  const [once, small] = [1, 2 ** -40].map((scale) =>
    told(
      passed(
        weighted,
        examples.map((example) => ({ ...example, weight: (example.weight ?? 1) * scale })),
      ),
    ),
  );
  expect(JSON.stringify(small, rounded)).toBe(JSON.stringify(once, rounded));
});

it('an example that the tally does not have is refused', () => {
  const examples = made(20, 'stray', 2);
  const tally = tallyOf(plain, examples);
  const pass = new RankPass(tally, []);
  const [first] = examples;
  if (!first) throw new RangeError('no example');
  expect(() => {
    pass.add({ ...first, baseline: 0.123456 });
  }).toThrow(RangeError);
  expect(() => {
    pass.add({ ...first, attributes: ['c', 'x'] });
  }).toThrow(RangeError);
});

it('above 4,096 cells sums are told apart by label alone, and are the same in all', () => {
  const examples = made(5000, 'cells', 2).map((example, i) => ({
    ...example,
    attributes: [example.attributes[0] ?? '', `p${i}`],
  }));
  const tally = tallyOf(plain, examples);
  const few = tallyOf(
    plain,
    examples.map((example) => ({ ...example, attributes: [example.attributes[0] ?? '', 'x'] })),
  );
  const drifts = [tally, few].map((of) => {
    const pass = new RankPass(of, [['group']]);
    for (const example of examples)
      pass.add(of === few ? { ...example, attributes: [example.attributes[0] ?? '', 'x'] } : example);
    const ranks = pass.build().slices.get(sliceKey([{ attribute: 'group', value: 'a' }]));
    const cells = of.cells.filter(({ attributes }) => attributes[0] === 'a');
    return ranked.map((name) => {
      const { drift } = pairedDrift(plain, metricNamed(plain, name), { cells, ranks });
      if (drift.kind !== 'drift') throw new RangeError(drift.reason);
      return [drift.value, drift.bounds(0.02), varianceOf(drift.influence())];
    });
  });
  expect(JSON.stringify(drifts[0], rounded)).toBe(JSON.stringify(drifts[1], rounded));
});

it('values are told by the second pass alone', () => {
  const examples = made(60, 'values');
  const all = passed(plain, examples);
  const metric = metricNamed(plain, 'average_precision');
  expect(metric.value(statisticsOfSet(plain, all.everyone, 'baseline')).kind).toBe('value');
  expect(metric.value(statisticsOfSet(plain, { cells: all.tally.cells }, 'baseline'))).toEqual({
    kind: 'not-estimable',
    reason: 'the scores were not read a second time',
  });
});
