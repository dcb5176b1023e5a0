import type { Estimate } from '../base/index.js';
import type { OwnInterval } from './own-interval.js';
import type { RelativeDriftRecord } from './slice-types.js';

/** What a measure of how groups differ is, said once for all attributes and groups. */
export interface DisparityMeasureFacts {
  /** `demographic_parity_difference`, `accuracy_worst_group` … */
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly source?: string | undefined;
}

/** How far groups lie apart by one measure, on each side. */
export interface DisparityRecord {
  /** Which of the record’s `disparityMeasures`: `demographic_parity_difference`, `accuracy_worst_group` … */
  readonly name: string;
  /**
   * `difference`, `ratio`: between the groups that lie furthest apart; `worst`: the value of the group that fares worst; `to-overall`:
   * of the group furthest from everyone; `to-best`, `to-reference`: of one `group`, to the best one or to the named `reference`;
   * `index`: one number of how unequal groups or people are treated.
   */
  readonly kind: 'difference' | 'ratio' | 'worst' | 'to-overall' | 'to-best' | 'to-reference' | 'index';
  /** The metrics that it is made of. */
  readonly of: readonly string[];
  readonly attribute: string;
  /** The group that it is about, where it is about one. */
  readonly group?: string | undefined;
  /** The group that this one is held against: signed, this group minus (or over) that one. */
  readonly reference?: string | undefined;
  readonly unit: 'rate' | 'number';
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** How sure either side is. */
  readonly intervals?: { readonly baseline: OwnInterval; readonly variant: OwnInterval } | undefined;
  /** Absent where a side is not estimable, or where nothing bounds it. */
  readonly drift?: { readonly value: number; readonly interval: OwnInterval } | undefined;
  /** The drift over the size of the baseline's value; without an interval where that may be 0. */
  readonly relativeDrift?: RelativeDriftRecord | undefined;
  /** For worst groups: which group, on each side. */
  readonly groups?: { readonly baseline: string; readonly variant: string } | undefined;
  /** Groups that took no part, with the reason. */
  readonly leftOut: readonly { readonly value: string; readonly reason: string }[];
}

/** How drift was spread over the groups of an attribute, or how it hit one of them. */
export interface DriftSummaryRecord {
  /** `excessive_loss_gap`, `combined_error_variance` … */
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly source: string;
  readonly attribute: string;
  /** The group that it is about, where it is about one. */
  readonly group?: string | undefined;
  readonly value: Estimate;
  /** Absent where nothing bounds it. */
  readonly interval?: OwnInterval | undefined;
  /** For what is about one group: the same of everyone. */
  readonly overall?: Estimate | undefined;
  /** Groups that took no part, with the reason. */
  readonly leftOut: readonly { readonly value: string; readonly reason: string }[];
}
