import { sliceKey, type Slice } from '../../base/index.js';
import type { FairnessRecord } from '../../record/index.js';
import { measureKey } from './metrics.js';

/**
 * The slices about which a promise could not be judged: those hidden, those in which the metric is not estimable, and those that
 * withhold a metric which is judged in other slices of the same attributes.
 */
export function slicesNotJudged(fairness: FairnessRecord): readonly Slice[] {
  const unknown = new Set(
    fairness.findings.filter(({ verdict }) => verdict.kind === 'not-estimable').map(({ slice }) => sliceKey(slice)),
  );
  const judged = new Set(fairness.findings.map((finding) => JSON.stringify([cut(finding.slice), measureKey(finding)])));
  const found = new Set(fairness.findings.map((finding) => `${sliceKey(finding.slice)} ${measureKey(finding)}`));
  return fairness.slices
    .filter(({ slice, shown }) => {
      if (shown.kind === 'hidden' || unknown.has(sliceKey(slice))) return true;
      return shown.values.some(
        (value) =>
          value.n === null &&
          judged.has(JSON.stringify([cut(slice), measureKey(value)])) &&
          !found.has(`${sliceKey(slice)} ${measureKey(value)}`),
      );
    })
    .map(({ slice }) => slice);
}

/** What the parts of the record are called: groups where every one is of sensitive attributes alone, else slices. */
export function partsInWords(fairness: FairnessRecord): 'group' | 'slice' {
  const parts = fairness.slices.filter(({ slice }) => slice.length > 0);
  return parts.length > 0 && parts.every(({ isGroup }) => isGroup) ? 'group' : 'slice';
}

function cut(slice: Slice): readonly string[] {
  return slice.map(({ attribute }) => attribute);
}
