/**
 * What audits say where the truth lies on the margin, and beyond it, simulated: `npm run bench:validity`, or
 * `node scripts/bench.mjs bench/validity/at-the-margin.ts 2000`.
 *
 * An audit is kept where every finding is, and violated where one is. With the true drift exactly on the margin, in one slice or in
 * all, at most 5 % may say either. Then the power against drifts beyond the margin, and whether the number of further examples that an
 * undecided finding names gives `kept` in 80 % of the cases, where nothing moved and the discordance is known.
 */
import { judge } from '../../src/compare/index.js';
import { randomFor } from '../../src/base/index.js';
import {
  normalQuantile,
  pairedDrift,
  metricsFor,
  type Cell,
  type DriftEstimate,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { judgeAll } from './judge-all.js';
import { binomial, simulatedSet, type SimulatedSetting } from './simulated-set.js';

const sets = Number(process.argv[2] ?? 2000);
const margin = 0.02;
const failures: string[] = [];

interface Case {
  readonly name: string;
  readonly slices: number;
  readonly perSlice: number;
  /** Share of flips in either direction besides the drift. */
  readonly noise: number;
  /** The true drift to the worse, by slice. */
  readonly worse: (slice: number) => number;
  readonly isOnMargin: boolean;
}

const inOne =
  (size: number) =>
  (slice: number): number =>
    slice === 0 ? size : 0;
const inAll = (size: number) => (): number => size;
const grids = [
  { slices: 2, perSlice: 500 },
  { slices: 10, perSlice: 2000 },
  { slices: 40, perSlice: 500 },
];
const cases: readonly Case[] = [
  ...grids.map((grid) => ({
    ...grid,
    name: 'on the margin in one',
    noise: 0.01,
    worse: inOne(margin),
    isOnMargin: true,
  })),
  ...grids.map((grid) => ({
    ...grid,
    name: 'on the margin in all',
    noise: 0.01,
    worse: inAll(margin),
    isOnMargin: true,
  })),
  ...[0.02, 0.05, 0.1].flatMap((beyond) =>
    grids.map((grid) => ({
      ...grid,
      name: `${100 * beyond} points beyond in one`,
      noise: 0.01,
      worse: inOne(margin + beyond),
      isOnMargin: false,
    })),
  ),
];

/** An undecided finding whose discordance is known: examples, or units that flip as one, so far. */
interface Further {
  readonly metric: string;
  readonly n: number;
  readonly unitSize: number;
  readonly discordance: number;
}

const furthers: readonly Further[] = [
  { metric: 'accuracy', n: 200, unitSize: 1, discordance: 0.04 },
  { metric: 'accuracy', n: 400, unitSize: 1, discordance: 0.1 },
  { metric: 'accuracy', n: 2000, unitSize: 1, discordance: 0.3 },
  { metric: 'true_positive_rate', n: 300, unitSize: 1, discordance: 0.08 },
  { metric: 'accuracy', n: 200, unitSize: 5, discordance: 0.06 },
  { metric: 'true_positive_rate', n: 150, unitSize: 4, discordance: 0.1 },
];
/** `-- 2000 further`: only the numbers of further examples. */
const isOnlyFurther = process.argv[3] === 'further';

process.stdout.write(
  `${sets} sets each, margin 2 points; on the margin at most 5 % may be kept, and at most 5 % violated\n`,
);
process.stdout.write('truth                        slices × examples      kept  violated\n');
for (const one of isOnlyFurther ? [] : cases) process.stdout.write(`${verdicts(one)}\n`);
process.stdout.write('\nmetric             n so far  unit  discordance  further  kept with as many more (80 ± 5 %)\n');
for (const one of furthers) process.stdout.write(`${furtherExamples(one)}\n`);
if (failures.length > 0) process.exitCode = 1;

function verdicts({ name, slices, perSlice, noise, worse, isOnMargin }: Case): string {
  const setting: SimulatedSetting = {
    first: slices,
    second: 1,
    perCell: perSlice,
    lost: (a) => noise + worse(a),
    gained: () => noise,
  };
  let [kept, violated] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const { findings } = judgeAll(simulatedSet(setting, randomFor('margin', name, slices, set)), margin);
    const drifts = findings.filter(({ kind }) => kind === 'drift');
    if (drifts.every(({ verdict }) => verdict.kind === 'kept')) kept += 1;
    // On the margin only drifts that lie on it or within it can be accused wrongly; differential ones are further from theirs.
    if (drifts.some(({ verdict }) => verdict.kind === 'violated')) violated += 1;
  }
  const share = (count: number): number => (100 * count) / sets;
  // Two standard errors of so many sets: a share of exactly 5 % is seen above it as often as below.
  const most = 5 + 200 * Math.sqrt((0.05 * 0.95) / sets);
  const isRight = !isOnMargin || (share(kept) <= most && share(violated) <= most);
  if (!isRight) failures.push(name);
  const judged = isOnMargin ? (isRight ? '  ok' : '  FAIL') : '';
  return `${name.padEnd(29)}${`${slices} × ${perSlice}`.padStart(17)}${`${share(kept).toFixed(1)} %`.padStart(10)}${`${share(violated).toFixed(1)} %`.padStart(10)}${judged}`;
}

/** Lets the number that `judge` names be used, with examples (or units that flip as one) of which nothing truly moved. */
function furtherExamples({ n, discordance, unitSize, metric: name }: Further): string {
  const frame: TallyFrame = {
    task: 'binary',
    classes: ['no', 'yes'],
    attributes: [],
    losses: [],
    hasUnits: unitSize > 1,
    hasWeights: false,
  };
  const metric = metricsFor(frame).find((one) => one.name === name);
  if (!metric) throw new RangeError(name);
  const wide: DriftEstimate = {
    kind: 'drift',
    value: 0,
    method: 'known',
    bounds: (tail) => {
      const half = normalQuantile(1 - tail) * Math.sqrt(discordance / n);
      return { lower: -half, upper: half };
    },
    varianceWithoutDrift: discordance / n,
    influence: () => ({ shared: new Map(), own: discordance / n }),
  };
  const rules = [
    { allowed: margin, source: 'plan' },
    { tail: 0.025, over: 1 },
  ] as const;
  const { verdict } = judge(wide, 'higher', rules[0], rules[1], n);
  if (verdict.kind !== 'undecided' || verdict.examplesNeeded === 'unreachable') return `${n}: ${verdict.kind}`;
  const total = n + verdict.examplesNeeded;
  let kept = 0;
  for (let set = 0; set < sets; set++) {
    const random = randomFor('further', n, discordance, unitSize, name, set);
    const flips = binomial(total, discordance, random);
    const cells = furtherCells(unitSize, total, flips, binomial(flips, 0.5, random));
    const { drift } = pairedDrift(frame, metric, { cells });
    if (judge(drift, 'higher', rules[0], rules[1], total).verdict.kind === 'kept') kept += 1;
  }
  const share = (100 * kept) / sets;
  const isRight = Math.abs(share - 80) <= 5;
  if (!isRight) failures.push(`${name} ${n} ${unitSize}`);
  const columns = [
    name.padEnd(19),
    String(n).padStart(6),
    String(unitSize).padStart(6),
    `${100 * discordance} %`.padStart(13),
    String(verdict.examplesNeeded).padStart(9),
    `${share.toFixed(1)} %`.padStart(12),
    isRight ? '  ok' : '  FAIL',
  ];
  return columns.join('');
}

/** So many positives of which these flip (units of so many that flip as one). */
function furtherCells(unitSize: number, total: number, flips: number, lost: number): readonly Cell[] {
  const cell = (unit: string, baseline: number, variant: number, count: number): Cell => ({
    unit,
    attributes: [],
    label: 1,
    baseline,
    variant,
    count,
    moments: [],
  });
  if (unitSize === 1)
    return [cell('', 1, 0, lost), cell('', 0, 1, flips - lost), cell('', 1, 1, total - flips)].filter(
      ({ count }) => count > 0,
    );
  return Array.from({ length: total }, (_, i) =>
    i < lost
      ? cell(`unit ${i}`, 1, 0, unitSize)
      : i < flips
        ? cell(`unit ${i}`, 0, 1, unitSize)
        : cell(`unit ${i}`, 1, 1, unitSize),
  );
}
