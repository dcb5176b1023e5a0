/**
 * How often intervals of drifts of metrics of scores hold the truth, simulated: `npm run bench:validity -- 2000 scores`.
 *
 * Labels follow a logistic model; the baseline's scores are too extreme, the variant adds noise, half of the variance of which examples of one unit share. Weights
 * grow with the logit; in units of 5 logits are alike, too. The truth is the drift over 400,000 examples. Measured: how often the 95 % interval of a drift alone holds the truth, the mean standard
 * error over the standard deviation of the drifts, and the median width.
 */
import { randomFor, sliceKey, type Random } from '../../src/base/index.js';
import {
  RankPass,
  TallyBuilder,
  metricsFor,
  needsSecondPass,
  pairedDrift,
  type Metric,
  type ScoredPair,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { lognormal, normal } from './lognormal.js';
import { median, shareLine, type Line, type Simulation } from './simulation.js';

const unitSize = 5;
const truthSize = 400_000;

const plain: TallyFrame = {
  task: 'binary',
  classes: ['0', '1'],
  attributes: [],
  hasUnits: false,
  hasWeights: false,
  losses: ['log_loss', 'brier'],
};
const frames = [
  { of: 'plain', frame: plain },
  { of: 'weights', frame: { ...plain, hasWeights: true } },
  { of: 'units', frame: { ...plain, hasUnits: true } },
];

export const simulation: Simulation = {
  name: 'scores',
  settings: frames.flatMap(({ of, frame }) => {
    let truths: readonly Found[] | undefined;
    const truth = (): readonly Found[] => (truths ??= driftsOf(frame, truthSize, randomFor('validity-scores', of)));
    return [300, 2000].map((n) => ({
      name: `${of}, n = ${n}`,
      measure: (sets: number) => report(of, frame, { n, truths: truth() }, sets),
    }));
  }),
};

interface Sized {
  readonly n: number;
  readonly truths: readonly Found[];
}

function report(of: string, frame: TallyFrame, { n, truths }: Sized, sets: number): readonly Line[] {
  const found = Array.from({ length: sets }, (_, set) => driftsOf(frame, n, randomFor('validity-scores', of, n, set)));
  return truths.map(({ name, value: truth }, i) => {
    const own = found.flatMap((drifts) => drifts[i] ?? []);
    const held = own.filter(({ lower, upper }) => lower <= truth && truth <= upper).length;
    const mean = own.reduce((sum, { value }) => sum + value, 0) / own.length;
    const deviation = Math.sqrt(own.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (own.length - 1));
    const error = Math.sqrt(own.reduce((sum, { variance }) => sum + variance, 0) / own.length);
    const width = median(own.map(({ lower, upper }) => upper - lower));
    const beside = `drift ${truth.toFixed(4)}, error ${(error / deviation).toFixed(2)}, width ${width.toFixed(4)}`;
    return shareLine(name, held, own.length, { least: 93 }, beside);
  });
}

interface Found {
  readonly name: string;
  readonly value: number;
  readonly variance: number;
  readonly lower: number;
  readonly upper: number;
}

/** The drift of every metric of scores over one set. */
function driftsOf(frame: TallyFrame, n: number, random: Random): readonly Found[] {
  const examples = simulate(n, frame.hasUnits ? 0.5 : 0, random);
  const builder = new TallyBuilder(frame);
  for (const { baseline, variant, ...rest } of examples) {
    builder.add({
      ...rest,
      weight: frame.hasWeights ? rest.weight : undefined,
      baseline: 0,
      variant: 0,
      baselineLosses: [0, 0],
      variantLosses: [0, 0],
      scores: { baseline, variant },
    });
  }
  const tally = builder.build();
  const pass = new RankPass(tally, []);
  for (const example of examples) pass.add(example);
  const set = { cells: tally.cells, ranks: pass.build().slices.get(sliceKey([])) };
  return metricsFor(frame)
    .filter(needsSecondPass)
    .map((metric) => found(frame, metric, set));
}

function found(frame: TallyFrame, metric: Metric, set: Parameters<typeof pairedDrift>[2]): Found {
  const { drift } = pairedDrift(frame, metric, set);
  if (drift.kind === 'not-estimable') throw new Error(`${metric.name}: ${drift.reason}`);
  const { value, varianceWithoutDrift: variance } = drift;
  return { name: metric.name, value, variance, ...drift.bounds(0.025) };
}

/** Units follow one another. @param together share of the variance of their logits and of the noise that is theirs */
function simulate(n: number, together: number, random: Random): readonly ScoredPair[] {
  let [shared, noise] = [0, 0];
  return Array.from({ length: n }, (_, i): ScoredPair => {
    if (i % unitSize === 0) [shared, noise] = [normal(random), normal(random)];
    const part = (ofUnit: number): number => Math.sqrt(together) * ofUnit + Math.sqrt(1 - together) * normal(random);
    const logit = 1.5 * part(shared) - 1;
    return {
      attributes: [],
      unit: String(Math.floor(i / unitSize)),
      weight: lognormal(0.5, Math.exp(0.3 * logit), random),
      label: random.next() < score(logit) ? 1 : 0,
      baseline: score(1.4 * logit + 0.5),
      variant: score(1.2 * logit + 0.4 * part(noise) + 0.2),
    };
  });
}

function score(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
