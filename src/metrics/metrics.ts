import { auc } from './auc.js';
import { averagePrecision } from './average-precision.js';
import { partialAuc } from './partial-auc.js';
import { tprAtFpr } from './tpr-at-fpr.js';
import { calibrationErrorEqualMass, calibrationErrorEqualWidth } from './calibration-error.js';
import { calibrationIntercept, calibrationSlope } from './calibration-line.js';
import { kappa, matthews } from './agreement.js';
import { classAverages, classMetrics } from './class-averages.js';
import {
  balancedAccuracy,
  f1,
  falseDiscoveryRate,
  falseOmissionRate,
  meanRecall,
  negativePredictiveValue,
  precision,
} from './counts.js';
import { jensenShannonMean, klDivergenceMean, meanAbsoluteChange, totalVariationMean } from './distances.js';
import { defaultQuantiles, defaultTop, settingIn } from './loss-list.js';
import { bias, brier, logLoss, meanAbsoluteError, pinballLoss, rootMeanSquaredError, topAccuracy } from './losses.js';
import { meanCalibrationGap, meanScore } from './mean-score.js';
import type { Metric } from './metric.js';
import { prevalence } from './prevalence.js';
import { rSquared } from './r-squared.js';
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
  averagePrecision,
  partialAuc(0.1),
  tprAtFpr(0.05),
  meanRecall,
  ...classAverages,
  kappa,
  matthews,
  logLoss,
  brier,
  meanScore,
  meanCalibrationGap,
  calibrationErrorEqualWidth,
  calibrationErrorEqualMass,
  calibrationSlope,
  calibrationIntercept,
  meanAbsoluteError,
  rootMeanSquaredError,
  bias,
  rSquared,
  klDivergenceMean,
  jensenShannonMean,
  totalVariationMean,
  meanAbsoluteChange,
];

/** A metric with a number in its name, such as `top_3_accuracy`: as many as the plan asks for. */
export interface MetricFamily {
  /** What names look like; the number is its only group. */
  readonly pattern: RegExp;
  /** Where a plan's outcome lists the numbers; `margins`: nowhere, a margin that names one is what asks for it. */
  readonly setting: 'top' | 'quantiles' | 'margins';
  /** The metric for one number. */
  readonly of: (number: number) => Metric;
  /** Those that there are unless a plan names others; none where the usual ones are always there. */
  readonly usual: readonly number[];
}

const topFamily: MetricFamily = {
  pattern: /^top_([2-9]|[1-9]\d{1,4})_accuracy$/u,
  setting: 'top',
  of: topAccuracy,
  usual: defaultTop,
};

const pinballFamily: MetricFamily = {
  pattern: /^pinball_(0\.\d{0,5}[1-9])$/u,
  setting: 'quantiles',
  of: pinballLoss,
  usual: defaultQuantiles,
};

const partialAucFamily: MetricFamily = {
  pattern: /^partial_auc_(0\.\d{0,5}[1-9])$/u,
  setting: 'margins',
  of: partialAuc,
  usual: [],
};

const tprAtFprFamily: MetricFamily = {
  // Above 0 and at most ½.
  pattern: /^tpr_at_fpr_(0\.(?:[1-5]|[0-4]\d{0,4}[1-9]))$/u,
  setting: 'margins',
  of: tprAtFpr,
  usual: [],
};

/** All metrics with a number in their name. */
export const metricFamilies: readonly MetricFamily[] = [topFamily, pinballFamily, partialAucFamily, tprAtFprFamily];

/** Metrics of scores with a number in their name that are measured only where they are asked for, in order and each once. */
export function askedOfScores(names: readonly string[]): readonly string[] {
  const isAsked = (name: string): boolean =>
    !metricList.some((metric) => metric.name === name) &&
    metricFamilies.some(({ setting, pattern }) => setting === 'margins' && pattern.test(name));
  return [...new Set(names.filter(isAsked))].sort();
}

/** Every metric that can be judged by name, once; those of one class stand for each class, {@link metricFamilies} for any number. */
export const metricList: readonly Metric[] = [
  ...plainMetrics.filter(({ pairing }) => pairing.kind !== 'labels'),
  ...ofEachClass(0),
  ...metricFamilies.flatMap(({ of, usual }) => usual.map(of)),
];

/** The metric of a name, any number in it. */
export function metricOfName(name: string): Metric | undefined {
  const listed = metricList.find((metric) => metric.name === name);
  if (listed) return listed;
  for (const { pattern, of } of metricFamilies) {
    const number = pattern.exec(name)?.[1];
    if (number !== undefined) return of(Number(number));
  }
  return undefined;
}

/** The metrics of a task: every plain one, those of the numbers that the frame names or sums, and where there are several classes those of each. */
export function metricsFor(frame: TallyFrame): readonly Metric[] {
  const each = frame.task === 'multiclass' ? frame.classes.flatMap((_, index) => ofEachClass(index)) : [];
  const plain = plainMetrics.filter((metric) => metric.tasks.includes(frame.task) && isTold(metric, frame));
  return [...plain, ...numbered(frame), ...each];
}

function ofEachClass(index: number): readonly Metric[] {
  return [recallOf(index), ...classMetrics(index)];
}

function numbered({ losses, ofScores }: TallyFrame): readonly Metric[] {
  const asked = losses.length > 0 ? (ofScores ?? []).flatMap((name) => metricOfName(name) ?? []) : [];
  const summed = losses.flatMap((name) => {
    const [k, quantile] = [settingIn(name, 'top'), settingIn(name, 'pinball')];
    return k !== undefined ? [topAccuracy(k)] : quantile !== undefined ? [pinballLoss(quantile)] : [];
  });
  return [...asked, ...summed];
}

/** Whether a frame sums what the metric needs: answers without scores have neither losses nor ranks. */
function isTold({ pairing }: Metric, { losses }: TallyFrame): boolean {
  if (pairing.kind === 'rank' || pairing.kind === 'scores') return losses.length > 0;
  if (pairing.kind === 'explained') return losses.includes('label_2');
  return 'loss' in pairing ? losses.includes(pairing.loss) : true;
}
