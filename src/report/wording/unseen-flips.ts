import { sliceKey } from '../../base/index.js';
import type { FairnessRecord, Finding } from '../../record/index.js';
import { isSameMeasure } from './metrics.js';
import { nameInWords } from './text.js';

/** What marks an interval that the footnote is about. */
export const unseenMark = '*';

/**
 * The findings in whose slice nothing flipped, and whose interval is wider all the same than one of a slice no larger in which
 * something did: with units, flips that were seen tell how many pairs the units are worth, and none tell nothing.
 */
export function wideForUnseen({ data, slices, findings }: FairnessRecord): ReadonlySet<Finding> {
  if (data.units === undefined) return new Set();
  // A wrong answer that became another wrong one is no flip of what is judged.
  const flips = new Map(
    slices.flatMap(({ slice, shown }) =>
      shown.kind === 'shown' ? [[sliceKey(slice), shown.flips.negative + shown.flips.positive] as const] : [],
    ),
  );
  const known = findings.flatMap((finding) => {
    const { kind, slice, interval, n } = finding;
    const flipped = flips.get(sliceKey(slice));
    if (kind !== 'drift' || interval === undefined || flipped === undefined || n === null) return [];
    return [{ finding, n, flipped, width: interval.upper - interval.lower }];
  });
  const moved = known.filter(({ flipped }) => flipped > 0);
  const still = known.filter(({ finding, flipped }) => flipped === 0 && finding.drift === 0);
  const wide = still.filter(({ finding, n, width }) =>
    moved.some((other) => other.width < width && other.n <= n && isSameMeasure(other.finding, finding)),
  );
  return new Set(wide.map(({ finding }) => finding));
}

/** The footnote to such intervals; nothing where none of the findings has one. */
export function unseenFootnote(fairness: FairnessRecord, findings: readonly Finding[]): string {
  const { units } = fairness.data;
  const wide = wideForUnseen(fairness);
  if (units === undefined || !findings.some((finding) => wide.has(finding))) return '';
  return (
    `${unseenMark} No answer became right or wrong there: each unit (${nameInWords(units.column, 40)}) then counts once, and room is kept for flips that ` +
    'were merely not seen, so the interval is wider than where a few were.'
  );
}
