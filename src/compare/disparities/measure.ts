import { benefitMetrics, type Metric, type TallyFrame } from '../../metrics/index.js';
import type { SliceCells } from '../slices.js';
import { differential } from './differential-disparity.js';
import type { DisparityDrift } from './disparity-drift.js';
import { nothing } from './disparity-drift.js';
import { GroupMeasures, type DisparityRules } from './group-measures.js';
import { disparitiesOf } from './list.js';
import { projected } from './projected.js';
import { substituted } from './substituted.js';

/**
 * Measures every disparity of an attribute on both sides, with its drift.
 *
 * @param groups the attribute's shown slices
 */
export function measureDisparities(
  frame: TallyFrame,
  attribute: string,
  groups: readonly SliceCells[],
  metrics: readonly Metric[],
  rules: DisparityRules,
): readonly DisparityDrift[] {
  const measured = new GroupMeasures(frame, attribute, groups, [...metrics, ...benefitMetrics], rules);
  return disparitiesOf(metrics, rules.reference !== undefined).flatMap((disparity) => {
    const { measure } = disparity;
    const found =
      measure.how === 'projected'
        ? projected(measured, disparity, measure)
        : measure.how === 'substituted'
          ? substituted(measured, disparity, measure)
          : measured.against(disparity).map((pair) => differential(measured, disparity, pair));
    rules.onDisparity?.();
    // Only what is about pairs of groups can come to nothing.
    return found.length > 0 ? found : [nothing(measured, disparity, 'the named group, or every other, takes no part')];
  });
}
