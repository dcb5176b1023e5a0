import type { ModelSize } from './claim-metrics.js';

/** Baseline over variant for each size: 4 means four times smaller. */
export interface SizeComparison {
  readonly bytes: number;
  readonly gzipBytes: number;
  /** `null` where the variant has none. */
  readonly parameters: number | null;
}

/** How many times smaller the variant is. */
export function compareSizes(baseline: ModelSize, variant: ModelSize): SizeComparison {
  return {
    bytes: baseline.bytes / variant.bytes,
    gzipBytes: baseline.gzipBytes / variant.gzipBytes,
    parameters: variant.parameters > 0 ? baseline.parameters / variant.parameters : null,
  };
}
