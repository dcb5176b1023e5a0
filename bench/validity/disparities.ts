/**
 * How often the intervals of disparities hold the truth, simulated: `npm run bench:validity -- 2000 disparities`.
 *
 * Every disparity of accuracy, selection rate, true and false positive rate and precision is measured with its own 95 % interval, on
 * both sides and as drift; the truth is what is measured of a set that holds exactly what is expected. Of some of them the drift's coverage (where there is one a
 * group: the lowest) and the median of its width are shown, of all the lowest; each must be 93 % at least.
 */
import { randomFor } from '../../src/base/index.js';
import { cutSlices, measureDisparities, type DisparityDrift } from '../../src/compare/index.js';
import { metricsFor, rankValues, type PairTally } from '../../src/metrics/index.js';
import { median, shareLine, type Line, type Simulation } from './simulation.js';
import { expectedGroups, simulatedGroups, type GroupSetting, type SimulatedGroup } from './simulated-groups.js';

interface Named extends GroupSetting {
  readonly name: string;
}

/** Whose lines are shown: extremes, differences to others, functions of all groups. */
const shown = [
  'accuracy_difference',
  'accuracy_ratio',
  'accuracy_worst_group',
  'accuracy_difference_to_overall',
  'true_positive_rate_difference_to_best',
  'demographic_parity_difference',
  'demographic_parity_ratio',
  'equalized_odds_difference',
  'accuracy_gini',
  'statistical_parity_difference',
  'disparate_impact',
  'average_odds_difference',
  'theil_index',
  'between_group_theil_index',
];
const people: SimulatedGroup = {
  n: 500,
  prevalence: 0.4,
  truePositiveRate: 0.8,
  falsePositiveRate: 0.2,
  lost: 0.02,
  gained: 0.02,
};
const alike = (count: number, group: Partial<SimulatedGroup> = {}): readonly SimulatedGroup[] =>
  Array.from({ length: count }, () => ({ ...people, ...group }));
/** Groups that differ step by step in how they fare under the baseline, and in what they lose. */
const unlike = (sizes: readonly number[], gap: number, lost: readonly [number, number]): readonly SimulatedGroup[] =>
  sizes.map((n, i) => {
    const at = i / (sizes.length - 1);
    return {
      n,
      prevalence: 0.5 - 0.2 * at,
      truePositiveRate: 0.85 - gap * at,
      falsePositiveRate: 0.1 + gap * at,
      lost: lost[0] + (lost[1] - lost[0]) * at,
      gained: 0.02,
    };
  });

const settings: readonly Named[] = [
  { name: '2 × 500, alike, 2 % flip', groups: alike(2) },
  { name: '2 × 500, one loses 10 %', groups: unlike([500, 500], 0.1, [0.01, 0.1]) },
  { name: '3 × 100, unlike, 5 to 20 %', groups: unlike([100, 100, 100], 0.1, [0.05, 0.2]) },
  { name: '3 × 5,000, unlike, 1 to 10 %', groups: unlike([5000, 5000, 5000], 0.1, [0.01, 0.1]) },
  { name: '4 × 1,000, alike, 0.1 %', groups: alike(4, { n: 1000, lost: 0.001, gained: 0.001 }) },
  { name: '5 × 400, alike, 10 %', groups: alike(5, { n: 400, lost: 0.1, gained: 0.1 }) },
  { name: '5 of 2,000 to 80, unlike, 3 to 10 %', groups: unlike([2000, 1000, 400, 150, 80], 0.2, [0.03, 0.1]) },
  {
    name: '8 of 80 to 4,000, alike but one, 2 %',
    groups: [...alike(6), { ...people, n: 4000 }, { ...people, n: 80, lost: 0.15 }],
  },
  { name: '12 × 300, alike, 4 %', groups: alike(12, { n: 300, lost: 0.04, gained: 0.04 }) },
  {
    name: '12 × 1,000, unlike, 2 to 10 %',
    groups: unlike(
      Array.from({ length: 12 }, () => 1000),
      0.2,
      [0.02, 0.1],
    ),
  },
  {
    name: '4 × 500, units of 5, half as one',
    groups: unlike([500, 500, 500, 500], 0.1, [0.02, 0.1]),
    unitSize: 5,
    together: 0.5,
  },
  {
    name: '4 × 500, weights by group and answer',
    groups: unlike([500, 500, 500, 500], 0.1, [0.02, 0.1]),
    weights: { sigma: 0.7, mean: (g, isRight, isTurned) => (1 + 0.5 * g) * (isRight ? 1 : 1.5) * (isTurned ? 2 : 1) },
  },
];

export const simulation: Simulation = {
  name: 'disparities',
  settings: settings.map((setting) => ({ name: setting.name, measure: (sets) => report(setting, sets) })),
};

interface Count {
  known: number;
  baseline: number;
  variant: number;
  drift: number;
  readonly truth: DisparityDrift;
  readonly widths: number[];
}

function report(setting: Named, sets: number): readonly Line[] {
  const truths = new Map(measured(expectedGroups(setting)).map((found) => [keyOf(found), found]));
  const counts = new Map<string, Count>();
  for (let set = 0; set < sets; set++) {
    for (const found of measured(simulatedGroups(setting, randomFor('disparities', setting.name, set)))) {
      const truth = truths.get(keyOf(found));
      if (!truth || !found.drift || !found.sides) continue;
      const count = counts.get(keyOf(found)) ?? { known: 0, baseline: 0, variant: 0, drift: 0, truth, widths: [] };
      counts.set(keyOf(found), count);
      count.known += 1;
      if (holds(found.sides.baseline, valueOf(truth.baseline))) count.baseline += 1;
      if (holds(found.sides.variant, valueOf(truth.variant))) count.variant += 1;
      if (holds(found.drift, truth.drift?.value ?? NaN)) count.drift += 1;
      count.widths.push(found.drift.upper - found.drift.lower);
    }
  }
  const list = [...counts.values()].map((count): Counted => {
    const sides = Math.min(count.baseline, count.variant);
    return { ...count, name: count.truth.disparity.name, sides, share: count.drift / count.known };
  });
  const lines = shown.flatMap((name): readonly Line[] => {
    const [worst] = list.filter((count) => count.name === name).sort((a, b) => a.share - b.share);
    return worst ? [line(name, worst)] : [];
  });
  const ofDrift = list.toSorted((a, b) => a.share - b.share)[0];
  const ofSides = list.toSorted((a, b) => a.sides / a.known - b.sides / b.known)[0];
  return [
    ...lines,
    ...(ofDrift ? [line(`drift, lowest of ${list.length}`, ofDrift, ofDrift.name)] : []),
    ...(ofSides
      ? [shareLine(`side, lowest of ${list.length}`, ofSides.sides, ofSides.known, { least: 93 }, ofSides.name)]
      : []),
  ];
}

interface Counted extends Count {
  readonly name: string;
  readonly sides: number;
  readonly share: number;
}

function line(what: string, { drift, known, widths, truth }: Counted, beside = ''): Line {
  const facts = [
    beside,
    `width ${median(widths).toFixed(3)}`,
    `drift ${(truth.drift?.value ?? NaN).toFixed(4)}`,
    `${known} sets with an interval`,
  ];
  return shareLine(what, drift, known, { least: 93 }, facts.filter(Boolean).join(', '));
}

function measured(tally: PairTally): readonly DisparityDrift[] {
  const names = ['accuracy', 'selection_rate', 'true_positive_rate', 'false_positive_rate', 'precision'];
  const metrics = metricsFor(tally.frame).filter(({ name }) => names.includes(name));
  const values = [...new Set(tally.cells.map(({ attributes }) => attributes[0] ?? ''))];
  const [everyone, ...groups] = cutSlices(tally, [{ name: 'group', sensitive: true, values }], [['group']]);
  if (!everyone) throw new RangeError('everyone comes first');
  const rules = { everyone, minSlice: 20, reference: '0', ranks: rankValues(tally), resamples: 1000 };
  return measureDisparities(tally.frame, 'group', groups, metrics, rules);
}

function keyOf({ disparity, group }: DisparityDrift): string {
  return `${disparity.name} ${group ?? ''}`;
}

function valueOf(estimate: DisparityDrift['baseline']): number {
  return estimate.kind === 'value' ? estimate.value : NaN;
}

function holds({ lower, upper }: { readonly lower: number; readonly upper: number }, truth: number): boolean {
  return lower <= truth + 1e-9 && truth - 1e-9 <= upper;
}
