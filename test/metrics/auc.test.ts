import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFor, sliceKey } from '../../src/base/index.js';
import {
  RankPass,
  ScoreCounter,
  TallyBuilder,
  binaryLosses,
  differenceComponents,
  metricsFor,
  pairedDrift,
  rankingOf,
  type PairTally,
  type RankSums,
  type ScoreCounts,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { rankDrift } from '../../src/metrics/drift-of-ranks.js';
import { metricNamed } from './examples.js';

interface Scored {
  readonly label: 0 | 1;
  readonly baseline: number;
  readonly variant: number;
  readonly group: string;
  readonly unit: string;
}

function frameOf(hasUnits: boolean): TallyFrame {
  return {
    task: 'binary',
    classes: ['no', 'yes'],
    attributes: ['group'],
    hasUnits,
    hasWeights: false,
    losses: ['log_loss', 'brier'],
  };
}

function tallyOf(examples: readonly Scored[], hasUnits = false): PairTally {
  const builder = new TallyBuilder(frameOf(hasUnits));
  for (const { label, baseline, variant, group, unit } of examples) {
    builder.add({
      attributes: [group],
      unit,
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

function ranked(examples: readonly Scored[], hasUnits = false, rests: readonly string[] = []): RankPassResult {
  const tally = tallyOf(examples, hasUnits);
  const keys = rests.map((value) => sliceKey([{ attribute: 'group', value }]));
  const pass = new RankPass(tally, [['group']], {
    slices: new Set(keys),
    metrics: new Set(metricsFor(tally.frame).map(({ name }) => name)),
  });
  for (const { group, ...example } of examples) pass.add({ attributes: [group], ...example });
  const { slices, rests: others } = pass.build();
  const of = (value: string): string => sliceKey([{ attribute: 'group', value }]);
  return {
    tally,
    everyone: given(slices.get(sliceKey([]))),
    group: (value) => given(slices.get(of(value))),
    rest: (value) => given(others.get(of(value))),
  };
}

interface RankPassResult {
  readonly tally: PairTally;
  readonly everyone: RankSums;
  group(value: string): RankSums;
  rest(value: string): RankSums;
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected something');
  return value;
}

function driftOf({ tally, everyone }: RankPassResult): ReturnType<typeof pairedDrift>['drift'] {
  return pairedDrift(tally.frame, metricNamed(tally.frame, 'auc'), { cells: tally.cells, ranks: everyone }).drift;
}

/** Of all pairs, one by one: rightly ranked ones and half of the ties. */
function areaByPairs(examples: readonly Scored[], side: 'baseline' | 'variant'): number {
  const [positives, negatives] = [1, 0].map((label) => examples.filter((example) => example.label === label));
  let area = 0;
  for (const p of positives ?? [])
    for (const n of negatives ?? []) area += p[side] > n[side] ? 1 : p[side] === n[side] ? 0.5 : 0;
  return area / ((positives?.length ?? 0) * (negatives?.length ?? 0));
}

const plain = (label: 0 | 1, baseline: number, variant = baseline, group = 'a', unit = ''): Scored => ({
  label,
  baseline,
  variant,
  group,
  unit,
});

const scores = fc.integer({ min: 0, max: 20 }).map((k) => k / 20);
const examples = (units = 4): fc.Arbitrary<readonly Scored[]> =>
  fc.array(
    fc.record({
      label: fc.constantFrom<0 | 1>(0, 1),
      baseline: scores,
      variant: scores,
      group: fc.constantFrom('a', 'b', 'c'),
      unit: fc.integer({ min: 1, max: units }).map(String),
    }),
    { minLength: 8, maxLength: 40 },
  );
const hasBoth = (list: readonly Scored[]): boolean => new Set(list.map(({ label }) => label)).size === 2;

describe('AUC', () => {
  it('is the share of pairs ranked rightly, ties counting half', () => {
    // Of 2 × 3 pairs the positive at 0.4 beats 0.1 and ties with 0.4; that at 0.9 beats all three.
    const { everyone } = ranked([plain(1, 0.4), plain(1, 0.9), plain(0, 0.1), plain(0, 0.4), plain(0, 0.8)]);
    expect(rankingOf(everyone, 'baseline')).toMatchObject({ auc: 4.5 / 6, positives: 2, negatives: 3 });
  });

  it('equals a count of all pairs in every slice and in the rest of it', () => {
    fc.assert(
      fc.property(examples(), (list) => {
        const result = ranked(list, false, ['a', 'b', 'c']);
        for (const group of new Set(list.map((example) => example.group))) {
          const inside = list.filter((example) => example.group === group);
          const outside = list.filter((example) => example.group !== group);
          for (const side of ['baseline', 'variant'] as const) {
            if (hasBoth(inside))
              expect(rankingOf(result.group(group), side)?.auc).toBeCloseTo(areaByPairs(inside, side), 13);
            else expect(rankingOf(result.group(group), side)).toBeUndefined();
            if (hasBoth(outside))
              expect(rankingOf(result.rest(group), side)?.auc).toBeCloseTo(areaByPairs(outside, side), 13);
          }
        }
      }),
    );
  });

  it('says why there is none with one label, or without the second pass', () => {
    const { tally } = ranked([plain(1, 0.4), plain(1, 0.9)]);
    const auc = metricNamed(tally.frame, 'auc');
    expect(pairedDrift(tally.frame, auc, tally).drift).toEqual({
      kind: 'not-estimable',
      reason: 'examples of one label only',
    });
    const both = tallyOf([plain(1, 0.4), plain(0, 0.9)]);
    expect(pairedDrift(both.frame, auc, both).drift).toEqual({
      kind: 'not-estimable',
      reason: 'the scores were not read a second time',
    });
  });

  it('is measured for binary outcomes alone', () => {
    const names = (task: TallyFrame['task']): readonly string[] =>
      metricsFor({ ...frameOf(false), task }).map(({ name }) => name);
    expect(names('binary')).toContain('auc');
    expect(names('multiclass')).not.toContain('auc');
  });
});

/** DeLong's: over each label, the variance of what its examples say of those of the other, by the number of its examples. */
function variance(list: readonly Scored[], of: (example: Scored, others: readonly Scored[]) => number): number {
  return [1, 0].reduce((sum, label) => {
    const own = list.filter((example) => example.label === label);
    const others = list.filter((example) => example.label !== label);
    const values = own.map((example) => of(example, others));
    const mean = values.reduce((a, b) => a + b, 0) / own.length;
    return sum + values.reduce((a, b) => a + (b - mean) ** 2, 0) / (own.length - 1) / own.length;
  }, 0);
}

describe('scores on a grid', () => {
  it('move AUC by no more than is said, and widen its interval by that', () => {
    fc.assert(
      fc.property(examples(), (list) => {
        const count = (label: number): number => list.filter((example) => example.label === label).length;
        fc.pre(count(0) >= 2 && count(1) >= 2);
        const exact = tallyOf(list);
        const counted = (side: 'baseline' | 'variant'): ScoreCounts => {
          const counter = new ScoreCounter(12);
          for (const example of list) counter.add([example.group], example.label, example[side]);
          return counter.build();
        };
        const tally = { ...exact, scores: { baseline: counted('baseline'), variant: counted('variant') } };
        const pass = new RankPass(tally, []);
        for (const { group, ...example } of list) pass.add({ attributes: [group], ...example });
        const ranks = given(pass.build().slices.get(sliceKey([])));
        for (const side of ['baseline', 'variant'] as const) {
          const off = Math.abs((rankingOf(ranks, side)?.auc ?? NaN) - areaByPairs(list, side));
          expect(off).toBeLessThanOrEqual(ranks.gridError[side] + 1e-12);
        }
        const width = (gridError: RankSums['gridError']): number => {
          const drift = rankDrift({ ...ranks, gridError });
          if (drift.kind !== 'drift') throw new Error(drift.reason);
          const { lower, upper } = drift.bounds(0.025);
          return upper - lower;
        };
        const { baseline, variant } = ranks.gridError;
        expect(width(ranks.gridError) - width({ baseline: 0, variant: 0 })).toBeCloseTo(2 * (baseline + variant), 12);
      }),
    );
  });
});

describe('the drift of AUC', () => {
  it('has the variance that DeLong, DeLong and Clarke-Pearson define', () => {
    fc.assert(
      fc.property(examples(), (list) => {
        const count = (label: number): number => list.filter((example) => example.label === label).length;
        fc.pre(count(0) >= 2 && count(1) >= 2);
        const result = ranked(list);
        const drift = driftOf(result);
        if (drift.kind !== 'drift') throw new Error(drift.reason);
        expect(drift.value).toBeCloseTo(areaByPairs(list, 'variant') - areaByPairs(list, 'baseline'), 13);
        // From the definition: the variance of each label's mean placement difference, every placement counted pair by pair.
        const theirs = variance(list, (example, others) => {
          const share = (side: 'baseline' | 'variant'): number => areaByPairs([example, ...others], side);
          return share('variant') - share('baseline');
        });
        const { lower, upper } = drift.bounds(0.2);
        expect((lower + upper) / 2).toBeCloseTo(drift.value, 12);
        expect(differenceComponents(result.everyone).reduce((sum, { ofMean }) => sum + ofMean, 0)).toBeCloseTo(
          theirs,
          12,
        );
        // The same of one side: placements themselves in place of their differences.
        const ofBaseline = variance(list, (example, others) => areaByPairs([example, ...others], 'baseline'));
        expect(rankingOf(result.everyone, 'baseline')?.variance).toBeCloseTo(ofBaseline, 12);
      }),
    );
  });

  it('with units is to first order that of the examples without each unit', () => {
    const random = randomFor('auc', 'units');
    const list = Array.from({ length: 3000 }, (_, i): Scored => {
      const label = random.next() < 0.4 ? 1 : 0;
      const baseline = Math.min(1, Math.max(0, 0.3 + 0.3 * label + 0.3 * (random.next() - 0.5)));
      const variant = Math.min(1, Math.max(0, baseline + 0.2 * (random.next() - 0.5)));
      return plain(label, baseline, variant, 'a', `u${i % 60}`);
    });
    const drift = driftOf(ranked(list, true));
    if (drift.kind !== 'drift') throw new Error(drift.reason);
    expect(drift.method).toBe('auc-unit-jackknife');
    for (const unit of ['u0', 'u17', 'u59']) {
      const without = list.filter((example) => example.unit !== unit);
      const exact = areaByPairs(without, 'variant') - areaByPairs(without, 'baseline');
      const moved = drift.influence().shared.get(unit) ?? NaN;
      // What leaving it out changes, to within a twentieth.
      expect(Math.abs(drift.value - moved - exact)).toBeLessThan(0.05 * Math.abs(exact - drift.value) + 1e-5);
    }
  });

  it('is exactly 0 for identical models, and yet not certain', () => {
    const list = Array.from({ length: 60 }, (_, i) => plain(i % 3 === 0 ? 1 : 0, ((i * 7) % 60) / 60));
    const drift = driftOf(ranked(list));
    if (drift.kind !== 'drift') throw new Error(drift.reason);
    expect(drift.value).toBe(0);
    expect(drift.bounds(0.025).upper).toBeGreaterThan(0.05);
  });

  it('does not depend on the order of the examples', () => {
    fc.assert(
      fc.property(examples(), fc.infiniteStream(fc.nat()), (list, keys) => {
        fc.pre(hasBoth(list));
        const shuffled = [...list]
          .map((example) => ({ example, key: given(keys.next().value as number) }))
          .sort((a, b) => a.key - b.key)
          .map(({ example }) => example);
        expect(rankingOf(ranked(shuffled, true).everyone, 'variant')).toEqual(
          rankingOf(ranked(list, true).everyone, 'variant'),
        );
      }),
    );
  });
});
