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

process.stdout.write(
  `${sets} sets each, margin 2 points; on the margin at most 5 % may be kept, and at most 5 % violated\n`,
);
process.stdout.write('truth                        slices × examples      kept  violated\n');
for (const one of cases) process.stdout.write(`${verdicts(one)}\n`);
process.stdout.write('\nn so far  discordance  further  kept with as many more (80 ± 5 %)\n');
for (const [n, discordance] of [
  [200, 0.04],
  [400, 0.1],
  [2000, 0.3],
] as const)
  process.stdout.write(`${furtherExamples(n, discordance)}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

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

/** Lets the number that `judge` names be used, with examples of which nothing truly moved. */
function furtherExamples(n: number, discordance: number): string {
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
  const { verdict } = judge(wide, 'higher', { allowed: margin, source: 'plan' }, { tail: 0.025, over: 1 }, n);
  if (verdict.kind !== 'undecided' || verdict.examplesNeeded === 'unreachable') return `${n}: ${verdict.kind}`;
  const total = n + verdict.examplesNeeded;
  const frame: TallyFrame = {
    task: 'binary',
    classes: ['no', 'yes'],
    attributes: [],
    losses: [],
    hasUnits: false,
    hasWeights: false,
  };
  const [accuracy] = metricsFor(frame);
  if (!accuracy) throw new Error('accuracy comes first');
  let kept = 0;
  for (let set = 0; set < sets; set++) {
    const random = randomFor('further', n, discordance, set);
    const flips = binomial(total, discordance, random);
    const lost = binomial(flips, 0.5, random);
    const cell = (baseline: number, variant: number, count: number) => ({
      unit: '',
      attributes: [],
      label: 1,
      baseline,
      variant,
      count,
      moments: [],
    });
    const cells = [cell(1, 0, lost), cell(0, 1, flips - lost), cell(1, 1, total - flips)].filter(
      ({ count }) => count > 0,
    );
    const { drift } = pairedDrift(frame, accuracy, { cells });
    const found = judge(drift, 'higher', { allowed: margin, source: 'plan' }, { tail: 0.025, over: 1 }, total);
    if (found.verdict.kind === 'kept') kept += 1;
  }
  const share = (100 * kept) / sets;
  const isRight = Math.abs(share - 80) <= 5;
  if (!isRight) failures.push(String(n));
  return `${String(n).padStart(8)}${`${100 * discordance} %`.padStart(13)}${String(verdict.examplesNeeded).padStart(9)}${`${share.toFixed(1)} %`.padStart(12)}${isRight ? '  ok' : '  FAIL'}`;
}
