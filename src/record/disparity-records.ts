import { level, measureDisparities, type SliceAttribute, type SliceCells, type Withholds } from '../compare/index.js';
import type { Metric } from '../metrics/index.js';
import type { FairnessEvidence } from './fairness.js';
import type { DisparityRecord } from './types.js';

/** The disparities of one attribute over its shown groups. */
export function disparityRecords(
  { tally, minSlice }: FairnessEvidence,
  attribute: SliceAttribute,
  shown: readonly SliceCells[],
  metrics: readonly Metric[],
  withholds: Withholds,
): readonly DisparityRecord[] {
  const groups = shown.filter(({ by }) => by.length === 1 && by[0] === attribute.name);
  return measureDisparities(tally.frame, attribute.name, groups, metrics, minSlice, withholds).map((found) => ({
    name: found.disparity.name,
    title: found.disparity.title,
    definition: found.disparity.definition,
    attribute: attribute.name,
    unit: found.unit,
    baseline: found.baseline,
    variant: found.variant,
    drift: found.drift && {
      value: found.drift.value,
      interval: {
        lower: found.drift.lower,
        upper: found.drift.upper,
        level,
        simultaneousOver: 1,
        method: 'projected',
      },
    },
    groups: found.groups,
    leftOut: found.leftOut,
  }));
}
