/**
 * How often the intervals of disparities hold the truth, simulated: part of `npm run bench:validity`, or
 * `node scripts/bench.mjs bench/validity/disparities.ts 2000 [first setting] [last]`.
 *
 * Every disparity of accuracy, selection rate, true and false positive rate and precision is measured with its own 95 % interval, on
 * both sides and as drift; the truth is what is measured of a set that holds exactly what is expected. Printed: the lowest coverage of the sides' intervals, the
 * coverage of the drift's (where there is one a group: the lowest), which must be 93 % at least, and the median of its width.
 */
import { randomFor } from '../../src/base/index.js';
import { cutSlices, measureDisparities, type DisparityDrift } from '../../src/compare/index.js';
import { metricsFor, rankValues, type PairTally } from '../../src/metrics/index.js';
import { expectedGroups, simulatedGroups, type GroupSetting, type SimulatedGroup } from './simulated-groups.js';

interface Named extends GroupSetting {
  readonly name: string;
}

const sets = Number(process.argv[2] ?? 2000);
const [from, to] = [Number(process.argv[3] ?? 1), Number(process.argv[4] ?? 99)];
/** Two standard errors of so many sets below 93 %. */
const least = 93 - 200 * Math.sqrt((0.07 * 0.93) / sets);
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

const failures: string[] = [];
process.stdout.write(`${sets} sets each; drift's intervals must hold the truth in 93 % at least\n`);
for (const setting of settings.slice(from - 1, to)) process.stdout.write(report(setting));
if (failures.length > 0) process.exitCode = 1;

interface Count {
  known: number;
  baseline: number;
  variant: number;
  drift: number;
  readonly truth: DisparityDrift;
  readonly widths: number[];
}

function report(setting: Named): string {
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
  const byName = new Map<string, Count[]>();
  for (const count of counts.values()) {
    const { name } = count.truth.disparity;
    byName.set(name, [...(byName.get(name) ?? []), count]);
  }
  const lines = [...byName].map(([name, list]) => line(setting.name, name, list));
  return `\n${setting.name}\ndisparity                                       sides    drift   true drift  width\n${lines.join('')}`;
}

function line(setting: string, name: string, list: readonly Count[]): string {
  const lowest = (of: (count: Count) => number): number =>
    Math.min(...list.map((count) => (100 * of(count)) / count.known));
  const sides = Math.min(
    lowest(({ baseline }) => baseline),
    lowest(({ variant }) => variant),
  );
  const drift = lowest((count) => count.drift);
  const [worst] = [...list].sort((a, b) => a.drift / a.known - b.drift / b.known);
  const widths = (worst?.widths ?? []).toSorted((a, b) => a - b);
  const isRight = drift >= least;
  if (!isRight) failures.push(`${setting}: ${name}`);
  const known = Math.min(...list.map((count) => count.known));
  const seen = known < sets ? ` of ${known}` : '';
  return `${name.padEnd(46)}${`${sides.toFixed(1)} %`.padStart(8)}${`${drift.toFixed(1)} %`.padStart(9)}${(worst?.truth.drift?.value ?? NaN).toFixed(4).padStart(12)}${(widths[Math.floor(widths.length / 2)] ?? NaN).toFixed(4).padStart(8)}${isRight ? '' : '  FAIL'}${sides < least ? '  (sides)' : ''}${seen}\n`;
}

function measured(tally: PairTally): readonly DisparityDrift[] {
  const names = ['accuracy', 'selection_rate', 'true_positive_rate', 'false_positive_rate', 'precision'];
  const metrics = metricsFor(tally.frame).filter(({ name }) => names.includes(name));
  const values = [...new Set(tally.cells.map(({ attributes }) => attributes[0] ?? ''))];
  const [everyone, ...groups] = cutSlices(tally, [{ name: 'group', sensitive: true, values }], [['group']]);
  if (!everyone) throw new RangeError('everyone comes first');
  const rules = { everyone, minSlice: 20, reference: '0', ranks: rankValues(tally) };
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
