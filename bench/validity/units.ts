/**
 * One slice of units, its own 95 % interval, simulated: `npm run bench:validity -- 2000 units`.
 *
 * Of the units a share flips as one, all examples or none, and in the others each example for itself. Hardest is where few units flip as one, all of
 * them the same way: most sets then hold none that does.
 */
import { randomFor } from '../../src/base/index.js';
import { metricsFor, pairedDrift } from '../../src/metrics/index.js';
import { simulatedSet, truthOf, type SimulatedSetting } from './simulated-set.js';
import { median, shareLine, type Line, type Simulation } from './simulation.js';

interface UnitSetting {
  readonly units: number;
  readonly size: number;
  /** Share of examples that flip, and of these which share is lost. */
  readonly flips: number;
  readonly lost: number;
  /** Share of units that flip as one. */
  readonly together: number;
}

const sizes = [
  { units: 40, size: 20 },
  { units: 150, size: 20 },
  { units: 100, size: 10 },
  { units: 60, size: 5 },
  { units: 100, size: 2 },
];
const settings: readonly UnitSetting[] = sizes.flatMap((of) =>
  [0.02, 0.1, 0.3].flatMap((flips) =>
    [0.6, 1].flatMap((lost) => [0, 0.05, 0.33, 1].map((together) => ({ ...of, flips, lost, together }))),
  ),
);

export const simulation: Simulation = {
  name: 'units',
  settings: sizes.flatMap(({ units, size }) =>
    [0.02, 0.1, 0.3].map((flips) => ({
      name: `${units} units of ${size}, ${100 * flips} % flip`,
      measure: (sets: number) =>
        settings
          .filter((one) => one.units === units && one.size === size && one.flips === flips)
          .map((one) => coverage(one, sets)),
    })),
  ),
};

function coverage({ units, size, flips, lost, together }: UnitSetting, sets: number): Line {
  const setting: SimulatedSetting = {
    first: 1,
    second: 1,
    perCell: units * size,
    unitSize: size,
    together,
    lost: () => flips * lost,
    gained: () => flips * (1 - lost),
  };
  const truth = truthOf(setting, undefined, undefined);
  let held = 0;
  const widths: number[] = [];
  for (let set = 0; set < sets; set++) {
    const { frame, cells } = simulatedSet(setting, randomFor('units', units, size, flips, lost, together, set));
    const accuracy = metricsFor(frame).find(({ name }) => name === 'accuracy');
    if (!accuracy) throw new RangeError('accuracy is a metric');
    const { drift } = pairedDrift(frame, accuracy, { cells });
    if (drift.kind !== 'drift') throw new RangeError(drift.reason);
    const { lower, upper } = drift.bounds(0.025);
    if (lower <= truth + 1e-12 && truth - 1e-12 <= upper) held += 1;
    widths.push(upper - lower);
  }
  const asOne = together * units * flips;
  const what = `${100 * lost} % of flips lost, ${100 * together} % as one`;
  const beside = `${asOne.toFixed(1)} units expected to flip as one, width ${median(widths).toFixed(4)}`;
  // Of few units that flip as one beside many whose flips stand alone a sample tells nothing: coverage is shown, and held to no limit.
  return shareLine(what, held, sets, together > 0 && together < 1 ? {} : { least: 93 }, beside);
}
