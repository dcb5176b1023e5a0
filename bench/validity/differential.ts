/**
 * Differential drift, simulated: `npm run bench:validity -- 2000 differential`.
 *
 * One group drifts by so much more than everyone else, the margin being 2 points. Measured: how often the intervals of all differential
 * drifts of an audit hold the truth at once, and how often that group's is kept and violated.
 */
import { randomFor } from '../../src/base/index.js';
import { judgeAll } from './judge-all.js';
import { simulatedSet, truthOf, type SimulatedSetting } from './simulated-set.js';
import { shareLine, type Line, type Simulation } from './simulation.js';

const margin = 0.02;
const grids = [
  { groups: 2, perGroup: 500, noise: 0.01 },
  { groups: 5, perGroup: 1000, noise: 0.03 },
  { groups: 10, perGroup: 2000, noise: 0.01 },
  { groups: 40, perGroup: 500, noise: 0.01 },
];
const cases = grids.flatMap((grid) => [0, 0.02, 0.05, 0.1].map((beyond) => ({ ...grid, beyond })));

export const simulation: Simulation = {
  name: 'differential',
  settings: cases.map((one) => ({
    name: `${one.groups} × ${one.perGroup}, ${100 * one.noise} % flip, ${100 * one.beyond} points beyond`,
    measure: (sets) => report(one, sets),
  })),
};

function report({ groups, perGroup, noise, beyond }: (typeof cases)[number], sets: number): readonly Line[] {
  const setting: SimulatedSetting = {
    first: groups,
    second: 1,
    perCell: perGroup,
    lost: (a) => noise + (a === 0 ? margin + beyond : 0),
    gained: () => noise,
  };
  const everyone = truthOf(setting, undefined, undefined);
  const truthOfGroup = (a: number): number => {
    const own = truthOf(setting, a, undefined);
    return own - (everyone - own / groups) / (1 - 1 / groups);
  };
  let [held, kept, violated] = [0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const { findings } = judgeAll(simulatedSet(setting, randomFor('differential', groups, beyond, set)), margin);
    const own = findings.filter(({ kind }) => kind === 'differential');
    const isHeld = own.every(({ slice, interval }) => {
      const truth = truthOfGroup(Number(slice[0]?.value));
      return !interval || (interval.lower <= truth + 1e-12 && truth - 1e-12 <= interval.upper);
    });
    if (isHeld) held += 1;
    const verdict = own.find(({ slice }) => slice[0]?.value === '0')?.verdict.kind;
    if (verdict === 'kept') kept += 1;
    if (verdict === 'violated') violated += 1;
  }
  const limit = beyond === 0 ? { most: 5, isNominal: true } : {};
  return [
    shareLine('all at once', held, sets, { least: 93 }),
    shareLine('kept', kept, sets, limit),
    shareLine('violated', violated, sets, limit),
  ];
}
