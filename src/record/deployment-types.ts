import type { Interval, Slice } from '../base/index.js';

/**
 * What each group gets when devices decide which model runs: the same in the record of every variant. Shares are declared by the
 * publisher, values follow from them and from what was measured. No margin is held against any of it.
 */
export interface DeploymentRecord {
  /** Where the shares come from, in the publisher's words. */
  readonly source?: string | undefined;
  /** In the plan's order; the model is `baseline` or a variant's name. */
  readonly tiers: readonly { readonly name: string; readonly model: string }[];
  /** The attributes whose groups have shares; none where only those of all are declared. */
  readonly by: readonly string[];
  /** Those of all first, then of every group that somebody is in, hidden ones too: declared, they tell of nobody in the data. */
  readonly shares: readonly DeclaredShares[];
  /** Several trainings: how the variants' drifts move together is not known, so intervals are as wide as at worst. */
  readonly isBound: boolean;
  /** In the order of the record's metrics: those that are means over examples that do not depend on the model. */
  readonly metrics: readonly DeployedMetricRecord[];
}

/** Which share of a group (empty slice: of everyone) has a device of each tier, as the plan declares it. */
export interface DeclaredShares {
  readonly slice: Slice;
  /** Whether the plan gives them to this group, or it has those of all. */
  readonly isOwn: boolean;
  /** In the order of the tiers; they add up to 1. */
  readonly shares: readonly number[];
}

/** One metric as deployed: everyone, the groups, and how far these lie apart. */
export interface DeployedMetricRecord {
  readonly metric: string;
  /** With the shares of all; absent where it cannot be shown. */
  readonly everyone?: DeployedValueRecord | undefined;
  /** In the order of the shares. */
  readonly groups: readonly DeployedGroupRecord[];
  /** How far these groups lie apart, the largest value minus the smallest; absent with fewer than two. */
  readonly spread?: DeployedSpreadRecord | undefined;
  /** Groups that took no part, with the reason. */
  readonly leftOut: readonly { readonly slice: Slice; readonly reason: string }[];
}

/** A metric of some examples with the baseline and as deployed, in the metric's unit. */
export interface DeployedValueRecord {
  /** Relevant examples. */
  readonly n: number;
  /** If everyone had the baseline. */
  readonly baseline: number;
  /** Each model's value, by the share that has it. */
  readonly deployed: number;
  /** Deployed minus baseline. */
  readonly drift: EstimatedRecord;
}

/** The same of a group, and what of it comes only from who owns which device. */
export interface DeployedGroupRecord extends DeployedValueRecord {
  readonly slice: Slice;
  /** If the group had the shares of all. */
  readonly common: number;
  /** Deployed minus that: what comes only from which devices the group has. */
  readonly ownership: EstimatedRecord;
  /** The group minus the other groups here, each of those by its relevant examples; absent with no other. */
  readonly gap?: DeployedGapRecord | undefined;
}

/** Baseline, compression and ownership add up to deployed. */
export interface DeployedGapRecord {
  readonly baseline: EstimatedRecord;
  /** What the variants add if all groups had the shares of all. */
  readonly compression: EstimatedRecord;
  /** What is added by who has which device. */
  readonly ownership: EstimatedRecord;
  readonly deployed: EstimatedRecord;
}

/** The largest value of any group minus the smallest, in the metric's unit; at least 0. */
export interface DeployedSpreadRecord {
  readonly baseline: EstimatedRecord;
  /** With the shares of all. */
  readonly common: EstimatedRecord;
  readonly deployed: EstimatedRecord;
  /** Common minus baseline. */
  readonly compression: EstimatedRecord;
  /** Deployed minus common. */
  readonly ownership: EstimatedRecord;
}

/** A number with an interval that holds for all groups of the metric at once. */
export interface EstimatedRecord {
  readonly value: number;
  readonly interval: Interval;
}
