import { varianceOf, type Influence } from './influence.js';
import type { EstimatedVariance } from './moderated-variance.js';
import { normalQuantile } from './normal.js';
import type { SideEstimate } from './one-side.js';
import type { DriftEstimate } from './paired-drift.js';
import { studentQuantile } from './student.js';

type Known = Extract<DriftEstimate, { kind: 'drift' }>;
type KnownSide = Extract<SideEstimate, { kind: 'estimate' }>;

/** What each training of either side had, where they are not pairs: the values of a metric, over its own trainings. */
export interface TrainingValues {
  readonly baseline: readonly number[];
  readonly variant: readonly number[];
}

/**
 * The drift over several trainings of each side, with an interval that carries both which examples were seen and how trainings differ.
 *
 * The drift is the mean over the pairs of trainings. What the examples leave open is the mean over the pairs of each pair's own
 * interval (the same examples, so their errors do not average out); what trainings leave open is Student's interval of a mean over so many
 * trainings. The two are independent, so their distances add up in squares. With K pairs there are K − 1 degrees of freedom: three
 * trainings say little, and the interval says so.
 *
 * @param pairs the drift of each pair of trainings, over the same examples; at least two
 * @param span how far apart the metric's values can be; the interval stays within
 * @param values where the two sides were not trained in pairs: the variance is then that of either side's mean
 * @see Satterthwaite 1946, "An approximate distribution of estimates of variance components" for the unpaired case
 */
export function driftOverTrainings(
  pairs: readonly DriftEstimate[],
  values?: TrainingValues,
  span?: number,
): DriftEstimate {
  const known: Known[] = [];
  for (const pair of pairs) {
    if (pair.kind === 'not-estimable') return { kind: 'not-estimable', reason: `in one training: ${pair.reason}` };
    known.push(pair);
  }
  if (known.length < 2) throw new RangeError('training noise needs at least two trainings');
  const value = values ? mean(values.variant) - mean(values.baseline) : mean(known.map((pair) => pair.value));
  const noise = values ? noiseOfSides(values) : noiseOfPairs(known.map((pair) => pair.value));
  return withNoise(known, value, noise, span ?? Infinity, values);
}

/** What trainings add to a drift's uncertainty, and the drift as it would be with another estimate of that. */
export interface TrainingNoise extends EstimatedVariance {
  /** The drift of each pair of trainings, and the values of either side where they are not pairs. */
  readonly pairs: readonly DriftEstimate[];
  readonly values: TrainingValues | undefined;
  /** What the choice of examples leaves open, on the same scale. */
  readonly ofExamples: number;
  /** How far the interval reaches however many examples there are. */
  halfWidth(tail: number): number;
  with(noise: EstimatedVariance): DriftEstimate;
}

function withNoise(
  pairs: readonly Known[],
  value: number,
  noise: EstimatedVariance,
  span: number,
  values: TrainingValues | undefined,
): DriftEstimate {
  const trainings = (tail: number): number =>
    studentQuantile(1 - tail, noise.degreesOfFreedom) * Math.sqrt(noise.variance);
  return {
    kind: 'drift',
    value,
    method: `trainings-${pairs[0]?.method ?? ''}`,
    bounds: (tail) => {
      const each = pairs.map((pair) => ({ value: pair.value, ...pair.bounds(tail) }));
      const below = mean(each.map((pair) => pair.value - pair.lower));
      const above = mean(each.map((pair) => pair.upper - pair.value));
      return {
        lower: Math.max(-span, value - Math.hypot(below, trainings(tail))),
        upper: Math.min(span, value + Math.hypot(above, trainings(tail))),
      };
    },
    varianceWithoutDrift: mean(pairs.map((pair) => Math.sqrt(pair.varianceWithoutDrift))) ** 2,
    trainings: {
      ...noise,
      ofExamples: varianceOfExamples(pairs.map((pair) => pair.influence())),
      halfWidth: trainings,
      pairs,
      values,
      with: (other) => withNoise(pairs, value, other, span, values),
    },
    influence: () => influenceOverTrainings(pairs, noise),
  };
}

function varianceOfExamples(influences: readonly Influence[]): number {
  return mean(influences.map((influence) => Math.sqrt(varianceOf(influence)))) ** 2;
}

/**
 * A metric of one side over its trainings, in the same way.
 *
 * @param which training each estimate is of; one of its own unless given
 * @param isRate a share of examples: few trainings that differ would reach beyond none and all
 */
export function sideOverTrainings(
  estimates: readonly SideEstimate[],
  which?: readonly number[],
  isRate = false,
): SideEstimate {
  const byTraining = new Map<number, KnownSide>();
  for (const [i, estimate] of estimates.entries()) {
    if (estimate.kind === 'not-estimable') return { ...estimate, reason: `in one training: ${estimate.reason}` };
    byTraining.set(which?.[i] ?? i, estimate);
  }
  const known = [...byTraining.values()];
  const [first] = known;
  if (!first) throw new RangeError('no training');
  if (known.length === 1) return first;
  const value = mean(known.map((one) => one.value));
  const noise = noiseOfPairs(known.map((one) => one.value));
  return {
    kind: 'estimate',
    value,
    method: `trainings-${first.method}`,
    variance: mean(known.map((one) => Math.sqrt(one.variance))) ** 2 + noise.variance,
    bounds: (tail) => {
      const each = known.map((one) => ({ value: one.value, ...one.bounds(tail) }));
      const trainings = studentQuantile(1 - tail, noise.degreesOfFreedom) * Math.sqrt(noise.variance);
      return {
        lower: Math.max(
          isRate ? 0 : -Infinity,
          value - Math.hypot(mean(each.map((one) => one.value - one.lower)), trainings),
        ),
        upper: Math.min(
          isRate ? 1 : Infinity,
          value + Math.hypot(mean(each.map((one) => one.upper - one.value)), trainings),
        ),
      };
    },
    influence: () => influenceOverTrainings(known, noise),
  };
}

function noiseOfPairs(drifts: readonly number[]): EstimatedVariance {
  return { variance: sampleVariance(drifts) / drifts.length, degreesOfFreedom: drifts.length - 1 };
}

function noiseOfSides({ baseline, variant }: TrainingValues): EstimatedVariance {
  const parts = [baseline, variant]
    .filter((side) => side.length > 1)
    .map((side) => ({ variance: sampleVariance(side) / side.length, degreesOfFreedom: side.length - 1 }));
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const spread = parts.reduce((sum, part) => sum + part.variance ** 2 / part.degreesOfFreedom, 0);
  const least = Math.min(...parts.map(({ degreesOfFreedom }) => degreesOfFreedom));
  return { variance, degreesOfFreedom: spread > 0 ? Math.max(least, variance ** 2 / spread) : least };
}

/**
 * How the drift moves together with others: as the first pair does, at the size of the mean over pairs. What trainings add is kept
 * apart, and is as much larger as Student's quantile is than the normal one, so that few trainings are not taken for many.
 */
function influenceOverTrainings(
  pairs: readonly { influence(): Influence }[],
  { variance, degreesOfFreedom }: EstimatedVariance,
): Influence {
  const influences = pairs.map((pair) => pair.influence());
  const [first = { shared: new Map(), own: 0 }] = influences;
  const ofFirst = varianceOf(first);
  const ofExamples = varianceOfExamples(influences);
  const factor = ofFirst > 0 ? Math.sqrt(ofExamples / ofFirst) : 0;
  const wide = studentQuantile(0.975, degreesOfFreedom) / normalQuantile(0.975);
  return {
    shared: new Map([...first.shared].map(([key, value]) => [key, factor * value])),
    own: factor * factor * first.own + wide * wide * variance,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleVariance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
