import type { ModelSize } from './claim-metrics.js';

/** Baseline over variant: 4 means four times smaller. */
export interface SizeRatios {
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly parameters: number | null;
}

/** How many times smaller the variant is. */
export function compareSizes(baseline: ModelSize, variant: ModelSize): SizeRatios {
  return {
    bytes: baseline.bytes / variant.bytes,
    gzipBytes: baseline.gzipBytes / variant.gzipBytes,
    parameters: variant.parameters > 0 ? baseline.parameters / variant.parameters : null,
  };
}
