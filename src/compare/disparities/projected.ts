import { notEstimable, type Estimate } from '../../base/index.js';
import { boundsOf } from '../group-intervals.js';
import type { Disparity, Measure } from './disparity.js';
import { describing, nothing, numberOr, tooFewGroups, type DisparityDrift } from './disparity-drift.js';
import type { GroupMeasures, MeasuredMetric } from './group-measures.js';
import type { PairedBounds } from './paired-bounds.js';
import { relativeBounds } from './relative.js';

type Projected = Extract<Measure, { how: 'projected' }>;

/**
 * Extremes of groups: their bounds hold all at once, and wherever in them the truth lies, the disparity lies in what is computed
 * from them. (A bootstrap of a range never covers a true 0.)
 */
export function projected(
  measured: GroupMeasures,
  disparity: Disparity,
  measure: Projected,
): readonly DisparityDrift[] {
  if (measure.over === 'reference')
    return measured.against(disparity).map(({ value, metrics }) => {
      const { tail, over } = measured.tailOf(metrics.flatMap(({ group, reference }) => [group, reference]));
      const found = measure.combine(
        metrics.map(({ group, reference }) => ({
          better: group.metric.better,
          groups: [],
          group: boundsOf(group.estimates, tail),
          reference: boundsOf(reference.estimates, tail),
        })),
      );
      const whose = { group: value, reference: measured.rules.reference };
      return { ...ofBounds(measured, disparity, found, over, measure.undefinedWhere), ...whose };
    });
  const metrics = disparity.of.map((name) => measured.of(name));
  if (metrics.some(({ groups }) => groups.length < 2)) return [nothing(measured, disparity, tooFewGroups)];
  const overall = measure.over === 'overall' ? disparity.of.map((name) => measured.overall(name)) : [];
  const missing = overall.find((one) => 'reason' in one);
  if (missing && 'reason' in missing) return [nothing(measured, disparity, missing.reason)];
  const known = overall.filter((one) => 'estimates' in one);
  const { tail, over } = measured.tailOf([...metrics.flatMap(({ groups }) => groups), ...known]);
  const parts = metrics.map(({ metric, groups }, i) => ({
    better: metric.better,
    groups: groups.map(({ estimates }) => boundsOf(estimates, tail)),
    overall: known[i] && boundsOf(known[i].estimates, tail),
  }));
  if (measure.over === 'each')
    return (metrics[0]?.groups ?? []).map(({ value }, i) => ({
      ...ofBounds(
        measured,
        disparity,
        measure.combine(parts.map((part) => ({ ...part, group: part.groups[i] }))),
        over,
        measure.undefinedWhere,
      ),
      group: value,
    }));
  const found = ofBounds(measured, disparity, measure.combine(parts), over, measure.undefinedWhere);
  return [{ ...found, groups: disparity.kind === 'worst' ? worstOf(metrics[0], found) : undefined }];
}

function worstOf(metric: MeasuredMetric | undefined, { baseline, variant }: DisparityDrift): DisparityDrift['groups'] {
  const named = (side: 'baseline' | 'variant', worst: Estimate): string =>
    metric?.groups.find(({ estimates }) => worst.kind === 'value' && estimates[side].value === worst.value)?.value ??
    '';
  return { baseline: named('baseline', baseline), variant: named('variant', variant) };
}

function ofBounds(
  measured: GroupMeasures,
  disparity: Disparity,
  { baseline, variant, drift }: PairedBounds,
  over: number,
  undefinedWhere = 'there is none',
): DisparityDrift {
  const [before, after] = [baseline, variant].map(({ value }) => numberOr(value, undefinedWhere));
  const found = { ...describing(measured, disparity), method: 'projected', simultaneousOver: over };
  if (before?.kind !== 'value' || after?.kind !== 'value') {
    const none = notEstimable(undefinedWhere);
    const relative = { value: none, bounds: undefined };
    return {
      ...found,
      baseline: before ?? none,
      variant: after ?? none,
      sides: undefined,
      drift: undefined,
      relativeDrift: relative,
    };
  }
  return {
    ...found,
    baseline: before,
    variant: after,
    sides: { baseline, variant },
    drift,
    relativeDrift: relativeBounds(baseline, drift),
  };
}
