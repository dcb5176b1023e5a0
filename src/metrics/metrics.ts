import { auc } from './auc.js';
import { f1, meanRecall, precision } from './counts.js';
import { brier, logLoss, meanAbsoluteError, rootMeanSquaredError } from './losses.js';
import type { Metric } from './metric.js';
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
  f1,
  auc,
  meanRecall,
  logLoss,
  brier,
  meanAbsoluteError,
  rootMeanSquaredError,
];

/** Every metric by name, once; `recall` stands for that of each class. */
export const metricList: readonly Metric[] = [...plainMetrics, recallOf(0)];

/** The metrics of a task: every plain one, and recall of each class where there are more than two. */
export function metricsFor(frame: TallyFrame): readonly Metric[] {
  const recalls = frame.task === 'multiclass' ? frame.classes.map((_, index) => recallOf(index)) : [];
  return [...plainMetrics.filter((metric) => metric.tasks.includes(frame.task) && isTold(metric, frame)), ...recalls];
}

/** Whether a frame sums what the metric needs: answers without scores have neither losses nor ranks. */
function isTold({ pairing }: Metric, { losses }: TallyFrame): boolean {
  if (pairing.kind === 'rank') return losses.length > 0;
  return 'loss' in pairing ? losses.includes(pairing.loss) : true;
}
