import { sliceKey, type Slice } from '../base/index.js';
import { benjaminiHochberg, pValueOf, type DriftEstimate, type Metric } from '../metrics/index.js';

/** A drift to look at. */
export interface LookedAt {
  readonly metric: Metric;
  readonly slice: Slice;
  readonly n: number;
  readonly drift: Extract<DriftEstimate, { kind: 'drift' }>;
  /** Whether a margin judges it, so that it is told elsewhere. */
  readonly isJudged: boolean;
}

/** A drift that stands out among all that were looked at. */
export interface Explored extends LookedAt {
  readonly pValue: number;
  readonly adjusted: number;
  /** How many were looked at. */
  readonly among: number;
}

/** Up to this share of the drifts that stand out may be chance. */
export const discoveryRate = 0.05;
const most = 20;

/**
 * Drifts that no margin judges and that stand out, the surest first: by Benjamini and Hochberg over all drifts there are, judged ones
 * too. It finds where to look next, and accuses nobody.
 */
export function explore(drifts: readonly LookedAt[]): readonly Explored[] {
  const values = drifts.map(({ drift }) => pValueOf(drift));
  const adjusted = benjaminiHochberg(values);
  return drifts
    .map((drift, i): Explored => ({
      ...drift,
      pValue: values[i] ?? 1,
      adjusted: adjusted[i] ?? 1,
      among: drifts.length,
    }))
    .filter((drift) => drift.isJudged || drift.adjusted <= discoveryRate)
    .sort((a, b) => Number(b.isJudged) - Number(a.isJudged) || a.pValue - b.pValue)
    .filter(isNoMirror)
    .filter((drift) => !drift.isJudged)
    .slice(0, most);
}

/**
 * Whether no drift before it is the same one, told the other way round: that of an error rate next to that of accuracy. Judged ones come
 * first: what they say needs no telling again.
 */
function isNoMirror(one: Explored, i: number, all: readonly Explored[]): boolean {
  const key = sliceKey(one.slice);
  return !all
    .slice(0, i)
    .some(
      (other) =>
        other.n === one.n &&
        Math.abs(Math.abs(other.drift.value) - Math.abs(one.drift.value)) < 1e-12 &&
        sliceKey(other.slice) === key,
    );
}
