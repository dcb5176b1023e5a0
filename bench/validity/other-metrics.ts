/**
 * Drifts that are no rates, simulated: `npm run bench:validity -- 2000 other-metrics`.
 *
 * Examples are drawn with replacement from a made-up population of 20,000, over which the truth is known exactly. Measured: how often the 95 % interval
 * of a drift alone holds the truth, and the median of its width.
 */
import { randomFor, type Random } from '../../src/base/index.js';
import {
  LossFiller,
  TallyBuilder,
  binaryLossNames,
  metricsFor,
  pairedDrift,
  regressionLossNames,
  type PairTally,
  type PairedExample,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { normal } from './lognormal.js';
import { median, shareLine, type Line, type Simulation } from './simulation.js';

const size = 20_000;

interface Population {
  readonly frame: TallyFrame;
  readonly examples: readonly PairedExample[];
  readonly metrics: readonly string[];
}

const common = { attributes: [], hasUnits: false, hasWeights: false } as const;

/** Scores of a fair model, and of a variant with noise that turns about one answer in fifteen. */
function binaryPopulation(): Population {
  const frame: TallyFrame = { ...common, task: 'binary', classes: ['no', 'yes'], losses: binaryLossNames };
  const losses = LossFiller.binary(frame.losses);
  const random = randomFor('population', 'binary');
  const examples = Array.from({ length: size }, () => {
    const logit = 1.5 * normal(random) - 0.5;
    const [baseline, variant] = [score(logit), score(0.9 * logit + 0.3 * normal(random) - 0.1)];
    const label = Number(random.next() < baseline);
    losses.fill(baseline, variant, label);
    return exampleOf(label, Number(baseline >= 0.5), Number(variant >= 0.5), losses);
  });
  const metrics = ['log_loss', 'brier', 'precision', 'f1', 'balanced_accuracy', 'kappa', 'matthews', 'js_divergence'];
  return { frame, examples, metrics };
}

/** Labels with heavy tails; the variant is off by a little more, and more so where values are large. */
function regressionPopulation(): Population {
  const frame: TallyFrame = { ...common, task: 'regression', classes: [], losses: regressionLossNames([0.9]) };
  const losses = LossFiller.regression(frame.losses);
  const random = randomFor('population', 'regression');
  const examples = Array.from({ length: size }, () => {
    const label = Math.exp(0.5 * normal(random));
    const baseline = label + 0.3 * normal(random);
    losses.fill(baseline, baseline + 0.05 * label * normal(random) + 0.02, label);
    return exampleOf(0, 0, 0, losses);
  });
  return { frame, examples, metrics: ['mae', 'rmse', 'bias', 'r_squared', 'pinball_0.9'] };
}

export const simulation: Simulation = {
  name: 'other-metrics',
  settings: [binaryPopulation, regressionPopulation].flatMap((make) =>
    [200, 2000].map((n) => ({
      name: `${make === binaryPopulation ? 'binary' : 'regression'}, n = ${n}`,
      measure: (sets: number) => report(make(), n, sets),
    })),
  ),
};

function report({ frame, examples, metrics: names }: Population, n: number, sets: number): readonly Line[] {
  const metrics = metricsFor(frame).filter(({ name }) => names.includes(name));
  const whole = tallyOf(frame, examples);
  const truths = metrics.map((metric) => {
    const { drift } = pairedDrift(frame, metric, whole);
    return drift.kind === 'drift' ? drift.value : NaN;
  });
  const counts = metrics.map(() => ({ held: 0, widths: [] as number[] }));
  for (let set = 0; set < sets; set++) {
    const tally = tallyOf(frame, drawn(examples, n, randomFor('other metrics', frame.task, n, set)));
    for (const [i, metric] of metrics.entries()) {
      const { drift } = pairedDrift(frame, metric, tally);
      const count = counts[i];
      if (drift.kind !== 'drift' || !count) continue;
      const { lower, upper } = drift.bounds(0.025);
      const truth = truths[i] ?? NaN;
      if (lower <= truth && truth <= upper) count.held += 1;
      count.widths.push(upper - lower);
    }
  }
  return metrics.map(({ name }, i) => {
    const { held = 0, widths = [] } = counts[i] ?? {};
    const beside = `drift ${(truths[i] ?? NaN).toFixed(4)}, width ${median(widths).toFixed(4)}`;
    return shareLine(name, held, widths.length, { least: 93 }, beside);
  });
}

function tallyOf(frame: TallyFrame, examples: Iterable<PairedExample>): PairTally {
  const builder = new TallyBuilder(frame);
  for (const example of examples) builder.add(example);
  return builder.build();
}

function* drawn(examples: readonly PairedExample[], n: number, random: Random): Iterable<PairedExample> {
  for (let i = 0; i < n; i++) {
    const example = examples[random.nextBelow(examples.length)];
    if (example) yield example;
  }
}

function exampleOf(
  label: number,
  baseline: number,
  variant: number,
  losses: { readonly baseline: Float64Array; readonly variant: Float64Array },
): PairedExample {
  return {
    attributes: [],
    unit: '',
    label,
    baseline,
    variant,
    baselineLosses: [...losses.baseline],
    variantLosses: [...losses.variant],
  };
}

function score(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
