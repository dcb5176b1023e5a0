/**
 * How often the interval of AUC's drift holds the truth, simulated: `npm run bench:validity -- 2000 auc`.
 *
 * Scores are normal with the positives further up; the variant adds noise, a part of which examples of one unit share, and puts a
 * share of the positives below everything. The true drift then is (1 − share) Φ(μ / √(2 (1 + σ²))) − Φ(μ / √2). Measured: the coverage of the 95 % interval, how often the truth lies
 * below and above it, and the median of its width.
 */
import { randomFor, sliceKey, type Random } from '../../src/base/index.js';
import {
  RankPass,
  TallyBuilder,
  pairedDrift,
  metricsFor,
  type ScoredPair,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { median, shareLine, type Line, type Simulation } from './simulation.js';

interface Setting {
  readonly positives: number;
  readonly negatives: number;
  /** Examples a unit; 1 for no units. */
  readonly unitSize: number;
  readonly distance: number;
  /** Standard deviation of the variant's noise. */
  readonly noise: number;
  /** Share of the noise's variance that a unit has in common. */
  readonly together: number;
  /** Share of the positives that the variant fails wholly. */
  readonly failing: number;
}

const settings: readonly Setting[] = [
  { positives: 400, negatives: 1600, unitSize: 1, distance: 1.5, noise: 0.5, together: 0, failing: 0 },
  { positives: 40, negatives: 400, unitSize: 1, distance: 1.5, noise: 0.5, together: 0, failing: 0 },
  { positives: 25, negatives: 25, unitSize: 1, distance: 1.5, noise: 1, together: 0, failing: 0 },
  { positives: 200, negatives: 200, unitSize: 1, distance: 3, noise: 0.2, together: 0, failing: 0 },
  { positives: 200, negatives: 200, unitSize: 1, distance: 1.5, noise: 0.01, together: 0, failing: 0 },
  { positives: 300, negatives: 300, unitSize: 5, distance: 1.5, noise: 0.7, together: 0.5, failing: 0 },
  { positives: 100, negatives: 100, unitSize: 10, distance: 1.5, noise: 0.7, together: 0.5, failing: 0 },
  { positives: 40, negatives: 400, unitSize: 1, distance: 1.5, noise: 0.02, together: 0, failing: 0.01 },
  { positives: 200, negatives: 200, unitSize: 1, distance: 1.5, noise: 0.02, together: 0, failing: 0.005 },
];

export const simulation: Simulation = {
  name: 'auc',
  settings: settings.map((setting) => ({ name: nameOf(setting), measure: (sets) => [report(setting, sets)] })),
};

function nameOf({ positives, negatives, unitSize, noise, failing }: Setting): string {
  const units = unitSize > 1 ? `, units of ${unitSize}` : '';
  const lost = failing > 0 ? `, ${100 * failing} % fail` : '';
  return `${positives} + ${negatives}${units}, noise ${noise}${lost}`;
}

function report(setting: Setting, sets: number): Line {
  const { distance, noise } = setting;
  const truth = phi(distance / Math.sqrt(2 * (1 + noise ** 2))) * (1 - setting.failing) - phi(distance / Math.SQRT2);
  let [below, above] = [0, 0];
  const widths: number[] = [];
  for (let set = 0; set < sets; set++) {
    const { lower, upper } = interval(setting, randomFor('validity-auc', JSON.stringify(setting), set));
    if (truth < lower) below += 1;
    if (truth > upper) above += 1;
    widths.push(upper - lower);
  }
  const share = (count: number): string => `${((100 * count) / sets).toFixed(1)} %`;
  const beside = `drift ${truth.toFixed(4)}, below ${share(below)}, above ${share(above)}, width ${median(widths).toFixed(3)}`;
  return shareLine('own interval', sets - below - above, sets, { least: 93 }, beside);
}

function interval(setting: Setting, random: Random): { readonly lower: number; readonly upper: number } {
  const frame: TallyFrame = {
    task: 'binary',
    classes: ['0', '1'],
    attributes: [],
    hasUnits: setting.unitSize > 1,
    hasWeights: false,
    losses: ['log_loss', 'brier'],
  };
  const examples = simulate(setting, random);
  const builder = new TallyBuilder(frame);
  for (const { label, unit, baseline, variant } of examples) {
    const scores = { baseline, variant };
    builder.add({
      attributes: [],
      unit,
      label,
      baseline: 0,
      variant: 0,
      baselineLosses: [0, 0],
      variantLosses: [0, 0],
      scores,
    });
  }
  const tally = builder.build();
  const pass = new RankPass(tally, []);
  for (const example of examples) pass.add(example);
  const ranks = pass.build().slices.get(sliceKey([]));
  const auc = metricsFor(frame).find(({ name }) => name === 'auc');
  if (!auc) throw new Error('AUC is a metric');
  const { drift } = pairedDrift(frame, auc, { cells: tally.cells, ranks });
  if (drift.kind === 'not-estimable') throw new Error(drift.reason);
  return drift.bounds(0.025);
}

/** Units hold examples of both labels, in their shares. */
function simulate(setting: Setting, random: Random): readonly ScoredPair[] {
  const { positives, negatives, unitSize, distance, noise, together, failing } = setting;
  const total = positives + negatives;
  let shared = 0;
  return Array.from({ length: total }, (_, i): ScoredPair => {
    if (i % unitSize === 0) shared = normal(random);
    const label = (i * positives) % total < positives ? 1 : 0;
    const score = normal(random) + label * distance;
    const own = Math.sqrt(1 - together) * normal(random) + Math.sqrt(together) * shared;
    return {
      attributes: [],
      unit: String(Math.floor(i / unitSize)),
      label,
      baseline: squash(score),
      variant: label === 1 && random.next() < failing ? 0 : squash(score + noise * own),
    };
  });
}

function squash(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** The normal distribution function, by Simpson's rule. */
function phi(x: number): number {
  const steps = 2000;
  const density = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  const h = x / steps;
  let sum = density(0) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * h);
  return 0.5 + (sum * h) / 3;
}
