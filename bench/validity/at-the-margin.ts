/**
 * What audits say where the truth lies on the margin, and beyond it, simulated: `npm run bench:validity -- 2000 at-the-margin`.
 *
 * An audit is kept where every finding is, and violated where one is. With the true drift exactly on the margin, in one slice or in
 * all, at most 5 % may say either. Then the power against drifts beyond the margin.
 */
import { randomFor } from '../../src/base/index.js';
import { judgeAll } from './judge-all.js';
import { simulatedSet, type SimulatedSetting } from './simulated-set.js';
import { shareLine, type Line, type Simulation } from './simulation.js';

const margin = 0.02;

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

export const simulation: Simulation = {
  name: 'at-the-margin',
  settings: cases.map((one) => ({
    name: `${one.name}, ${one.slices} × ${one.perSlice}`,
    measure: (sets) => verdicts(one, sets),
  })),
};

function verdicts({ name, slices, perSlice, noise, worse, isOnMargin }: Case, sets: number): readonly Line[] {
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
  const limit = isOnMargin ? { most: 5, isNominal: true } : {};
  return [shareLine('kept', kept, sets, limit), shareLine('violated', violated, sets, limit)];
}
