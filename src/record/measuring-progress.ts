import type { Progress } from '../base/index.js';
import { disparitiesOf, type SliceCells } from '../compare/index.js';
import type { Metric } from '../metrics/index.js';
import type { FairnessEvidence } from './fairness.js';

/** What is called when a part of the measuring is done. */
export interface MeasuringParts {
  /** A slice, whose findings are estimated. */
  readonly onJudged: () => void;
  /** A slice, whose metrics are measured. */
  readonly onMeasured: () => void;
  readonly onDisparity: () => void;
}

/**
 * Says how far the measuring of a variant is: in every shown slice all margins and all metrics, and every disparity between groups.
 *
 * @param onProgress absent where nobody listens
 */
export function measuringProgress(
  { attributes, margins }: FairnessEvidence,
  shown: readonly SliceCells[],
  metrics: readonly Metric[],
  onProgress: Progress | undefined,
): MeasuringParts {
  const cut = attributes.filter(
    ({ name, sensitive }) => sensitive && shown.some(({ by }) => by.length === 1 && by[0] === name),
  );
  const disparities = cut.reduce(
    (sum, { reference }) => sum + disparitiesOf(metrics, reference !== undefined).length,
    0,
  );
  const total = shown.length * (margins.length + metrics.length) + (shown[0]?.by.length === 0 ? disparities : 0);
  let done = 0;
  const add = (parts: number): void => {
    done += parts;
    onProgress?.({ step: 'measuring', done, total, of: 'measures' });
  };
  add(0);
  return {
    onJudged: () => add(margins.length),
    onMeasured: () => add(metrics.length),
    onDisparity: () => add(1),
  };
}

/** The progress of one of several that take about as long, as part of that of all. @param index from 0 */
export function progressOfOne(onProgress: Progress | undefined, index: number, count: number): Progress | undefined {
  if (!onProgress || count === 1) return onProgress;
  return (update) =>
    onProgress({
      ...update,
      done: index * update.total + update.done,
      total: count * update.total,
      note: `${index + 1} of ${count} variants`,
    });
}
