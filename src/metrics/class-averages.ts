import { estimate, notEstimable, type Estimate } from '../base/index.js';
import type { Metric } from './metric.js';
import { share } from './rates.js';
import type { Statistics } from './statistics.js';

const at = (list: Float64Array, i: number): number => list[i] ?? 0;

/** A measure of one class against all others. */
interface ClassMeasure {
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  /** Which examples it is about. */
  readonly relevant: string;
  relevantCount(statistics: Statistics, k: number): number;
  value(statistics: Statistics, k: number): Estimate;
}

const precision: ClassMeasure = {
  name: 'precision',
  title: 'precision',
  definition: "Share of one class's answers that are right.",
  relevant: 'answers of the class',
  relevantCount: ({ predicted }, k) => at(predicted, k),
  value: ({ hits, predicted }, k) => share(at(hits, k), at(predicted, k), 'answers of the class'),
};

const f1: ClassMeasure = {
  name: 'f1',
  title: 'F1',
  definition: 'Harmonic mean of one class’s precision and recall.',
  relevant: 'examples and answers of the class',
  relevantCount: ({ support, hits, predicted }, k) => at(support, k) + at(predicted, k) - at(hits, k),
  value: ({ support, hits, predicted }, k) =>
    share(2 * at(hits, k), at(support, k) + at(predicted, k), 'examples or answers of the class'),
};

function ofClass(measure: ClassMeasure, index: number): Metric {
  return {
    name: `class_${measure.name}`,
    title: `${measure.title} of a class`,
    tasks: ['multiclass'],
    better: 'higher',
    unit: 'rate',
    definition: measure.definition,
    relevant: measure.relevant,
    class: index,
    relevantCount: (statistics) => measure.relevantCount(statistics, index),
    value: (statistics) => measure.value(statistics, index),
    pairing: { kind: 'counts' },
  };
}

/** Precision of one class: the share of its answers that are right. */
export const precisionOf = (index: number): Metric => ofClass(precision, index);

/** F1 of one class. */
export const f1Of = (index: number): Metric => ofClass(f1, index);

/** A mean over the classes that the slice holds examples of; a class that nobody answers counts 0, as its answers found nothing. */
function averaged(measure: ClassMeasure, kind: 'macro' | 'weighted'): Metric {
  return {
    name: `${kind}_${measure.name}`,
    title: `${kind === 'macro' ? 'mean' : 'weighted'} ${measure.title}`,
    tasks: ['multiclass'],
    better: 'higher',
    unit: 'rate',
    definition:
      `${measure.title} averaged over the classes present, ${kind === 'macro' ? 'each alike' : 'each by its number of examples'}; ` +
      'a class that is never answered counts 0.',
    relevant: 'examples',
    relevantCount: ({ n }) => n,
    value: (statistics) => {
      let [sum, weights] = [0, 0];
      for (const [k, n] of statistics.support.entries()) {
        if (n <= 0) continue;
        const weight = kind === 'macro' ? 1 : n;
        const found = measure.value(statistics, k);
        sum += weight * (found.kind === 'value' ? found.value : 0);
        weights += weight;
      }
      return weights > 0 ? estimate(sum / weights) : notEstimable('no examples');
    },
    pairing: { kind: 'counts' },
  };
}

export const macroPrecision = averaged(precision, 'macro');
export const weightedPrecision = averaged(precision, 'weighted');
export const macroF1 = averaged(f1, 'macro');
export const weightedF1 = averaged(f1, 'weighted');
