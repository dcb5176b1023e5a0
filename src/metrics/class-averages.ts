import { estimate, notEstimable, type Estimate } from '../base/index.js';
import type { Metric, Pairing } from './metric.js';
import { share } from './rates.js';
import type { Statistics } from './statistics.js';

const at = (list: Float64Array, i: number): number => list[i] ?? 0;

/** A measure of one class against all others. */
interface ClassMeasure {
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly better: 'higher' | 'lower';
  /** Which examples it is about. */
  readonly relevant: string;
  relevantCount(statistics: Statistics, k: number): number;
  value(statistics: Statistics, k: number): Estimate;
  /** What a class counts in an average where it has no value; absent: it takes no part. */
  readonly missing?: 0;
  /** Absent: any function of the counts. */
  pairing?(k: number): Pairing;
}

const precision: ClassMeasure = {
  name: 'precision',
  title: 'precision',
  definition: "Share of one class's answers that are right.",
  better: 'higher',
  relevant: 'answers of the class',
  relevantCount: ({ predicted }, k) => at(predicted, k),
  value: ({ hits, predicted }, k) => share(at(hits, k), at(predicted, k), 'answers of the class'),
  missing: 0,
};

const f1: ClassMeasure = {
  name: 'f1',
  title: 'F1',
  definition: 'Harmonic mean of one class’s precision and recall.',
  better: 'higher',
  relevant: 'examples and answers of the class',
  relevantCount: ({ support, hits, predicted }, k) => at(support, k) + at(predicted, k) - at(hits, k),
  value: ({ support, hits, predicted }, k) =>
    share(2 * at(hits, k), at(support, k) + at(predicted, k), 'examples or answers of the class'),
};

const others = 'examples of other classes';

const falsePositiveRate: ClassMeasure = {
  name: 'false_positive_rate',
  title: 'false positive rate',
  definition: 'Share of the examples of other classes that are answered with one class.',
  better: 'lower',
  relevant: others,
  relevantCount: ({ n, support }, k) => n - at(support, k),
  value: ({ n, support, hits, predicted }, k) => share(at(predicted, k) - at(hits, k), n - at(support, k), others),
  pairing: (k) => ({
    kind: 'rate',
    isRelevant: ({ label }) => label !== k,
    isHit: (cell, side) => cell[side] === k,
  }),
};

const trueNegativeRate: ClassMeasure = {
  name: 'true_negative_rate',
  title: 'true negative rate',
  definition: 'Share of the examples of other classes that are not answered with one class (specificity).',
  better: 'higher',
  relevant: others,
  relevantCount: ({ n, support }, k) => n - at(support, k),
  value: ({ n, support, hits, predicted }, k) => {
    const negatives = n - at(support, k);
    return share(negatives - (at(predicted, k) - at(hits, k)), negatives, others);
  },
  pairing: (k) => ({
    kind: 'rate',
    isRelevant: ({ label }) => label !== k,
    isHit: (cell, side) => cell[side] !== k,
  }),
};

const negativePredictiveValue: ClassMeasure = {
  name: 'negative_predictive_value',
  title: 'negative predictive value',
  definition: 'Share of the answers other than one class that are given to examples of other classes.',
  better: 'higher',
  relevant: 'answers of other classes',
  relevantCount: ({ n, predicted }, k) => n - at(predicted, k),
  value: ({ n, support, hits, predicted }, k) =>
    share(n - at(support, k) - at(predicted, k) + at(hits, k), n - at(predicted, k), 'answers of other classes'),
};

const measures: readonly ClassMeasure[] = [precision, f1, falsePositiveRate, trueNegativeRate, negativePredictiveValue];

/** All measures of one class against the others, but recall. */
export function classMetrics(index: number): readonly Metric[] {
  return measures.map((measure) => ofClass(measure, index));
}

function ofClass(measure: ClassMeasure, index: number): Metric {
  return {
    name: `class_${measure.name}`,
    title: `${measure.title} of a class`,
    tasks: ['multiclass'],
    better: measure.better,
    unit: 'rate',
    definition: measure.definition,
    relevant: measure.relevant,
    class: index,
    relevantCount: (statistics) => measure.relevantCount(statistics, index),
    value: (statistics) => measure.value(statistics, index),
    pairing: measure.pairing?.(index) ?? { kind: 'counts' },
  };
}

/** A mean over the classes that the slice holds examples of. */
function averaged(measure: ClassMeasure, kind: 'macro' | 'weighted'): Metric {
  const how = kind === 'macro' ? 'each alike' : 'each by its number of examples';
  return {
    name: `${kind}_${measure.name}`,
    title: `${kind === 'macro' ? 'mean' : 'weighted'} ${measure.title}`,
    tasks: ['multiclass'],
    better: measure.better,
    unit: 'rate',
    definition:
      `${measure.title} averaged over the classes present, ${how}` +
      (measure.missing === 0 ? '; a class that is never answered counts 0.' : '.'),
    relevant: 'examples of all labels',
    relevantCount: ({ n }) => n,
    value: (statistics) => {
      let [sum, weights] = [0, 0];
      for (const [k, n] of statistics.support.entries()) {
        if (n <= 0) continue;
        const found = measure.value(statistics, k);
        const value = found.kind === 'value' ? found.value : measure.missing;
        if (value === undefined) continue;
        const weight = kind === 'macro' ? 1 : n;
        sum += weight * value;
        weights += weight;
      }
      return weights > 0
        ? estimate(sum / weights)
        : notEstimable(statistics.n > 0 ? `no ${measure.relevant}` : 'no examples');
    },
    pairing: { kind: 'counts' },
  };
}

/**
 * The averages over classes of all measures but recall, whose mean is a metric of its own and whose weighted mean is accuracy. Micro
 * averages say nothing new: those of precision, recall and F1 are accuracy, that of the false positive rate is the error rate over the
 * number of classes less one.
 */
export const classAverages: readonly Metric[] = measures.flatMap((measure) => [
  averaged(measure, 'macro'),
  averaged(measure, 'weighted'),
]);
