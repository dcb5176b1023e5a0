import type { Metric } from '../../metrics/index.js';
import type { PairedBounds } from './paired-bounds.js';

/** What a disparity tells, as readers sort them. */
export type DisparityKind =
  | 'difference'
  | 'ratio'
  /** The value of the group that fares worst. */
  | 'worst'
  /** How far the group that lies furthest from everyone together lies from them. */
  | 'to-overall'
  /** Of one group: how far it lies behind the one that fares best. */
  | 'to-best'
  /** Of one group: against the attribute's named group; signed, the group minus the named one. */
  | 'to-reference'
  /** One number of how unequal groups, or people, are treated. */
  | 'index';

/** How metrics differ between the groups of an attribute: data, with a pure function in it. */
export interface Disparity {
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  /** Names of the metrics it is made of. */
  readonly of: readonly string[];
  readonly kind: DisparityKind;
  /** That of its first metric, unless given. */
  readonly unit?: 'rate' | 'number';
  readonly source?: string | undefined;
  readonly measure: Measure;
}

/** How it is computed, which decides how its drift gets an interval. */
export type Measure =
  /** An extreme of groups: from their bounds, which hold all at once. */
  | {
      readonly how: 'projected';
      readonly over: 'groups' | 'overall' | 'each' | 'reference';
      /** @param metrics an entry a metric, in the order of `of` */
      combine(metrics: readonly ProjectedMetric[]): PairedBounds;
      /** Why it is 0/0, where it is. */
      readonly undefinedWhere?: string;
    }
  /** One group's difference to another: by the bounds of both. */
  | { readonly how: 'differential' }
  /** A smooth function of groups: by what moving each of its parts to its bounds would change. */
  | {
      readonly how: 'substituted';
      readonly over: 'groups' | 'together' | 'reference';
      /**
       * @param values by metric, then by group; of the reference group last, where there is one
       * @param shares which share of the groups' examples each has
       * @returns NaN where it is 0/0
       */
      value(values: readonly (readonly number[])[], shares: readonly number[]): number;
      readonly undefinedWhere?: string;
      /** The least that it can be, where there is such. */
      readonly least?: number;
    };

/** One metric in the groups that take part. */
export interface ProjectedMetric {
  readonly better: Metric['better'];
  readonly groups: readonly PairedBounds[];
  /** Everyone; only over `overall`. */
  readonly overall?: PairedBounds | undefined;
  /** The group it is about; only over `each` and `reference`. */
  readonly group?: PairedBounds | undefined;
  /** The attribute's named group; only over `reference`. */
  readonly reference?: PairedBounds | undefined;
}
