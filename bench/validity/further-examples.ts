/**
 * Whether the number of further examples that an undecided finding names gives `kept` in 80 % of the cases, where nothing moved and the
 * discordance is known: `npm run bench:validity -- 2000 further`.
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
import { binomial } from './simulated-set.js';
import { shareLine, type Line, type Simulation } from './simulation.js';

const margin = 0.02;

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
export const simulation: Simulation = {
  name: 'further',
  settings: furthers.map((further) => ({
    name: nameOf(further),
    measure: (sets) => [keptWithAsManyMore(further, sets)],
  })),
};

function nameOf({ metric, n, unitSize, discordance }: Further): string {
  const who = unitSize > 1 ? `${n} units of ${unitSize}` : `n = ${n}`;
  return `${metric === 'accuracy' ? metric : 'TPR'}, ${who}, ${100 * discordance} % flip`;
}

/** Lets the number that `judge` names be used, with examples (or units that flip as one) of which nothing truly moved. */
function keptWithAsManyMore({ n, discordance, unitSize, metric: name }: Further, sets: number): Line {
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
  if (verdict.kind !== 'undecided' || verdict.examplesNeeded === 'unreachable') throw new RangeError(verdict.kind);
  const total = n + verdict.examplesNeeded;
  let kept = 0;
  for (let set = 0; set < sets; set++) {
    const random = randomFor('further', n, discordance, unitSize, name, set);
    const flips = binomial(total, discordance, random);
    const cells = furtherCells(unitSize, total, flips, binomial(flips, 0.5, random));
    const { drift } = pairedDrift(frame, metric, { cells });
    if (judge(drift, 'higher', rules[0], rules[1], total).verdict.kind === 'kept') kept += 1;
  }
  const what = `kept with ${verdict.examplesNeeded} more`;
  return shareLine(what, kept, sets, { least: 75, most: 85 });
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
