import type { Interval, Slice } from '../base/index.js';
import type { LabelScores } from '../compare/index.js';

/** How both models' scores of the positive class lie in one shown slice; of the first training of each. */
export interface ScoreDistributionRecord {
  readonly slice: Slice;
  /** Between the two models' scores, labels aside; describes, nothing is judged by it. */
  readonly distance: {
    /** The largest difference of the shares at or below any score. */
    readonly kolmogorovSmirnov: number;
    /** How far scores lie apart on average once both are sorted. */
    readonly wasserstein: number;
  };
  readonly scores:
    | { readonly kind: 'shown'; readonly baseline: ModelScoresRecord; readonly variant: ModelScoresRecord }
    /** Too few of a label, or weights, under which bins have no number of examples to hide by. */
    | { readonly kind: 'hidden'; readonly reason: string };
}

/** One model's scores in a slice, by label, and whether they promise what is so. */
export interface ModelScoresRecord {
  readonly negatives: LabelScores;
  readonly positives: LabelScores;
  /** Bins that each hold `minSlice` examples of either label at least; none where a label has fewer. */
  readonly calibration: readonly CalibrationBinRecord[];
}

/** Examples whose scores lie from `from` to `to`, both in [0, 1]: what was promised of them beside what is so. */
export interface CalibrationBinRecord {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly meanScore: number;
  /** Share of positives. */
  readonly positives: number;
  /** Of that share, its own, not simultaneous; absent with units, which it would have to count. */
  readonly interval?: Interval | undefined;
}
