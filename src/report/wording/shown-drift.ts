import { sliceKey, type Slice } from '../../base/index.js';
import type { FairnessRecord, OwnInterval } from '../../record/index.js';
import { isSameMeasure, type Measure, type MetricWords } from './metrics.js';
import { percent } from './numbers.js';

/** A drift of a metric in a slice with the interval that the card shows of it. */
export interface ShownDrift {
  readonly value: number;
  readonly interval: OwnInterval;
  readonly level: number;
  /** The interval holds for this drift alone, because no promise judges it. */
  readonly isOwn: boolean;
}

/**
 * The drift of a metric in a slice: with the interval of its finding, which holds for all findings at once, so that the same
 * drift has the same interval wherever it stands; with its own only where there is no finding.
 */
export function shownDrift(fairness: FairnessRecord, slice: Slice, measure: Measure): ShownDrift | undefined {
  const key = sliceKey(slice);
  const finding = fairness.findings.find(
    (item) => item.kind === 'drift' && sliceKey(item.slice) === key && isSameMeasure(item, measure),
  );
  if (finding?.drift !== undefined && finding.interval !== undefined)
    return { value: finding.drift, interval: finding.interval, level: finding.interval.level, isOwn: false };
  const shown = fairness.slices.find((item) => sliceKey(item.slice) === key)?.shown;
  const own = shown?.kind === 'shown' ? shown.values.find((value) => isSameMeasure(value, measure))?.drift : undefined;
  return own && { ...own, level: ownLevelOf(fairness), isOwn: true };
}

/** `(−5.2 to +0.8)`; `(own 95 % interval −5.2 to +0.8)` where it holds for this drift alone. */
export function intervalInWords({ interval, level, isOwn }: ShownDrift, words: MetricWords): string {
  return `(${isOwn ? `own ${percent(level)} interval ` : ''}${words.interval(interval)})`;
}

/** The level of intervals that hold for one number alone. */
function ownLevelOf({ ownLevel = 0.95 }: FairnessRecord): number {
  return ownLevel;
}
