/** What `audit metrics` is asked to do; names are columns of the table. */
export interface MetricsRequest {
  readonly table: string;
  readonly label: string;
  readonly baseline: string;
  readonly variants: readonly string[];
  /** Each an attribute, or several with commas for a crossing. */
  readonly slices: readonly string[];
  /** Attributes that name protected groups; all unless given. */
  readonly sensitive: readonly string[];
  /** `age=18,30,65`: inner edges of an attribute's bins. */
  readonly bins: readonly string[];
  /** `sex=Male`: the group that the others are held against. */
  readonly references: readonly string[];
  /** `accuracy=2 points`, `accuracy:differential=2 points`, `accuracy=5 % for sex=Female`. */
  readonly margins: readonly string[];
  readonly task: 'binary' | 'multiclass' | 'regression' | undefined;
  readonly positive: string | undefined;
  /** Scores at or above it are positive; 0.5 unless given, and given for nothing but scores. */
  readonly threshold?: number | undefined;
  readonly unit: string | undefined;
  readonly weight: string | undefined;
  readonly minSlice: number;
  /** `sex,race,age`: columns whose values are searched for the slices that got worst; `all`: those of the slices. */
  readonly search?: string | undefined;
  /** What the margins, slices and the like must hash to. */
  readonly marginsSha256?: string | undefined;
}
