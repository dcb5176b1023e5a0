import type { Claim } from '../base/index.js';

/** What to audit, with every default filled in; names in it are known to exist in the plan, not yet in the data. */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  /** Path of the baseline, relative to the plan's folder. */
  readonly baseline: string;
  /** In the plan's order. */
  readonly variants: readonly { readonly name: string; readonly file: string }[];
  readonly data?: DataPlan | undefined;
  /** By the name of the model's input. */
  readonly inputs: Readonly<Record<string, InputPlan>>;
  readonly outcome?: OutcomePlan | undefined;
  readonly attributes: readonly AttributePlan[];
  /** Each a list of attribute names: one for a single, more for a crossing. Everyone is always among the slices. */
  readonly slices: readonly (readonly string[])[];
  readonly minSlice: number;
  /** Absent where the plan says nothing: the defaults of the task then hold, and are shown as such. */
  readonly margins?: readonly MarginPlan[] | undefined;
  readonly explain: ExplainPlan;
  readonly claims: readonly ClaimPlan[];
  readonly notes: Readonly<Record<string, string>>;
}

export interface DataPlan {
  /** File names or globs, relative to the plan's folder. */
  readonly tables: readonly string[];
  readonly id?: string | undefined;
  readonly label: string;
  readonly unit?: string | undefined;
}

/** How columns or files become one input tensor; the same shape as `data/` reads. */
export type InputPlan =
  | {
      readonly kind: 'image';
      readonly file: string;
      readonly resize?:
        | { readonly width: number; readonly height: number; readonly filter: ResizeFilter; readonly fit: ResizeFit }
        | undefined;
      readonly crop?: { readonly width: number; readonly height: number } | undefined;
      readonly colour: 'rgb' | 'bgr' | 'grey';
      readonly layout: 'nchw' | 'nhwc';
      readonly scale?: ScalePlan | undefined;
      readonly mean?: readonly number[] | undefined;
      readonly std?: readonly number[] | undefined;
    }
  | { readonly kind: 'columns'; readonly columns: readonly ColumnPlan[] }
  | { readonly kind: 'column'; readonly column: string; readonly missing?: number | string | undefined }
  | {
      readonly kind: 'array';
      readonly file: string;
      readonly scale?: ScalePlan | undefined;
      readonly mean?: readonly number[] | undefined;
      readonly std?: readonly number[] | undefined;
    };

export type ResizeFilter = 'nearest' | 'bilinear' | 'bicubic' | 'lanczos';
export type ResizeFit = 'stretch' | 'crop' | 'pad';

export interface ScalePlan {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

export type ColumnPlan =
  | {
      readonly kind: 'number';
      readonly column: string;
      readonly log1p: boolean;
      readonly mean: number;
      readonly std: number;
      readonly missing?: number | undefined;
    }
  | {
      readonly kind: 'one-hot';
      readonly column: string;
      readonly categories: readonly string[];
      readonly other: 'error' | 'zeros';
      readonly missing?: string | undefined;
    };

export type Activation = 'none' | 'sigmoid' | 'softmax';

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
    }
  | { readonly task: 'regression'; readonly output: string };

export type ClassList =
  { readonly kind: 'names'; readonly names: readonly string[] } | { readonly kind: 'file'; readonly file: string };

export interface AttributePlan {
  readonly name: string;
  readonly column: string;
  readonly sensitive: boolean;
  readonly order?: readonly string[] | undefined;
  /** Inner edges, ascending; bins are closed on the left. */
  readonly bins?: readonly number[] | undefined;
  /** The label of missing cells. */
  readonly missing?: string | undefined;
}

export interface MarginPlan {
  readonly metric: string;
  /** In the metric's own unit: 0.02 is two points of a rate. */
  readonly drift?: number | undefined;
  readonly differential?: number | undefined;
  /** Only slices cut by exactly these attributes; absent: every slice. */
  readonly slices?: readonly (readonly string[])[] | undefined;
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
