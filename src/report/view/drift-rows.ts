import { sliceKey } from '../../base/index.js';
import type { JudgedRecord, FairnessRecord, Finding } from '../../record/index.js';
import type { DriftRow } from '../charts/drift-row.js';
import { hiddenReason, whyHidden } from '../wording/hidden.js';
import { heldSides } from '../wording/margin.js';
import type { MetricWords } from '../wording/metrics.js';
import { thousands } from '../wording/numbers.js';
import { sliceParts } from '../wording/slices.js';
import { unseenMark, wideForUnseen } from '../wording/unseen-flips.js';
import { unitOf, verdictInWords } from '../wording/verdicts.js';

/** A finding as the chart draws it. */
export function driftRow(record: JudgedRecord, words: MetricWords, finding: Finding): DriftRow {
  const { factor } = words;
  const { drift, interval } = finding;
  const verdict = verdictInWords(finding, unitOf(record));
  const allowed = finding.margin.allowed * factor;
  const held = heldSides(words.better, finding.margin);
  const hasChange = drift !== undefined && interval !== undefined;
  const mark = record.fairness && wideForUnseen(record.fairness).has(finding) ? unseenMark : '';
  return {
    ...sliceParts(finding.slice, finding.class),
    isEveryone: finding.slice.length === 0 && finding.class === undefined,
    change: hasChange
      ? {
          value: drift * factor,
          lower: interval.lower * factor,
          upper: interval.upper * factor,
          bound: decidingAt(finding, factor),
        }
      : undefined,
    changeText: hasChange ? `${words.change(drift)} (${words.interval(interval)})${mark}` : '',
    n: finding.n === null ? '' : thousands(finding.n),
    reason: hasChange ? '' : verdict.detail || 'not estimable',
    verdict,
    allowed: {
      from: held === 'up' ? null : -allowed,
      to: held === 'down' ? null : allowed,
    },
  };
}

/** Where the bound lies that keeps a promise or leaves it open. A share of what the baseline has is no place on the axis. */
function decidingAt({ bound, beyondShare, verdict }: Finding, factor: number): number | undefined {
  const isByBound = verdict.kind === 'kept' || verdict.kind === 'undecided';
  return isByBound && !beyondShare && bound ? bound.value * factor : undefined;
}

/** The most hidden slices that a chart has a row for; of the others it says how many. */
export const mostHiddenRows = 3;

/** Hidden slices, each a row with the reason in place of a dot. */
export function hiddenRows(fairness: FairnessRecord): readonly DriftRow[] {
  const judged = new Set(fairness.findings.map(({ slice }) => sliceKey(slice)));
  const hidden = fairness.slices.filter(({ slice, shown }) => shown.kind === 'hidden' && !judged.has(sliceKey(slice)));
  const one = (parts: Pick<DriftRow, 'attribute' | 'value'>, reason: string): DriftRow => ({
    ...parts,
    isEveryone: false,
    changeText: '',
    n: '',
    reason,
    verdict: { tone: 'quiet', glyph: '–', word: 'hidden', briefDetail: '' },
  });
  const rows = hidden.slice(0, hidden.length > mostHiddenRows ? mostHiddenRows - 1 : mostHiddenRows);
  const more = hidden.length - rows.length;
  return [
    ...rows.map(({ slice, shown }) => one(sliceParts(slice), hiddenReason(shown))),
    ...(more > 0 ? [one({ attribute: 'and', value: `${thousands(more)} more slices` }, `hidden: ${whyHidden}`)] : []),
  ];
}
