import { estimate, notEstimable, type Estimate } from '../../base/index.js';
import type { Bounded } from '../../metrics/index.js';
import { level } from '../judge.js';
import type { Disparity } from './disparity.js';
import type { GroupMeasures, LeftOut } from './group-measures.js';
import type { RelativeDrift } from './relative.js';

/** A disparity of both models in one attribute, or of one of its groups. */
export interface DisparityDrift {
  readonly disparity: Disparity;
  readonly attribute: string;
  readonly unit: 'rate' | 'number';
  /** The group that it is about, where it is about one. */
  readonly group: string | undefined;
  /** The group that this one is held against. */
  readonly reference: string | undefined;
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** How sure either side is, where both are there. */
  readonly sides: { readonly baseline: Bounded; readonly variant: Bounded } | undefined;
  readonly drift: Bounded | undefined;
  /** The drift over the baseline's size. */
  readonly relativeDrift: RelativeDrift;
  readonly method: string;
  /** How many bounds hold at once behind it. */
  readonly simultaneousOver: number;
  /** For the worst group: which one it is, on either side. */
  readonly groups: { readonly baseline: string; readonly variant: string } | undefined;
  readonly leftOut: readonly LeftOut[];
}

/** What every disparity says of itself, before it is measured. */
export function describing(
  measured: GroupMeasures,
  disparity: Disparity,
): Pick<DisparityDrift, 'disparity' | 'attribute' | 'unit' | 'group' | 'reference' | 'groups' | 'leftOut'> {
  const [first = ''] = disparity.of;
  return {
    disparity,
    attribute: measured.attribute,
    unit: disparity.unit ?? measured.of(first).metric.unit,
    group: undefined,
    reference: undefined,
    groups: undefined,
    leftOut: measured.leftOut(disparity),
  };
}

/** A disparity that cannot be measured, with the reason. */
export function nothing(measured: GroupMeasures, disparity: Disparity, reason: string): DisparityDrift {
  const none = notEstimable(reason);
  return {
    ...describing(measured, disparity),
    baseline: none,
    variant: none,
    sides: undefined,
    drift: undefined,
    relativeDrift: { value: none, bounds: undefined },
    method: 'none',
    simultaneousOver: 0,
  };
}

/** Why there is no disparity between fewer. */
export const tooFewGroups = 'fewer than two groups are large enough';

/** A number, or why there is none. */
export function numberOr(value: number, undefinedWhere = 'there is none'): Estimate {
  return Number.isFinite(value) ? estimate(value) : notEstimable(undefinedWhere);
}

/** The two-sided tail of one interval alone. */
export const alone = (1 - level) / 2;
