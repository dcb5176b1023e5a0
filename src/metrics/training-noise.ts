import { varianceOf, type Influence } from './influence.js';
import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import { studentQuantile } from './student.js';

type Known = Extract<DriftEstimate, { kind: 'drift' }>;

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
 * @param values where the two sides were not trained in pairs: the variance is then that of either side's mean
 * @see Satterthwaite 1946, "An approximate distribution of estimates of variance components" for the unpaired case
 */
export function driftOverTrainings(pairs: readonly DriftEstimate[], values?: TrainingValues): DriftEstimate {
  const known: Known[] = [];
  for (const pair of pairs) {
    if (pair.kind === 'not-estimable') return { kind: 'not-estimable', reason: `in one training: ${pair.reason}` };
    known.push(pair);
  }
  const [first] = known;
  if (!first || known.length < 2) throw new RangeError('training noise needs at least two trainings');
  const value = values ? mean(values.variant) - mean(values.baseline) : mean(known.map((pair) => pair.value));
  const noise = values ? noiseOfSides(values) : noiseOfPairs(known.map((pair) => pair.value));
  return {
    kind: 'drift',
    value,
    method: `trainings-${first.method}`,
    bounds: (tail) => {
      const each = known.map((pair) => ({ value: pair.value, ...pair.bounds(tail) }));
      const trainings = studentQuantile(1 - tail, noise.degreesOfFreedom) * Math.sqrt(noise.variance);
      const below = mean(each.map((pair) => pair.value - pair.lower));
      const above = mean(each.map((pair) => pair.upper - pair.value));
      return { lower: value - Math.hypot(below, trainings), upper: value + Math.hypot(above, trainings) };
    },
    varianceWithoutDrift: mean(known.map((pair) => Math.sqrt(pair.varianceWithoutDrift))) ** 2,
    lastingHalfWidth: (tail) => studentQuantile(1 - tail, noise.degreesOfFreedom) * Math.sqrt(noise.variance),
    influence: () => influenceOverTrainings(known, noise),
  };
}

interface Noise {
  /** Of the mean over trainings. */
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

function noiseOfPairs(drifts: readonly number[]): Noise {
  return { variance: sampleVariance(drifts) / drifts.length, degreesOfFreedom: drifts.length - 1 };
}

function noiseOfSides({ baseline, variant }: TrainingValues): Noise {
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
function influenceOverTrainings(pairs: readonly Known[], { variance, degreesOfFreedom }: Noise): Influence {
  const influences = pairs.map((pair) => pair.influence());
  const [first = { shared: new Map(), own: 0 }] = influences;
  const ofFirst = varianceOf(first);
  const ofExamples = mean(influences.map((influence) => Math.sqrt(varianceOf(influence)))) ** 2;
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
