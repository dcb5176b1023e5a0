/**
 * How often the intervals of drift hold the truth, simulated: `npm run bench:validity`.
 *
 * Each set has a fixed true drift in every slice; flips may keep together within units. Printed: the coverage of a single slice's
 * own 95 % interval, that of all slices at once at the Bonferroni level, and the share of sets in which a drift that lies exactly on
 * the margin is called kept or violated.
 */
import { judge } from '../../src/compare/index.js';
import { randomFor, type Random } from '../../src/base/index.js';
import { TallyBuilder, metricsFor, pairedDrift, type PairTally, type TallyFrame } from '../../src/metrics/index.js';

interface Setting {
  readonly slices: number;
  readonly perSlice: number;
  /** Examples a unit within a slice; 1 for no units. */
  readonly unitSize: number;
  /** Share of examples that lose and that gain a right answer. */
  readonly lost: number;
  readonly gained: number;
  /** How strongly flips keep together within a unit: the share of units that flip as one. */
  readonly together: number;
}

const sets = Number(process.argv[2] ?? 400);

const settings: readonly Setting[] = [
  { slices: 10, perSlice: 500, unitSize: 1, lost: 0.03, gained: 0.01, together: 0 },
  { slices: 40, perSlice: 200, unitSize: 1, lost: 0.02, gained: 0.005, together: 0 },
  { slices: 20, perSlice: 200, unitSize: 1, lost: 0.008, gained: 0.002, together: 0 },
  { slices: 5, perSlice: 480, unitSize: 5, lost: 0.05, gained: 0.01, together: 0.3 },
  { slices: 10, perSlice: 240, unitSize: 5, lost: 0.03, gained: 0.01, together: 0.3 },
  { slices: 10, perSlice: 240, unitSize: 10, lost: 0.05, gained: 0.02, together: 0.6 },
  { slices: 10, perSlice: 240, unitSize: 5, lost: 0.005, gained: 0.005, together: 0.3 },
];

process.stdout.write(
  'slices  n/slice  unit  lost  gained  together | own 95 %  all at once | at the margin: kept  violated\n',
);
for (const setting of settings) process.stdout.write(`${report(setting)}\n`);

function report(setting: Setting): string {
  let own = 0;
  let all = 0;
  let kept = 0;
  let violated = 0;
  const truth = setting.gained - setting.lost;
  for (let set = 0; set < sets; set++) {
    const tally = simulate(setting, randomFor('validity', JSON.stringify(setting), set));
    const [accuracy] = metricsFor(tally.frame);
    if (!accuracy) throw new Error('accuracy comes first');
    let isWithin = true;
    let isKept = true;
    let isViolated = false;
    for (let slice = 0; slice < setting.slices; slice++) {
      const cells = tally.cells.filter(({ attributes }) => attributes[0] === String(slice));
      const { drift } = pairedDrift(tally.frame, accuracy, { cells }, tally);
      if (drift.kind !== 'drift') continue;
      const single = drift.bounds(0.025);
      const joint = drift.bounds(0.025 / setting.slices);
      if (slice === 0 && single.lower <= truth && truth <= single.upper) own += 1;
      if (truth < joint.lower || truth > joint.upper) isWithin = false;
      if (truth < 0) {
        const { verdict } = judge(
          drift,
          'higher',
          { allowed: -truth, source: 'plan' },
          { tail: 0.025 / setting.slices, over: setting.slices },
          setting.perSlice,
        );
        if (verdict.kind !== 'kept') isKept = false;
        if (verdict.kind === 'violated') isViolated = true;
      }
    }
    if (isWithin) all += 1;
    if (isKept && truth < 0) kept += 1;
    if (isViolated) violated += 1;
  }
  const share = (count: number): string => `${((100 * count) / sets).toFixed(1)} %`;
  const { slices, perSlice, unitSize, lost, gained, together } = setting;
  const words = [slices, perSlice, unitSize, lost, gained, together]
    .map((value) => String(value).padStart(6))
    .join('  ');
  return `${words} | ${share(own).padStart(8)}  ${share(all).padStart(11)} | ${share(kept).padStart(8)}  ${share(violated).padStart(8)}`;
}

function simulate(setting: Setting, random: Random): PairTally {
  const frame: TallyFrame = {
    task: 'binary',
    classes: ['no', 'yes'],
    attributes: ['slice'],
    hasUnits: setting.unitSize > 1,
    hasWeights: false,
    losses: ['log_loss', 'brier'],
  };
  const builder = new TallyBuilder(frame);
  for (let slice = 0; slice < setting.slices; slice++) {
    for (let i = 0; i < setting.perSlice;) {
      const isTogether = random.next() < setting.together;
      const draw = random.next();
      for (let k = 0; k < setting.unitSize && i < setting.perSlice; k++, i++) {
        const u = isTogether ? draw : random.next();
        const isLost = u < setting.lost;
        const isGained = !isLost && u < setting.lost + setting.gained;
        builder.add({
          attributes: [String(slice)],
          unit: `${slice} ${Math.floor(i / setting.unitSize)}`,
          label: 1,
          baseline: isGained ? 0 : 1,
          variant: isLost ? 0 : 1,
          baselineLosses: [0, 0],
          variantLosses: [0, 0],
        });
      }
    }
  }
  return builder.build();
}
