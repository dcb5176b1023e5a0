/**
 * What groups get as deployed, simulated: `npm run bench:validity -- 2000 deployment`.
 *
 * Two variants that share some of what they lose; groups have the devices with either, and those with the baseline, in shares of their own. The truth is what is
 * measured where every count is as expected. Intervals of a metric hold for all groups at once: measured is how often they do, for each of the parts.
 */
import { randomFor, type Random } from '../../src/base/index.js';
import {
  cutSlices,
  deployedMetric,
  type DeployedGroup,
  type DeployedMetric,
  type DeployedSlice,
  type SliceCells,
} from '../../src/compare/index.js';
import { metricsFor, type Bounded, type Cell, type PairTally, type TallyFrame } from '../../src/metrics/index.js';
import { median, shareLine, type Line, type Simulation } from './simulation.js';
import { binomial } from './simulated-set.js';

interface DeployedWorld {
  readonly name: string;
  readonly groups: readonly {
    readonly n: number;
    readonly truePositiveRate: number;
    /** Shares of right answers that both variants lose, and that each loses besides. */
    readonly lost: readonly [both: number, first: number, second: number];
    /** Which share of the group has the first variant, and the second. */
    readonly shares: readonly [number, number];
  }[];
  readonly common: readonly [number, number];
  readonly unitSize?: number;
  /** Share of units whose examples are all alike. */
  readonly together?: number;
}

const gained = 0.02;
const prevalence = 0.4;
const stepwise = (sizes: readonly number[], isOwned: boolean): DeployedWorld['groups'] =>
  sizes.map((n, i) => {
    const at = i / (sizes.length - 1);
    return {
      n,
      truePositiveRate: 0.85 - 0.1 * at,
      lost: [0.01 + 0.03 * at, 0.01, 0.02 + 0.05 * at],
      shares: isOwned ? [0.5 - 0.2 * at, 0.1 + 0.6 * at] : [0.4, 0.4],
    };
  });

const worlds: readonly DeployedWorld[] = [
  { name: '2 × 500', groups: stepwise([500, 500], true), common: [0.4, 0.4] },
  { name: '3 × 200', groups: stepwise([200, 200, 200], true), common: [0.4, 0.4] },
  { name: '4 × 5,000', groups: stepwise([5000, 5000, 5000, 5000], true), common: [0.4, 0.4] },
  {
    name: '8 of 150 to 2,000',
    groups: stepwise([2000, 1500, 1000, 700, 400, 300, 200, 150], true),
    common: [0.4, 0.4],
  },
  { name: '3 × 500, all shares alike', groups: stepwise([500, 500, 500], false), common: [0.4, 0.4] },
  {
    name: '3 × 500, units of 5, half as one',
    groups: stepwise([500, 500, 500], true),
    common: [0.4, 0.4],
    unitSize: 5,
    together: 0.5,
  },
];

export const simulation: Simulation = {
  name: 'deployment',
  settings: worlds.map((world) => ({ name: world.name, measure: (sets) => report(world, sets) })),
};

function report(world: DeployedWorld, sets: number): readonly Line[] {
  return ['accuracy', 'true_positive_rate'].flatMap((name) => {
    const truth = deployed(world, name, expectedPeople(world));
    const held = new Map<string, number>();
    const widths = new Map<string, number[]>();
    for (let set = 0; set < sets; set++) {
      const found = deployed(world, name, drawnPeople(world, randomFor('deployment', world.name, set)));
      for (const [part, of] of Object.entries(parts)) {
        const [truths, intervals] = [of(truth), of(found)];
        if (intervals.every((interval, i) => holds(interval, truths[i]?.value ?? NaN)))
          held.set(part, (held.get(part) ?? 0) + 1);
        const width = Math.max(...intervals.map(({ lower, upper }) => upper - lower));
        widths.set(part, [...(widths.get(part) ?? []), width]);
      }
    }
    return Object.keys(parts).map((part) => {
      const beside = `width of the widest ${median(widths.get(part) ?? []).toFixed(4)}`;
      return shareLine(
        `${name === 'accuracy' ? name : 'TPR'}, ${part}`,
        held.get(part) ?? 0,
        sets,
        { least: 93 },
        beside,
      );
    });
  });
}

/** What is reported with an interval, each over all groups. */
const parts: Readonly<Record<string, (found: DeployedMetric) => readonly Bounded[]>> = {
  'drift as deployed': ({ groups }) => groups.map(({ drift }) => drift),
  'from ownership': ({ groups }) => groups.map(({ ownership }) => ownership),
  'gap, baseline': ({ groups }) => gaps(groups, 'baseline'),
  'gap, compression': ({ groups }) => gaps(groups, 'compression'),
  'gap, ownership': ({ groups }) => gaps(groups, 'ownership'),
  'gap, deployed': ({ groups }) => gaps(groups, 'deployed'),
  'spread, deployed': ({ spread }) => (spread ? [spread.deployed] : []),
  'spread, compression': ({ spread }) => (spread ? [spread.compression] : []),
  'spread, ownership': ({ spread }) => (spread ? [spread.ownership] : []),
};

function gaps(groups: readonly DeployedGroup[], part: keyof NonNullable<DeployedGroup['gap']>): readonly Bounded[] {
  return groups.flatMap(({ gap }) => (gap ? [gap[part]] : []));
}

function holds({ lower, upper }: Bounded, truth: number): boolean {
  return lower <= truth + 1e-9 && truth - 1e-9 <= upper;
}

/** So many examples of a group, and of a unit, that are alike under all three models. */
interface People {
  readonly group: number;
  readonly unit: string;
  readonly label: number;
  readonly answers: readonly number[];
  readonly count: number;
}

function deployed(world: DeployedWorld, name: string, people: readonly People[]): DeployedMetric {
  const frame: TallyFrame = {
    task: 'binary',
    classes: ['no', 'yes'],
    attributes: ['group'],
    losses: [],
    hasUnits: (world.unitSize ?? 1) > 1,
    hasWeights: false,
  };
  const metric = metricsFor(frame).find((one) => one.name === name);
  if (!metric) throw new RangeError(name);
  const values = world.groups.map((_, g) => String(g));
  const cut = (a: number, b: number): readonly SliceCells[] =>
    cutSlices(tallyOf(frame, people, a, b), [{ name: 'group', sensitive: true, values }], [['group']]);
  const [first, second, between] = [cut(0, 1), cut(0, 2), frame.hasUnits ? [] : cut(1, 2)];
  const slices = first.map((slice, k): DeployedSlice => {
    const [other, both] = [second[k], between[k]];
    return { pairs: other ? [slice, other] : [slice], between: [[], both ? [both] : []] };
  });
  const [everyone, ...groups] = slices;
  if (!everyone) throw new RangeError('everyone comes first');
  const rules = { everyone, common: world.common, minSlice: 20, withholds: () => false };
  return deployedMetric(
    frame,
    metric,
    groups.map((cells, g) => ({ cells, shares: world.groups[g]?.shares ?? [] })),
    rules,
  );
}

function tallyOf(frame: TallyFrame, people: readonly People[], a: number, b: number): PairTally {
  const cells = new Map<string, Cell>();
  for (const { group, unit, label, answers, count } of people) {
    const [baseline = 0, variant = 0] = [answers[a], answers[b]];
    const key = `${group}|${unit}|${label}${baseline}${variant}`;
    const known = cells.get(key)?.count ?? 0;
    cells.set(key, { unit, attributes: [String(group)], label, baseline, variant, count: known + count, moments: [] });
  }
  return { frame, cells: [...cells.values()] };
}

/** Label and the three models' answers, with the share of the group that has them. */
interface Kind {
  readonly label: number;
  readonly answers: readonly number[];
  readonly share: number;
}

function kindsOf({ truePositiveRate, lost: [both, first, second] }: DeployedWorld['groups'][number]): readonly Kind[] {
  return [0, 1].flatMap((label) =>
    [true, false].flatMap((isRight) => {
      const rightly = label === 1 ? truePositiveRate : 0.8;
      const share = (label === 1 ? prevalence : 1 - prevalence) * (isRight ? rightly : 1 - rightly);
      const turned = isRight ? [both, first, second] : [gained / 2, gained / 2, gained / 2];
      const [x = 0, y = 0, z = 0] = turned;
      const [same, other] = isRight ? [label, 1 - label] : [1 - label, label];
      return [
        { label, answers: [same, other, other], share: share * x },
        { label, answers: [same, other, same], share: share * y },
        { label, answers: [same, same, other], share: share * z },
        { label, answers: [same, same, same], share: share * (1 - x - y - z) },
      ];
    }),
  );
}

function expectedPeople({ groups }: DeployedWorld): readonly People[] {
  return groups.flatMap((group, g) =>
    kindsOf(group).flatMap(({ share, ...kind }, k) => {
      const count = Math.round(1e8 * group.n * share);
      // Two units, so that a set of units has some; values do not depend on them.
      return [0, 1].map((unit) => ({ ...kind, group: g, unit: `${k}/${unit}`, count }));
    }),
  );
}

function drawnPeople({ groups, unitSize = 1, together = 0 }: DeployedWorld, random: Random): readonly People[] {
  return groups.flatMap((group, g): readonly People[] => {
    const kinds = kindsOf(group);
    if (unitSize === 1) {
      let [left, mass] = [group.n, 1];
      return kinds.flatMap(({ share, ...kind }) => {
        const count = mass > 1e-12 ? binomial(left, Math.min(1, share / mass), random) : 0;
        left -= count;
        mass -= share;
        return count > 0 ? [{ ...kind, group: g, unit: '', count }] : [];
      });
    }
    return Array.from({ length: group.n / unitSize }, (_, unit) => {
      const isOne = random.next() < together;
      const shared = kindAt(kinds, random.next());
      return Array.from({ length: unitSize }, (_unused, k) => {
        const { label, answers } = isOne || k === 0 ? shared : kindAt(kinds, random.next());
        return { group: g, unit: `${g}/${unit}`, label, answers, count: 1 };
      });
    }).flat();
  });
}

function kindAt(kinds: readonly Kind[], u: number): Kind {
  let sum = 0;
  for (const kind of kinds) if (u < (sum += kind.share)) return kind;
  const last = kinds.at(-1);
  if (!last) throw new RangeError('there are kinds');
  return last;
}
