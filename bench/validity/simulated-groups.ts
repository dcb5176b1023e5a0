import { ExactSum, wideFixedPointBits, type Random } from '../../src/base/index.js';
import { TallyBuilder, type Cell, type PairTally, type TallyFrame } from '../../src/metrics/index.js';
import { lognormal } from './lognormal.js';
import { binomial } from './simulated-set.js';

/** One group of people: who they are, how the baseline treats them, and what the variant changes. */
export interface SimulatedGroup {
  readonly n: number;
  /** Share of positives. */
  readonly prevalence: number;
  readonly truePositiveRate: number;
  readonly falsePositiveRate: number;
  /** Of the answers that were right, which share the variant turns. */
  readonly lost: number;
  /** Of those that were wrong. */
  readonly gained: number;
}

/** A made-up evaluation set with one attribute. */
export interface GroupSetting {
  readonly groups: readonly SimulatedGroup[];
  /** Examples a unit, within a group; 1 for no units. */
  readonly unitSize?: number;
  /** Share of units whose examples are all alike. */
  readonly together?: number;
  /** Lognormal weights: the deviation of the logarithm, and the mean by group and by what became of the answer. */
  readonly weights?: { readonly sigma: number; mean(group: number, isRight: boolean, isTurned: boolean): number };
}

/** Draws one set: cell by cell where examples are independent and weigh alike, else example by example. */
export function simulatedGroups(setting: GroupSetting, random: Random): PairTally {
  const frame = frameOfGroups(setting);
  if (frame.hasUnits || frame.hasWeights) return byExample(frame, setting, random);
  const cells = setting.groups.flatMap((group, g) => {
    let left = group.n;
    let mass = 1;
    return kindsOf(group).flatMap(({ share, ...kind }) => {
      const count = mass > 0 ? binomial(left, Math.min(1, share / mass), random) : 0;
      left -= count;
      mass -= share;
      return count > 0 ? [cellOf(g, kind, count)] : [];
    });
  });
  return { frame, cells };
}

/** A set in which every share is as expected: what is measured of it is the truth. */
export function expectedGroups(setting: GroupSetting): PairTally {
  const frame = frameOfGroups({ ...setting, unitSize: 1 });
  const cells = setting.groups.flatMap((group, g) =>
    kindsOf(group).flatMap(({ share, ...kind }) => {
      const count = Math.round(1e8 * group.n * share);
      return count === 0 ? [] : [{ ...cellOf(g, kind, count), weights: expectedWeights(setting, g, kind, count) }];
    }),
  );
  return { frame, cells };
}

function expectedWeights({ weights }: GroupSetting, group: number, kind: Kind, count: number): Cell['weights'] {
  if (!weights) return undefined;
  const mean = weights.mean(group, kind.label === kind.baseline, kind.baseline !== kind.variant);
  const sum = (value: number): ExactSum => {
    const made = new ExactSum(wideFixedPointBits);
    made.add(value);
    return made;
  };
  return { sum: sum(count * mean), squares: sum(count * mean * mean) };
}

function frameOfGroups({ unitSize = 1, weights }: GroupSetting): TallyFrame {
  return {
    task: 'binary',
    classes: ['no', 'yes'],
    attributes: ['group'],
    losses: [],
    hasUnits: unitSize > 1,
    hasWeights: weights !== undefined,
  };
}

interface Kind {
  readonly label: number;
  readonly baseline: number;
  readonly variant: number;
}

/** Label, answers and the share of the group that has them. */
function kindsOf(group: SimulatedGroup): readonly (Kind & { readonly share: number })[] {
  const { prevalence, truePositiveRate, falsePositiveRate, lost, gained } = group;
  return [0, 1].flatMap((label) =>
    [0, 1].flatMap((baseline) => {
      const positive = label === 1 ? truePositiveRate : falsePositiveRate;
      const share = (label === 1 ? prevalence : 1 - prevalence) * (baseline === 1 ? positive : 1 - positive);
      const turned = label === baseline ? lost : gained;
      return [
        { label, baseline, variant: baseline, share: share * (1 - turned) },
        { label, baseline, variant: 1 - baseline, share: share * turned },
      ];
    }),
  );
}

function cellOf(group: number, { label, baseline, variant }: Kind, count: number): Cell {
  return { unit: '', attributes: [String(group)], label, baseline, variant, count, moments: [] };
}

function byExample(frame: TallyFrame, setting: GroupSetting, random: Random): PairTally {
  const builder = new TallyBuilder(frame);
  const { unitSize = 1, together = 0, weights } = setting;
  for (const [g, group] of setting.groups.entries()) {
    const kinds = kindsOf(group);
    for (let i = 0; i < group.n; i += unitSize) {
      const isOne = unitSize > 1 && random.next() < together;
      const shared = kindAt(kinds, random.next());
      for (let k = 0; k < unitSize && i + k < group.n; k++) {
        const { label, baseline, variant } = isOne || k === 0 ? shared : kindAt(kinds, random.next());
        const weight = weights
          ? lognormal(weights.sigma, weights.mean(g, label === baseline, baseline !== variant), random)
          : 1;
        builder.add({
          attributes: [String(g)],
          unit: `${g}/${i}`,
          label,
          baseline,
          variant,
          baselineLosses: [],
          variantLosses: [],
          weight,
        });
      }
    }
  }
  return builder.build();
}

function kindAt(kinds: readonly (Kind & { readonly share: number })[], u: number): Kind {
  let sum = 0;
  for (const kind of kinds) {
    sum += kind.share;
    if (u < sum) return kind;
  }
  const last = kinds.at(-1);
  if (!last) throw new RangeError('there are kinds');
  return last;
}
