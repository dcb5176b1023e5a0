import type { AuditRecord } from '../../record/index.js';
import { againstInWords } from '../wording/against.js';
import { contradictedInWords } from '../wording/claimed.js';
import { faster, smaller } from '../wording/claims.js';
import { mainFinding } from '../wording/main-finding.js';
import { metricsInWords } from '../wording/metrics.js';
import { thousands } from '../wording/numbers.js';
import { crossing, sliceInWords } from '../wording/slices.js';
import { nameInWords } from '../wording/text.js';
import { releaseInWords, type Tone } from '../wording/verdicts.js';

/** One variant beside the others. */
export interface OtherRow {
  readonly name: string;
  readonly isThis: boolean;
  readonly tone: Tone;
  readonly verdict: string;
  readonly promises: string;
  readonly whom: string;
  /** What moved for them: `accuracy`. */
  readonly metric: string;
  readonly change: string;
  readonly n: string;
  readonly size: string;
  readonly latency: string;
  readonly latencyInterval: string;
  readonly claims: string;
}

/**
 * The variants of one baseline in the order given; the first is marked where `marksFirst`.
 *
 * @param between what stands between the parts of a crossing
 */
export function otherRows(
  records: readonly AuditRecord[],
  marksFirst: boolean,
  between = crossing,
): readonly OtherRow[] {
  return records.map((record, i) => otherRow(record, marksFirst && i === 0, between));
}

function otherRow(record: AuditRecord, isThis: boolean, between: string): OtherRow {
  const release = releaseInWords(record);
  const { kept, violated, undecided, notEstimable } = record.verdict.promises;
  // What a variant is not as claimed for is no finding.
  const broken = violated > 0 ? '' : contradictedInWords(record);
  const main = broken === '' && record.fairness ? mainFinding(record.fairness, record.verdict.kind) : undefined;
  const words = main && metricsInWords(record)(main);
  const latency = record.latency && faster(record.latency.ratioP50);
  const { holds, contradicted, undecided: doubtful, unchecked } = record.verdict.claims;
  const list = (items: readonly (readonly [number, string])[]): string =>
    items
      .filter(([count]) => count > 0)
      .map(([count, word]) => `${thousands(count)} ${word}`)
      .join(', ');
  return {
    name: nameInWords(record.variant.name),
    isThis,
    tone: release.tone,
    verdict: `${release.glyph}\u00a0${release.word}`,
    promises:
      list([
        [violated, 'broken'],
        [undecided, 'undecided'],
        [notEstimable, 'not estimable'],
        [kept, 'kept'],
      ]) || 'none judged',
    whom: main ? sliceInWords(main.slice, undefined, between) : broken || '–',
    metric: main && words ? `${words.title}${main.kind === 'differential' ? `${againstInWords(main)},` : ''}` : '',
    change:
      main?.drift === undefined || !words
        ? broken === ''
          ? '–'
          : ''
        : `${words.changeWithUnit(main.drift)}${main.interval ? ` (${words.interval(main.interval)})` : ''}`,
    n: main?.n === null || main === undefined ? '' : `n\u00a0=\u00a0${thousands(main.n)}`,
    size: smaller(record.size.gzipBytes),
    latency: latency?.text ?? 'not measured',
    latencyInterval: latency?.interval ?? '',
    claims:
      list([
        [contradicted, 'contradicted'],
        [doubtful, 'undecided'],
        [holds, 'hold'],
        [unchecked, 'unchecked'],
      ]) || 'none',
  };
}
