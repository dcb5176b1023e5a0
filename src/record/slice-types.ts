import type { Estimate, Slice } from '../base/index.js';
import type { FlipsRecord } from './flip-types.js';
import type { OwnInterval } from './own-interval.js';

/** One slice: either its numbers, or why it has none. */
export interface SliceRecord {
  readonly slice: Slice;
  /** True where every condition is on a sensitive attribute (and there is one). */
  readonly isGroup: boolean;
  readonly shown:
    | {
        readonly kind: 'shown';
        readonly n: number;
        readonly units?: number | undefined;
        readonly flips: FlipsRecord;
        /** Compression-identified exemplars: examples that most trainings of the variant answer otherwise than most of the baseline (Hooker et al. 2019). */
        readonly exemplars?: number | undefined;
        readonly values: readonly SliceValue[];
      }
    /** Fewer than `minSlice` examples, or hidden so that those cannot be found by subtraction. */
    | { readonly kind: 'hidden'; readonly reason: string };
}

export interface SliceValue {
  readonly metric: string;
  /** For metrics that are about one class, such as `recall`: which. */
  readonly class?: string | undefined;
  /** How many examples the metric is about in this slice; `null` where that is too few to be shown. */
  readonly n: number | null;
  readonly baseline: Estimate;
  readonly variant: Estimate;
  /** Variant minus baseline, paired, with its own 95 % interval (not simultaneous); absent where not estimable. */
  readonly drift?: { readonly value: number; readonly interval: OwnInterval } | undefined;
  /** The drift over the size of the baseline's value, with its own 95 % interval where that cannot be 0; absent where the drift is. */
  readonly relativeDrift?: RelativeDriftRecord | undefined;
  /** In groups of one attribute: how much more it moved than everyone else, with its own 95 % interval. */
  readonly differential?: { readonly value: number; readonly interval: OwnInterval } | undefined;
  /** For means over classes: over how many classes. */
  readonly over?: number | undefined;
  /** How far each side may be from exact because scores were counted on a grid, `null` where no bound was found; absent where they were counted exactly. */
  readonly gridError?: { readonly baseline: number | null; readonly variant: number | null } | undefined;
}

/** A drift over the size of what drifted: not estimable where that is 0. */
export type RelativeDriftRecord =
  | { readonly kind: 'value'; readonly value: number; readonly interval?: OwnInterval | undefined }
  | { readonly kind: 'not-estimable'; readonly reason: string };
