import type { AuditRecord, FairnessRecord } from '../../record/index.js';
import { othersInWords } from '../wording/against.js';
import { pValueInWords } from '../wording/exploration.js';
import { hiddenReason } from '../wording/hidden.js';
import { metricInWords, metricsInWords } from '../wording/metrics.js';
import { marginInWords } from '../wording/margin.js';
import { fixed, thousands } from '../wording/numbers.js';
import { attributeInWords, sliceInWords, sliceParts } from '../wording/slices.js';
import { joined, nameInWords, sentenceInWords } from '../wording/text.js';
import { unitOf, verdictInWords } from '../wording/verdicts.js';

/** A row of the table of every finding. */
export interface FindingRow {
  readonly attribute: string;
  readonly value: string;
  readonly metric: string;
  /** What it is measured against, for differential drift. */
  readonly against: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  readonly n: string;
  readonly promised: string;
  readonly tone: string;
  readonly verdict: string;
  readonly detail: string;
  readonly isPlainlyKept: boolean;
}

/** Every finding, in the record's order. */
export function findingRows(record: AuditRecord): readonly FindingRow[] {
  const metrics = metricsInWords(record);
  const unit = unitOf(record);
  return (record.fairness?.findings ?? []).map((finding) => {
    const words = metrics(finding);
    const verdict = verdictInWords(finding, unit);
    const rest = finding.restDrift === undefined ? '' : `\u00a0(${words.change(finding.restDrift)})`;
    return {
      ...sliceParts(finding.slice),
      metric: words.title,
      against: finding.kind === 'differential' ? `against ${othersInWords(finding)}${rest}` : '',
      before: words.estimate(finding.baseline),
      after: words.estimate(finding.variant),
      change: finding.drift === undefined ? '–' : words.change(finding.drift),
      interval: finding.interval === undefined ? '' : `(${words.interval(finding.interval)})`,
      n: finding.n === null ? '–' : thousands(finding.n),
      promised: marginInWords(words, finding.margin),
      tone: verdict.tone,
      verdict: `${verdict.glyph} ${verdict.word}`,
      detail: verdict.detail,
      isPlainlyKept: verdict.tone === 'good',
    };
  });
}

/** What the margins would judge where there are too few relevant examples, with the reason. */
export function notJudgedRows(record: AuditRecord): readonly {
  readonly who: string;
  readonly metric: string;
  readonly reason: string;
}[] {
  const metrics = metricsInWords(record);
  return (record.fairness?.notJudged ?? []).map((promise) => ({
    who: sliceInWords(promise.slice),
    metric: metrics(promise).title + (promise.kind === 'differential' ? ', against everyone else' : ''),
    reason: sentenceInWords(promise.reason).replace(/\.$/, ''),
  }));
}

/** How groups differ from each other, before and after. */
export function disparityRows(fairness: FairnessRecord): readonly Readonly<Record<string, string>>[] {
  return fairness.disparities.map((item) => {
    const numbers = [item.drift?.value, item.drift?.interval.lower, item.drift?.interval.upper].filter(
      (value) => value !== undefined,
    );
    const words = metricInWords(
      { name: item.name, title: item.title, better: 'neither', unit: item.unit, definition: '', relevant: '' },
      numbers,
    );
    const groups =
      item.groups === undefined
        ? ''
        : item.groups.baseline === item.groups.variant
          ? `both ${nameInWords(item.groups.variant)}`
          : `${nameInWords(item.groups.baseline)}, then ${nameInWords(item.groups.variant)}`;
    const reasons = [item.baseline, item.variant].flatMap((found) =>
      found.kind === 'value' ? [] : [sentenceInWords(found.reason)],
    );
    return {
      title: words.heading,
      attribute: attributeInWords(item.attribute),
      before: words.estimate(item.baseline),
      after: words.estimate(item.variant),
      change: item.drift === undefined ? '–' : words.change(item.drift.value),
      interval: item.drift === undefined ? '' : `(${words.interval(item.drift.interval)})`,
      definition: sentenceInWords(item.definition),
      note: [
        groups,
        ...new Set(reasons),
        item.leftOut.length === 0
          ? ''
          : `left out: ${joined(item.leftOut.map(({ value, reason }) => `${nameInWords(value)} (${sentenceInWords(reason).replace(/\.$/, '').toLowerCase()})`))}`,
      ]
        .filter(Boolean)
        .join('; '),
    };
  });
}

/** Who lost a right answer and who gained one. Nothing for a regression, which has no right answers. */
export function flipRows(fairness: FairnessRecord): readonly Readonly<Record<string, string>>[] {
  if (fairness.outcome.task === 'regression') return [];
  const per100 = (count: number, n: number): string => (n === 0 ? '–' : fixed((count / n) * 100, 1));
  return fairness.slices.map(({ slice, shown }) => {
    const parts = sliceParts(slice);
    if (shown.kind === 'hidden') {
      return {
        ...parts,
        n: '–',
        lost: '–',
        lostRate: '–',
        gained: '–',
        gainedRate: '–',
        other: '–',
        mcnemar: '–',
        reason: `hidden: ${hiddenReason(shown)}`,
      };
    }
    const { negative, positive, any, mcnemarHolm: mcnemar } = shown.flips;
    return {
      ...parts,
      n: thousands(shown.n),
      lost: thousands(negative),
      lostRate: per100(negative, shown.n),
      gained: thousands(positive),
      gainedRate: per100(positive, shown.n),
      other: thousands(Math.max(0, any - negative - positive)),
      mcnemar: mcnemar.kind === 'value' ? pValueInWords(mcnemar.value) : '–',
      reason: '',
    };
  });
}
