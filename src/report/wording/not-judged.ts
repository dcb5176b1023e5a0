import { sliceKey, type Slice } from '../../base/index.js';
import type { FairnessRecord } from '../../record/index.js';

/**
 * The slices about which a promise could not be judged: those hidden, those in which a metric is not estimable, and those that have
 * too few relevant examples for a margin that covers them.
 */
export function slicesNotJudged({ slices, findings, notJudged }: FairnessRecord): readonly Slice[] {
  const unknown = new Set(
    [...findings.filter(({ verdict }) => verdict.kind === 'not-estimable'), ...notJudged].map(({ slice }) =>
      sliceKey(slice),
    ),
  );
  return slices
    .filter(({ slice, shown }) => shown.kind === 'hidden' || unknown.has(sliceKey(slice)))
    .map(({ slice }) => slice);
}

/** What the parts of the record are called: groups where every one is of sensitive attributes alone, else slices. */
export function partsInWords(fairness: FairnessRecord): 'group' | 'slice' {
  const parts = fairness.slices.filter(({ slice }) => slice.length > 0);
  return parts.length > 0 && parts.every(({ isGroup }) => isGroup) ? 'group' : 'slice';
}
