/**
 * What is said of a relative margin where the truth lies on it, simulated:
 * `npm run bench:validity -- 2000 relative-margins`.
 *
 * One finding of accuracy. With the true loss exactly the share that is allowed, at most 5 % may be called kept (by the one-sided bound) and about
 * 2.5 % violated (by a 95 % interval that holds for one finding alone). Units of 5, of which half answer as one.
 */
import { randomFor } from '../../src/base/index.js';
import { TallyBuilder, metricsFor, driftBeyondShare, type TallyFrame } from '../../src/metrics/index.js';
import { shareLine, type Line, type Simulation } from './simulation.js';

interface Setting {
  readonly units: number;
  readonly unitSize: number;
  readonly baseline: number;
  readonly share: number;
  readonly gained: number;
}

const settings: readonly Setting[] = [
  { units: 200, unitSize: 1, baseline: 0.9, share: 0.05, gained: 0.02 },
  { units: 1000, unitSize: 1, baseline: 0.9, share: 0.05, gained: 0.02 },
  { units: 1000, unitSize: 1, baseline: 0.5, share: 0.1, gained: 0.05 },
  { units: 500, unitSize: 1, baseline: 0.1, share: 0.2, gained: 0.01 },
  { units: 2000, unitSize: 1, baseline: 0.95, share: 0.02, gained: 0.002 },
  { units: 200, unitSize: 1, baseline: 0.97, share: 0.05, gained: 0 },
  { units: 5000, unitSize: 1, baseline: 0.8, share: 0.02, gained: 0.01 },
  { units: 100, unitSize: 5, baseline: 0.9, share: 0.05, gained: 0.02 },
  { units: 400, unitSize: 5, baseline: 0.8, share: 0.05, gained: 0.02 },
];

export const simulation: Simulation = {
  name: 'relative-margins',
  settings: settings.map((setting) => ({ name: nameOf(setting), measure: (sets) => measure(setting, sets) })),
};

function nameOf({ units, unitSize, baseline, share, gained }: Setting): string {
  const who = unitSize > 1 ? `${units} units of ${unitSize}` : `${units}`;
  return `${who}, ${100 * baseline} %, margin ${100 * share} %, gained ${100 * gained} %`;
}

function measure(setting: Setting, sets: number): readonly Line[] {
  const { units, unitSize, baseline, share, gained } = setting;
  const frame: TallyFrame = {
    task: 'binary',
    classes: ['no', 'yes'],
    attributes: [],
    hasUnits: unitSize > 1,
    hasWeights: false,
    losses: [],
  };
  const accuracy = metricsFor(frame).find(({ name }) => name === 'accuracy');
  if (!accuracy) throw new Error('no accuracy');
  const lost = baseline * share + gained;
  const answersAt = (draw: number): readonly [number, number] =>
    draw < lost ? [1, 0] : draw < lost + gained ? [0, 1] : draw < gained + baseline ? [1, 1] : [0, 0];
  let [kept, violated, held] = [0, 0, 0];
  for (let k = 0; k < sets; k++) {
    const random = randomFor(JSON.stringify([setting, k]));
    const tally = new TallyBuilder(frame);
    for (let unit = 0; unit < units; unit++) {
      const isOne = unitSize > 1 && random.next() < 0.5;
      let draw = random.next();
      for (let i = 0; i < unitSize; i++) {
        if (!isOne && i > 0) draw = random.next();
        const [before, after] = answersAt(draw);
        tally.add({
          attributes: [],
          unit: unitSize > 1 ? String(unit) : '',
          label: 1,
          baseline: before,
          variant: after,
          baselineLosses: [],
          variantLosses: [],
        });
      }
    }
    const set = { cells: tally.build().cells };
    const beyond = driftBeyondShare(frame, accuracy, set, set, -share);
    if (beyond.kind !== 'drift') continue;
    const { lower, upper } = beyond.bounds(0.025);
    if (beyond.bounds(0.05).lower >= 0) kept += 1;
    if (upper < 0) violated += 1;
    if (lower <= 0 && upper >= 0) held += 1;
  }
  return [
    shareLine('kept', kept, sets, { most: 5, isNominal: true }),
    shareLine('violated', violated, sets, { most: 2.5, isNominal: true }),
    shareLine('own interval', held, sets, { least: 93 }),
  ];
}
