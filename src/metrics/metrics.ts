import { auc } from './auc.js';
import { kappa, matthews } from './agreement.js';
import { f1Of, macroF1, macroPrecision, precisionOf, weightedF1, weightedPrecision } from './class-averages.js';
import {
  balancedAccuracy,
  f1,
  falseDiscoveryRate,
  falseOmissionRate,
  meanRecall,
  negativePredictiveValue,
  precision,
} from './counts.js';
import { bias, brier, logLoss, meanAbsoluteError, rootMeanSquaredError } from './losses.js';
import type { Metric } from './metric.js';
import { prevalence } from './prevalence.js';
import {
  accuracy,
  errorRate,
  falseNegativeRate,
  falsePositiveRate,
  recallOf,
  selectionRate,
  trueNegativeRate,
  truePositiveRate,
} from './rates.js';
import type { TallyFrame } from './tally.js';

const plainMetrics: readonly Metric[] = [
  accuracy,
  errorRate,
  selectionRate,
  truePositiveRate,
  falsePositiveRate,
  falseNegativeRate,
  trueNegativeRate,
  precision,
  negativePredictiveValue,
  falseDiscoveryRate,
  falseOmissionRate,
  f1,
  balancedAccuracy,
  prevalence,
  auc,
  meanRecall,
  macroPrecision,
  macroF1,
  weightedPrecision,
  weightedF1,
  kappa,
  matthews,
  logLoss,
  brier,
  meanAbsoluteError,
  rootMeanSquaredError,
  bias,
];

/** Every metric that can be judged by name, once; `recall` and its like stand for those of each class. */
export const metricList: readonly Metric[] = [
  ...plainMetrics.filter(({ pairing }) => pairing.kind !== 'labels'),
  ...ofEachClass(0),
];

/** The metrics of a task: every plain one, and recall of each class where there are more than two. */
export function metricsFor(frame: TallyFrame): readonly Metric[] {
  const recalls = frame.task === 'multiclass' ? frame.classes.flatMap((_, index) => ofEachClass(index)) : [];
  return [...plainMetrics.filter((metric) => metric.tasks.includes(frame.task) && isTold(metric, frame)), ...recalls];
}

function ofEachClass(index: number): readonly Metric[] {
  return [recallOf(index), precisionOf(index), f1Of(index)];
}

/** Whether a frame sums what the metric needs: answers without scores have neither losses nor ranks. */
function isTold({ pairing }: Metric, { losses }: TallyFrame): boolean {
  if (pairing.kind === 'rank') return losses.length > 0;
  return 'loss' in pairing ? losses.includes(pairing.loss) : true;
}
