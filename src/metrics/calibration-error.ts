import { estimate, notEstimable } from '../base/index.js';
import { oncePerScores, type LabelledScores, type ScoreFunction } from './labelled-scores.js';
import { scoreBins, widthBinOf } from './score-bins.js';
import type { ScorePlaces, SureRange } from './score-places.js';
import type { Metric } from './metric.js';
import { metricOfScores, type MetricOfScores } from './metric-of-scores.js';

const biased =
  'Never below 0, and so biased upwards: the fewer examples a bin holds, the more of it is chance, for well calibrated scores too.';

const facts = {
  better: 'lower',
  // Where all gaps have one sign it tells the share of positives, so it is withheld where a label is.
  relevant: 'examples of all labels',
  relevantCount: ({ n }) => n,
} as const satisfies Partial<MetricOfScores>;

/**
 * Expected calibration error over ten bins of equal width: the mean over examples of how far, in their bin, the mean score lies from
 * the share of positives. Range [0, 1].
 */
export const calibrationErrorEqualWidth: Metric = metricOfScores({
  ...facts,
  name: 'calibration_error_equal_width',
  title: 'calibration error (bins of equal width)',
  definition:
    `Mean over the examples of |mean score − share of positives| in their bin; 10 bins of the positive class's score, ` +
    `[0, 0.1), [0.1, 0.2) … [0.9, 1]. ${biased}`,
  source: 'Naeini, Cooper, Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning"',
  function: binnedError(
    ({ scores }) => new Int32Array(scores.length).map((_, i) => widthBinOf(scores[i] ?? 0)),
    widthBinsWithin,
  ),
});

/**
 * The same over ten bins of equal mass. A score is in the bin in which the middle of its mass lies, in the order of scores, so that
 * examples with one score are kept together; where many are tied a bin can be larger, and others empty.
 */
export const calibrationErrorEqualMass: Metric = metricOfScores({
  ...facts,
  name: 'calibration_error_equal_mass',
  title: 'calibration error (bins of equal mass)',
  definition:
    `Mean over the examples of |mean score − share of positives| in their bin; 10 bins of as many examples each. Examples with the ` +
    `same score are kept together, in the bin where the middle one of them falls. ${biased}`,
  source: 'Nixon et al. 2019, "Measuring calibration in deep learning"',
  function: binnedError(massBins, massBinsWithin),
});

/** The bin of each score: ⌊10 · (mass below + half its own) / all⌋. */
function massBins({ scores, masses: [negatives, positives] }: LabelledScores): Int32Array {
  const total = sumOf(negatives) + sumOf(positives);
  const bins = new Int32Array(scores.length);
  let below = 0;
  for (let i = 0; i < scores.length; i++) {
    const own = (negatives[i] ?? 0) + (positives[i] ?? 0);
    bins[i] = Math.min(scoreBins - 1, Math.floor((scoreBins * (2 * below + own)) / (2 * total)));
    below += own;
  }
  return bins;
}

/** The first and the last bin that examples of each place may lie in. */
type BinsWithin = (places: ScorePlaces) => readonly [first: Int32Array, last: Int32Array];

function widthBinsWithin({ low, high }: ScorePlaces): readonly [Int32Array, Int32Array] {
  return [Int32Array.from(low, widthBinOf), Int32Array.from(high, widthBinOf)];
}

/** Rounding of masses moves no example further than this share of a bin. */
const leastPart = 1e-9;

/** Scores of other places stay below or above, so that the middle of a score's mass stays within the mass of its place. */
function massBinsWithin({ masses: [negatives, positives] }: ScorePlaces): readonly [Int32Array, Int32Array] {
  const total = sumOf(negatives) + sumOf(positives);
  const [first, last] = [new Int32Array(negatives.length), new Int32Array(negatives.length)];
  let below = 0;
  for (let i = 0; i < negatives.length; i++) {
    const above = below + (negatives[i] ?? 0) + (positives[i] ?? 0);
    first[i] = Math.max(0, Math.floor((scoreBins * below) / total - leastPart));
    last[i] = Math.min(scoreBins - 1, Math.floor((scoreBins * above) / total + leastPart));
    below = above;
  }
  return [first, last];
}

/** A gap of a smaller share of its bin's mass than this is rounding: the scores and the labels agree. */
const leastGap = 1e-13;

/**
 * Σ over bins of |Σ mass × (score − label)|, over all mass.
 *
 * Its influence takes bins as they are: where edges move with the masses, a score that passes one is not foreseen. It has a kink
 * where a bin's gap is 0: such a bin adds nothing to first order, in the mean of both sides.
 */
function binnedError(binsOf: (scores: LabelledScores) => Int32Array, within: BinsWithin): ScoreFunction {
  const measured = oncePerScores((scores) => {
    const bins = binsOf(scores);
    const gaps = gapsOf(scores, bins);
    const total = sumOf(scores.masses[0]) + sumOf(scores.masses[1]);
    return { bins, signs: gaps.map(Math.sign), total, value: sumOf(gaps.map(Math.abs)) / total };
  });
  return {
    value: (scores) => {
      const { total, value } = measured(scores);
      return total > 0 ? estimate(value) : notEstimable('no examples');
    },
    influence: (scores) => {
      const { bins, signs, total, value } = measured(scores);
      const of = (label: 0 | 1): Float64Array =>
        scores.scores.map((score, i) => ((signs[bins[i] ?? 0] ?? 0) * (score - label) - value) / total);
      return [of(0), of(1)];
    },
    range: (places) => rangeOfError(places, within(places)),
  };
}

/** From how small and how large the gap of each bin can be, with the examples of a place that may lie in several bins in any of them. */
function rangeOfError(
  { low, high, masses: [negatives, positives] }: ScorePlaces,
  [first, last]: readonly [Int32Array, Int32Array],
): SureRange {
  const [least, most] = [new Float64Array(scoreBins), new Float64Array(scoreBins)];
  for (let i = 0; i < low.length; i++) {
    const [n, p] = [negatives[i] ?? 0, positives[i] ?? 0];
    const [from, to] = [low[i] ?? 0, high[i] ?? 0];
    const [begin, end] = [first[i] ?? 0, last[i] ?? 0];
    for (let bin = begin; bin <= end; bin++) {
      // Where it is open whether an example is there, it may add nothing.
      const atMost = begin === end ? Infinity : 0;
      least[bin] = (least[bin] ?? 0) + Math.min(atMost, n * from) + Math.min(atMost, p * (from - 1));
      most[bin] = (most[bin] ?? 0) + Math.max(-atMost, n * to) + Math.max(-atMost, p * (to - 1));
    }
  }
  const total = sumOf(negatives) + sumOf(positives);
  const smallest = least.map((gap, bin) => Math.max(0, gap, -(most[bin] ?? 0)));
  const largest = least.map((gap, bin) => Math.max(Math.abs(gap), Math.abs(most[bin] ?? 0)));
  return { lower: sumOf(smallest) / total, upper: sumOf(largest) / total };
}

/** In each bin, the sum of the scores minus the mass of the positives. */
function gapsOf({ scores, masses: [negatives, positives] }: LabelledScores, bins: Int32Array): Float64Array {
  const gaps = new Float64Array(scoreBins);
  const masses = new Float64Array(scoreBins);
  for (let i = 0; i < scores.length; i++) {
    const bin = bins[i] ?? 0;
    const score = scores[i] ?? 0;
    const ofNegatives = negatives[i] ?? 0;
    const ofPositives = positives[i] ?? 0;
    gaps[bin] = (gaps[bin] ?? 0) + ofNegatives * score - ofPositives * (1 - score);
    masses[bin] = (masses[bin] ?? 0) + ofNegatives + ofPositives;
  }
  return gaps.map((gap, bin) => (Math.abs(gap) <= leastGap * (masses[bin] ?? 0) ? 0 : gap));
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
