import type { JudgedRecord } from '../../record/index.js';
import { othersInWords } from '../wording/against.js';
import { decidingBound } from '../wording/deciding-bound.js';
import { marginInWords } from '../wording/margin.js';
import { metricsInWords } from '../wording/metrics.js';
import { thousands } from '../wording/numbers.js';
import { sliceInWords, sliceParts } from '../wording/slices.js';
import { sentenceInWords } from '../wording/text.js';
import { unseenMark, wideForUnseen } from '../wording/unseen-flips.js';
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
  /** The one-sided bound that keeps the promise or leaves it open. */
  readonly bound: string;
  readonly n: string;
  readonly promised: string;
  readonly tone: string;
  readonly verdict: string;
  readonly detail: string;
  readonly isPlainlyKept: boolean;
}

/** Every finding, in the record's order. */
export function findingRows(record: JudgedRecord): readonly FindingRow[] {
  const metrics = metricsInWords(record);
  const unit = unitOf(record);
  const { fairness } = record;
  const wide = fairness && wideForUnseen(fairness);
  return (fairness?.findings ?? []).map((finding) => {
    const words = metrics(finding);
    const verdict = verdictInWords(finding, unit);
    const mark = wide?.has(finding) ? unseenMark : '';
    const rest = finding.restDrift === undefined ? '' : `\u00a0(${words.change(finding.restDrift)})`;
    return {
      ...sliceParts(finding.slice),
      metric: words.title,
      against: finding.kind === 'differential' ? `against ${othersInWords(finding)}${rest}` : '',
      before: words.estimate(finding.baseline),
      after: words.estimate(finding.variant),
      change: finding.drift === undefined ? '–' : words.change(finding.drift),
      interval: finding.interval === undefined ? '' : `(${words.interval(finding.interval)})${mark}`,
      bound: decidingBound(words, finding)?.text ?? '',
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
export function notJudgedRows(record: JudgedRecord): readonly {
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
