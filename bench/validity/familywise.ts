/**
 * How often all intervals of an audit hold the truth at once, simulated: `npm run bench:validity -- 2000 familywise`.
 *
 * Every finding of accuracy is judged: everyone, both attributes, their crossing, each by its drift and against everyone else. Beside the coverage
 * of these intervals stands that of Wald's at the same critical value, and as if examples were independent.
 */
import { randomFor } from '../../src/base/index.js';
import type { DriftFinding } from '../../src/compare/index.js';
import type { PairTally } from '../../src/metrics/index.js';
import { judgeAll } from './judge-all.js';
import { simulatedSet, truthOf, type SimulatedSetting } from './simulated-set.js';
import { shareLine, type Line, type Simulation } from './simulation.js';

interface Named extends SimulatedSetting {
  readonly name: string;
  /** Whether at least 20 flips are expected in each slice: the intervals then must not be too wide either. */
  readonly isDense: boolean;
  /** Set where few units flip as one beside many whose flips stand alone: most samples tell nothing of those few, so coverage is shown and held to no limit. */
  readonly isUntold?: true;
}

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
  {
    name: '3 × 2, units of 20, a third as one, all lost',
    first: 3,
    second: 2,
    perCell: 3000,
    unitSize: 20,
    together: 0.33,
    lost: always(0.02),
    gained: always(0),
    isDense: false,
    isUntold: true,
  },
  {
    name: '2 slices of 75 units of 20, a third as one',
    first: 2,
    second: 1,
    perCell: 1500,
    unitSize: 20,
    together: 0.33,
    lost: always(0.02),
    gained: always(0),
    isDense: false,
    isUntold: true,
  },
  {
    name: '3 × 2, units of 20 that flip apart, 30 %',
    first: 3,
    second: 2,
    perCell: 2000,
    unitSize: 20,
    together: 0,
    lost: always(0.15),
    gained: always(0.15),
    isDense: true,
  },
];

export const simulation: Simulation = {
  name: 'familywise',
  settings: settings.map((setting) => ({
    name: setting.name,
    measure: (sets) => [coverage(setting, sets)],
  })),
};

function coverage(setting: Named, sets: number): Line {
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
  const limit = setting.isUntold ? {} : { least: 93, most: setting.isDense ? 98 : undefined };
  const beside = `${findings} findings, critical value ${critical.toFixed(2)}, Wald ${((100 * wald) / sets).toFixed(1)} %`;
  return shareLine('all at once', all, sets, limit, beside);
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
  const crossings = flipsByCrossing(tally);
  return findings.every((finding) => {
    if (finding.kind !== 'drift') return true;
    let [n, gained, lost] = [0, 0, 0];
    for (const crossing of crossings) {
      if (!finding.slice.every(({ attribute, value }) => crossing.at[attribute === 'first' ? 0 : 1] === value))
        continue;
      n += crossing.n;
      gained += crossing.gained;
      lost += crossing.lost;
    }
    const drift = (gained - lost) / n;
    const half = critical * Math.sqrt(Math.max(0, (gained + lost) / n - drift ** 2) / n);
    return Math.abs(drift - truthOfFinding(setting, finding)) <= half + 1e-12;
  });
}

interface Crossing {
  readonly at: readonly string[];
  n: number;
  gained: number;
  lost: number;
}

function flipsByCrossing({ cells }: PairTally): readonly Crossing[] {
  const crossings = new Map<string, Crossing>();
  for (const { attributes, baseline, variant, count } of cells) {
    const key = attributes.join('|');
    const crossing = crossings.get(key) ?? { at: attributes, n: 0, gained: 0, lost: 0 };
    crossings.set(key, crossing);
    crossing.n += count;
    if (variant > baseline) crossing.gained += count;
    if (variant < baseline) crossing.lost += count;
  }
  return [...crossings.values()];
}
