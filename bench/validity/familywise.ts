/**
 * How often all intervals of an audit hold the truth at once, simulated: `npm run bench:validity`, or
 * `node scripts/bench.mjs bench/validity/familywise.ts 2000 [first setting] [last]`.
 *
 * Every finding of accuracy is judged: everyone, both attributes, their crossing, each by its drift and against everyone else. Printed
 * beside the coverage of these intervals: that of Wald's at the same critical value, and the share of audits that accuse wrongly where all drifts lie exactly
 * on the margin, or that of one slice does.
 */
import { randomFor } from '../../src/base/index.js';
import type { DriftFinding } from '../../src/compare/index.js';
import type { PairTally } from '../../src/metrics/index.js';
import { judgeAll } from './judge-all.js';
import { simulatedSet, truthOf, type SimulatedSetting } from './simulated-set.js';

interface Named extends SimulatedSetting {
  readonly name: string;
  /** Whether at least 20 flips are expected in each slice: the intervals then must not be too wide either. */
  readonly isDense: boolean;
}

const sets = Number(process.argv[2] ?? 2000);
const always = (value: number) => (): number => value;

const settings: readonly Named[] = [
  {
    name: '2 slices of 200, 2 %',
    first: 2,
    second: 1,
    perCell: 200,
    lost: always(0.015),
    gained: always(0.005),
    isDense: false,
  },
  {
    name: '2 slices of 1,000, 10 %',
    first: 2,
    second: 1,
    perCell: 1000,
    lost: always(0.06),
    gained: always(0.04),
    isDense: true,
  },
  {
    name: '10 slices of 2,000, 2 %',
    first: 10,
    second: 1,
    perCell: 2000,
    lost: always(0.015),
    gained: always(0.005),
    isDense: true,
  },
  {
    name: '40 slices of 500, 2 %',
    first: 40,
    second: 1,
    perCell: 500,
    lost: always(0.016),
    gained: always(0.004),
    isDense: false,
  },
  {
    name: '40 slices of 500, 4 %',
    first: 40,
    second: 1,
    perCell: 500,
    lost: always(0.032),
    gained: always(0.008),
    isDense: true,
  },
  {
    name: '20 slices of 200, 1 %',
    first: 20,
    second: 1,
    perCell: 200,
    lost: always(0.008),
    gained: always(0.002),
    isDense: false,
  },
  {
    name: '60 slices of 250, 2 %, all lost',
    first: 60,
    second: 1,
    perCell: 250,
    lost: always(0.02),
    gained: always(0),
    isDense: false,
  },
  {
    name: '6 × 5 crossed, 200 each, 10 %',
    first: 6,
    second: 5,
    perCell: 200,
    lost: always(0.06),
    gained: always(0.04),
    isDense: true,
  },
  {
    name: '6 × 5 crossed, 100 each, unequal',
    first: 6,
    second: 5,
    perCell: 100,
    lost: (a, b) => 0.01 + 0.02 * a + 0.01 * b,
    gained: always(0.02),
    isDense: false,
  },
  {
    name: '4 × 3 crossed, 500 each, 50 %',
    first: 4,
    second: 3,
    perCell: 500,
    lost: always(0.3),
    gained: always(0.2),
    isDense: true,
  },
  {
    name: '4 × 3, units of 5 that flip apart',
    first: 4,
    second: 3,
    perCell: 300,
    unitSize: 5,
    together: 0,
    lost: always(0.06),
    gained: always(0.04),
    isDense: true,
  },
  {
    name: '4 × 3, units of 5, 50 % as one',
    first: 4,
    second: 3,
    perCell: 300,
    unitSize: 5,
    together: 0.5,
    lost: always(0.06),
    gained: always(0.04),
    isDense: false,
  },
  {
    name: '4 × 3, units of 6 across groups',
    first: 4,
    second: 3,
    perCell: 300,
    unitSize: 6,
    together: 0.5,
    isSpanning: true,
    lost: always(0.06),
    gained: always(0.04),
    isDense: false,
  },
  {
    name: '3 × 2, units of 20, 80 % as one',
    first: 3,
    second: 2,
    perCell: 1000,
    unitSize: 20,
    together: 0.8,
    lost: always(0.06),
    gained: always(0.04),
    isDense: false,
  },
  {
    name: '3 × 2, 200 each, units of 2, apart',
    first: 3,
    second: 2,
    perCell: 200,
    unitSize: 2,
    together: 0,
    lost: always(0.15),
    gained: always(0.15),
    isDense: true,
  },
  {
    name: '2 × 2, 200 each, units of 5, rare',
    first: 2,
    second: 2,
    perCell: 200,
    unitSize: 5,
    together: 0.3,
    lost: always(0.02),
    gained: always(0.01),
    isDense: false,
  },
  {
    name: '4 × 3, 300 each, weights (σ 0.5)',
    first: 4,
    second: 3,
    perCell: 300,
    lost: always(0.06),
    gained: always(0.04),
    weights: { sigma: 0.5, mean: always(1) },
    isDense: true,
  },
  {
    name: '4 × 3, 300, weights by group, answer',
    first: 4,
    second: 3,
    perCell: 300,
    lost: (a) => 0.04 + 0.02 * a,
    gained: always(0.04),
    weights: { sigma: 0.8, mean: (a, b, flip) => (1 + a) * (1 + 0.5 * b) * (flip < 0 ? 2 : 1) },
    isDense: false,
  },
  {
    name: '4 × 3, 300, weights, units of 5',
    first: 4,
    second: 3,
    perCell: 300,
    unitSize: 5,
    together: 0.5,
    lost: always(0.06),
    gained: always(0.04),
    weights: { sigma: 0.8, mean: (a, _, flip) => (1 + a) * (flip < 0 ? 1.5 : 1) },
    isDense: false,
  },
  {
    name: '10 × 6 crossed, 333 each, 10 %',
    first: 10,
    second: 6,
    perCell: 333,
    lost: always(0.06),
    gained: always(0.04),
    isDense: true,
  },
  {
    name: '10 × 6 crossed, 333 each, 1 %',
    first: 10,
    second: 6,
    perCell: 333,
    lost: always(0.007),
    gained: always(0.003),
    isDense: false,
  },
];
/** Which of them, from 1: all unless given. */
const [from, to] = [Number(process.argv[3] ?? 1), Number(process.argv[4] ?? settings.length)];

process.stdout.write(`${sets} sets each; "all at once" must be 93 % at least, and 98 % at most where marked *\n`);
process.stdout.write('setting                              findings  all at once       Wald  critical\n');
const failures: string[] = [];
for (const setting of settings.slice(from - 1, to)) process.stdout.write(`${report(setting)}\n`);
if (failures.length > 0) process.exitCode = 1;

function report(setting: Named): string {
  let [all, wald, critical, findings] = [0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const tally = simulatedSet(setting, randomFor('familywise', setting.name, set));
    const judged = judgeAll(tally, 0.02);
    findings = judged.findings.length;
    critical += judged.critical / sets;
    const sure = judged.findings.map((finding) => ({ finding, truth: truthOfFinding(setting, finding) }));
    const isHeld = sure.every(
      ({ finding: { interval }, truth }) =>
        interval === undefined || (interval.lower <= truth + 1e-12 && truth - 1e-12 <= interval.upper),
    );
    if (isHeld) all += 1;
    if (waldHolds(setting, tally, judged.findings, judged.critical)) wald += 1;
  }
  const share = (count: number): number => (100 * count) / sets;
  // Two standard errors of so many sets.
  const most = 98 + 200 * Math.sqrt((0.02 * 0.98) / sets);
  const isRight = share(all) >= 93 && (!setting.isDense || share(all) <= most);
  if (!isRight) failures.push(setting.name);
  const columns = [
    `${setting.name}${setting.isDense ? ' *' : ''}`.padEnd(37),
    String(findings).padStart(8),
    `${share(all).toFixed(1)} %`.padStart(13),
    `${share(wald).toFixed(1)} %`.padStart(11),
    critical.toFixed(2).padStart(10),
    isRight ? '  ok' : '  FAIL',
  ];
  return columns.join('');
}

function truthOfFinding(setting: SimulatedSetting, { kind, slice }: DriftFinding): number {
  const value = (name: string): number | undefined => {
    const found = slice.find(({ attribute }) => attribute === name);
    return found && Number(found.value);
  };
  const [a, b] = [value('first'), value('second')];
  const own = truthOf(setting, a, b);
  if (kind === 'drift') return own;
  const everyone = truthOf(setting, undefined, undefined);
  const share = 1 / (a === undefined ? setting.second : setting.first);
  return own - (everyone - share * own) / (1 - share);
}

/** Wald's intervals of the plain drifts, at the same critical value; as if examples were independent. */
function waldHolds(
  setting: SimulatedSetting,
  tally: PairTally,
  findings: readonly DriftFinding[],
  critical: number,
): boolean {
  return findings.every((finding) => {
    if (finding.kind !== 'drift') return true;
    let [n, gained, lost] = [0, 0, 0];
    for (const { attributes, baseline, variant, count } of tally.cells) {
      if (!finding.slice.every(({ attribute, value }) => attributes[attribute === 'first' ? 0 : 1] === value)) continue;
      n += count;
      if (variant > baseline) gained += count;
      if (variant < baseline) lost += count;
    }
    const drift = (gained - lost) / n;
    const half = critical * Math.sqrt(Math.max(0, (gained + lost) / n - drift ** 2) / n);
    return Math.abs(drift - truthOfFinding(setting, finding)) <= half + 1e-12;
  });
}
