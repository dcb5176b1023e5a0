import type { Activation, AttributeSpec, Claim, InputSpec, Slice, SlicePattern } from '../base/index.js';

/** What to audit, with every default filled in; names in it are known to exist in the plan, not yet in the data. */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  /** Path of the baseline (of its first training), relative to the plan's folder. */
  readonly baseline: string;
  /** Paths of all trainings of the baseline, the first one too. */
  readonly baselineTrainings: readonly string[];
  /** In the plan's order. */
  readonly variants: readonly VariantPlan[];
  readonly data?: DataPlan | undefined;
  /** By the name of the model's input. */
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly outcome?: OutcomePlan | undefined;
  readonly attributes: readonly AttributePlan[];
  /** Each a list of attribute names: one for a single, more for a crossing. Everyone is always among the slices. */
  readonly slices: readonly (readonly string[])[];
  readonly minSlice: number;
  /** Absent where no slices are searched. */
  readonly search?: SearchPlan | undefined;
  /** Absent where the plan says nothing: the defaults of the task then hold, and are shown as such. */
  readonly margins?: readonly MarginPlan[] | undefined;
  /** Who gets which model; absent where the plan does not say. */
  readonly deployment?: DeploymentPlan | undefined;
  readonly explain: ExplainPlan;
  readonly claims: readonly ClaimPlan[];
  readonly notes: Readonly<Record<string, string>>;
}

export interface VariantPlan {
  readonly name: string;
  /** Path of the first training. */
  readonly file: string;
  /** Paths of all trainings. Where there are as many as of the baseline, training k was made from training k of the baseline. */
  readonly trainings: readonly string[];
}

export interface DataPlan {
  /** File names or globs, relative to the plan's folder. */
  readonly tables: readonly string[];
  readonly id?: string | undefined;
  readonly label: string;
  readonly unit?: string | undefined;
  /** The column that says how much an example counts; absent: all count alike. */
  readonly weight?: string | undefined;
}

export type OutcomePlan =
  | {
      readonly task: 'binary';
      readonly output: string;
      readonly activation: Activation;
      /** The label that counts as positive, as written in the table. */
      readonly positive: string;
      /** Scores at or above it are positive. */
      readonly threshold: number;
    }
  | {
      readonly task: 'multiclass';
      readonly output: string;
      readonly activation: Activation;
      /** A list, or the file that holds it, a line each. */
      readonly classes: ClassList;
      /** The k of top-k accuracy; the usual ones unless given. */
      readonly top?: readonly number[] | undefined;
    }
  | {
      readonly task: 'regression';
      readonly output: string;
      /** Of the pinball loss; the usual ones unless given. */
      readonly quantiles?: readonly number[] | undefined;
    };

export type ClassList =
  { readonly kind: 'names'; readonly names: readonly string[] } | { readonly kind: 'file'; readonly file: string };

export interface AttributePlan extends AttributeSpec {
  /** It names protected groups: differential drift is judged. */
  readonly sensitive: boolean;
  /** The group that the others are held against, besides everyone else. */
  readonly reference?: string | undefined;
}

export interface MarginPlan {
  readonly metric: string;
  /** In the metric's own unit: 0.02 is two points of a rate. */
  readonly drift?: number | undefined;
  /** A drift as a share of the baseline's value: 0.05 for 5 %; in place of `drift`. */
  readonly relativeDrift?: number | undefined;
  readonly differential?: number | undefined;
  /** `both`: improvement is held to it too; absent: only drift to the worse. */
  readonly sides?: 'both' | undefined;
  /** Only slices that one of these patterns means; absent: every slice. */
  readonly slices?: readonly SlicePattern[] | undefined;
}

/** Device tiers, the model each gets, and which share of whom has each: all declared, none measured. */
export interface DeploymentPlan {
  /** In the plan's order; the model is `baseline` or a variant's name. */
  readonly tiers: readonly { readonly name: string; readonly model: string }[];
  /** The attributes whose groups have shares of their own; none where only those of all are given. */
  readonly by: readonly string[];
  /** The shares of all, in the order of the tiers; they add up to 1. A group without its own has these. */
  readonly common: readonly number[];
  /** Groups with shares of their own; `at` is where they stand among the shares of the plan. */
  readonly groups: readonly { readonly slice: Slice; readonly shares: readonly number[]; readonly at: number }[];
  /** Where the shares come from, in the publisher's words. */
  readonly source?: string | undefined;
}

/** What slice search looks for. */
export interface SearchPlan {
  /** Names of attributes. */
  readonly attributes: readonly string[];
  /** Columns that are searched besides, and are no attributes of the plan; numbers among them are cut once the table is read. */
  readonly columns?: readonly string[] | undefined;
  /** Which of them were cut, with their inner edges; they are attributes then. Absent before the table is read, and where none was. */
  readonly binned?: readonly { readonly attribute: string; readonly edges: readonly number[] }[] | undefined;
  /** Rates, by name. */
  readonly metrics: readonly string[];
  /** A slice has at most so many, from 1 to 3. */
  readonly conditions: number;
  /** Slices to report at most, a metric; from 1 to 30. */
  readonly most: number;
}

export interface ExplainPlan {
  readonly methods: readonly string[];
  /** How many flipped examples; 0 for none. */
  readonly examples: number;
  /** Masks of RISE. */
  readonly masks: number;
}

/** A claim and the variant that it is about. */
export interface ClaimPlan extends Claim {
  /** A variant's name; absent: every variant. */
  readonly about?: string | undefined;
}
