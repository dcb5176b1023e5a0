import type { AuditRecord, JudgedClaim } from '../../record/index.js';
import {
  claimTitle,
  claimedTimes,
  faster,
  foundInWords,
  smaller,
  statedInWords,
  topicOf,
  type ClaimTopic,
} from '../wording/claims.js';
import { bytes, milliseconds, thousands } from '../wording/numbers.js';
import { metricsInWords } from '../wording/metrics.js';
import { capital, counted, nameInWords, sentenceInWords } from '../wording/text.js';
import { resultInWords, sourceInWords, type Tone } from '../wording/verdicts.js';

/** One of the four facts side by side at the top. */
export interface Fact {
  readonly title: string;
  readonly tone: Tone;
  readonly value: string;
  readonly note: string;
  readonly claims: readonly ClaimLabels[];
}

/** A claim with its two labels: where the figure comes from, and how the claim fares. */
export interface ClaimLabels {
  readonly text: string;
  readonly tone: Tone;
  readonly result: string;
  readonly source: string;
}

/** A row of the claims table. */
export interface ClaimRow extends ClaimLabels {
  readonly about: string;
  readonly stated: string;
  readonly found: string;
  readonly reason: string;
}

export function factsOf(record: AuditRecord): readonly Fact[] {
  return [promises(record), size(record), latency(record), privacy(record)];
}

export function claimRows(record: AuditRecord): readonly ClaimRow[] {
  return record.claims.map((claim) => ({
    ...labels(claim),
    text: sentenceInWords(claim.text, 300),
    about: claimTitle(claim),
    stated: statedInWords(claim) || '–',
    found: foundInWords(claim),
    reason: sentenceInWords(claim.reason, 600),
  }));
}

function labels(claim: JudgedClaim): ClaimLabels {
  const result = resultInWords[claim.result];
  const turned = claimedTimes(claim);
  return {
    text: `claimed: ${sentenceInWords(claim.text, 90)}${turned === undefined ? '' : ` (${turned})`}`,
    tone: result.tone,
    result: `${result.glyph} ${result.word}`,
    source: sourceInWords[claim.source],
  };
}

function about(record: AuditRecord, topic: ClaimTopic): readonly ClaimLabels[] {
  return record.claims.filter((claim) => topicOf(claim) === topic).map(labels);
}

function promises(record: AuditRecord): Fact {
  const { kept, keptButWorse, violated, undecided, notEstimable } = record.verdict.promises;
  const total = kept + violated + undecided + notEstimable;
  const title = 'Promises';
  if (total === 0) {
    const note = record.fairness === undefined ? 'without data, fairness was not audited' : 'nothing was promised';
    return { title, tone: 'quiet', value: '– none judged', note, claims: [] };
  }
  const [tone, value]: [Tone, string] =
    violated > 0
      ? ['bad', `✗ ${thousands(violated)} broken`]
      : undecided > 0
        ? ['warn', `? ${thousands(undecided)} undecided`]
        : notEstimable > 0
          ? ['warn', `– ${thousands(notEstimable)} not estimable`]
          : ['good', `✓ all ${thousands(kept)} kept`];
  const worse = keptButWorse > 0 ? `, ${thousands(keptButWorse)} of them surely worse` : '';
  const rest = [
    tone === 'good' ? worse.slice(2) : `${thousands(kept)} kept${worse}`,
    undecided > 0 && !value.startsWith('?') ? `${thousands(undecided)} undecided` : '',
    notEstimable > 0 && !value.startsWith('–') ? `${thousands(notEstimable)} not estimable` : '',
  ].filter(Boolean);
  const result = { good: '✓ kept', bad: '✗ broken', warn: '? undecided', quiet: '– unchecked' }[tone];
  return {
    title,
    tone,
    value,
    note: rest.join('; '),
    claims: [{ text: promised(record), tone, result, source: 'measured here' }],
  };
}

/** The margin that the headline is about, in a few words. */
function promised(record: AuditRecord): string {
  const finding = record.fairness?.findings.find(({ kind }) => kind === 'drift') ?? record.fairness?.findings[0];
  if (finding === undefined) return '';
  const sources = new Set(record.fairness?.findings.map(({ margin }) => margin.source));
  const source = sources.size === 2 ? 'plan and defaults' : sources.has('plan') ? 'plan' : 'default';
  const others =
    new Set(record.fairness?.findings.map(({ kind, metric, margin }) => `${kind} ${metric} ${margin.allowed}`)).size -
    1;
  const words = metricsInWords(record)(finding.metric);
  return `promised (${source}): ${words.promise(finding.margin.allowed)}${others > 0 ? `, and ${counted(others, 'other limit')}` : ''}`;
}

function size(record: AuditRecord): Fact {
  const { gzipBytes, bytes: file } = record.size;
  const { baseline, variant } = record;
  const note = `${bytes(baseline.gzipBytes)} to ${bytes(variant.gzipBytes)} after gzip; the file itself is ${smaller(file)}`;
  return {
    title: 'Size to download',
    tone: 'quiet',
    value: capital(smaller(gzipBytes)),
    note,
    claims: orNone(about(record, 'size'), 'recomputed'),
  };
}

function latency(record: AuditRecord): Fact {
  const { latency: measured } = record;
  if (measured === undefined) {
    return {
      title: 'Latency',
      tone: 'quiet',
      value: 'Not measured',
      note: '',
      claims: orNone(about(record, 'latency'), undefined),
    };
  }
  const ratio = faster(measured.ratioP50);
  return {
    title: 'Latency',
    tone: 'quiet',
    value: capital(ratio.text),
    note: `median ${milliseconds(measured.baseline.p50Ms)} to ${milliseconds(measured.variant.p50Ms)} on ${nameInWords(measured.machine, 60)}; ratio ${ratio.interval}`,
    claims: orNone(about(record, 'latency'), 'measured here'),
  };
}

function privacy(record: AuditRecord): Fact {
  const claims = record.claims.filter((claim) => topicOf(claim) === 'privacy');
  const count = (kind: JudgedClaim['result'], word: string): string => {
    const n = claims.filter(({ result }) => result === kind).length;
    return n === 0 ? '' : `${n} ${word}`.replace('  ', ' ');
  };
  const of = claims.length === 1 ? '' : ` of ${claims.length}`;
  const value =
    claims.length === 0
      ? 'Nothing claimed'
      : count('contradicted', `contradicted`) ||
        (claims.every(({ result }) => result === 'holds')
          ? 'Holds'
          : count('holds', `${of.trim()} holds`.trim()) || 'Not checked');
  return { title: 'Privacy', tone: 'quiet', value, note: '', claims: claims.map(labels) };
}

function orNone(claims: readonly ClaimLabels[], source: string | undefined): readonly ClaimLabels[] {
  if (claims.length > 0 || source === undefined) return claims;
  return [{ text: 'nothing claimed', tone: 'quiet', result: '– unchecked', source }];
}
