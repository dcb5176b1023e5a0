import type { Interval, Slice } from '../base/index.js';

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
  readonly negatives: LabelScoresRecord;
  readonly positives: LabelScoresRecord;
  /** Bins that each hold `minSlice` examples of either label at least; none where a label has fewer. */
  readonly calibration: readonly CalibrationBinRecord[];
}

/** The scores of one label's examples. */
export interface LabelScoresRecord {
  readonly n: number;
  /**
   * The smallest score at or below which at least so many of a hundred lie, to hundredths; `null` where fewer than `minSlice` examples
   * lie beyond, or between it and the end of a bin.
   */
  readonly quantiles: readonly { readonly percent: number; readonly value: number | null }[];
  /** Tenths, neighbours merged until each holds `minSlice` examples; each holds its lower edge, the last one its upper too. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly n: number }[];
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
