import { sliceKey } from '../base/index.js';
import { statisticsOf, type Metric, type TallyFrame } from '../metrics/index.js';
import { hiddenSlices } from './hide-small.js';
import type { SliceCells } from './slices.js';

/** Whether a metric must not be shown or judged in a slice that is shown itself. */
export type Withholds = (metric: Metric, slice: SliceCells) => boolean;

/**
 * Which metrics a slice withholds because too few of its examples are relevant, or because showing them would give away how many
 * are in another slice: what {@link hiddenSlices} does for slices, done for the examples of each label.
 *
 * Where a binary slice has few positives (or negatives), all its rates by label are withheld: the number of negatives would give
 * away the number of positives. A label that nobody in a slice has hides nobody.
 *
 * @param shown the slices that are shown, everyone first
 */
export function withholdSmall(frame: TallyFrame, shown: readonly SliceCells[], minSlice: number): Withholds {
  const hiddenByLabel = frame.classes.map((_, label) => {
    const counted = shown.map(({ slice, cells }) => ({
      slice,
      n: statisticsOf(frame, cells, 'baseline').support[label] ?? 0,
    }));
    const inhabited = counted.filter(({ n }) => n > 0);
    return hiddenSlices(inhabited, minSlice);
  });
  const isHidden = (label: number, slice: SliceCells): boolean =>
    hiddenByLabel[label]?.has(sliceKey(slice.slice)) === true;
  return (metric, slice) => {
    if (metric.class !== undefined) return isHidden(metric.class, slice);
    if (metric.pairing.kind !== 'rate' && metric.pairing.kind !== 'counts') return false;
    const isByLabel = frame.task === 'binary' && metric.relevant !== 'examples';
    return isByLabel && frame.classes.some((_, label) => isHidden(label, slice));
  };
}
