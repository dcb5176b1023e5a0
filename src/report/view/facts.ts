import type { AuditRecord, ClaimTopic, JudgedClaim, JudgedRecord } from '../../record/index.js';
import {
  checkedInWords,
  claimedFigure,
  faster,
  foundInWords,
  inputOfLatency,
  latencyInputInWords,
  smaller,
  topicOf,
} from '../wording/claims.js';
import { promiseInWords } from '../wording/margin.js';
import { bytes, milliseconds, thousands } from '../wording/numbers.js';
import { heldMargins } from '../wording/promises.js';
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
  /** What the labels are about: what was checked in the metric's words, or what is claimed where that is all there is. */
  readonly text: string;
  /** The publisher's own sentence where the text is not it: it may say more than what was checked. */
  readonly declared: string;
  readonly tone: Tone;
  readonly result: string;
  readonly source: string;
}

/** A row of the claims table. */
export interface ClaimRow extends ClaimLabels {
  /** What was held against the files or the measurement, in the metric's words. */
  readonly checked: string;
  readonly found: string;
  readonly reason: string;
}

/** Promises, size, latency and privacy, in this order. */
export function factsOf(record: AuditRecord): readonly Fact[] {
  return [promisesFact(record), size(record), latency(record), privacy(record)];
}

/** Every claim: what the publisher says, what of it was checked, and how that fares. */
export function claimRows(record: AuditRecord): readonly ClaimRow[] {
  return record.claims.map((claim) => ({
    ...labels(claim),
    text: sentenceInWords(claim.text, 300),
    checked: checkedInWords(claim) || '–',
    found: foundInWords(claim),
    reason: [sentenceInWords(claim.reason, 600), inputOfLatency(claim, record.latency)].filter(Boolean).join(' '),
  }));
}

function labels(claim: JudgedClaim): ClaimLabels {
  const result = resultInWords[claim.result];
  return {
    text: `claimed: ${sentenceInWords(claim.text, 90)}${claimedAndFound(claim)}`,
    declared: '',
    tone: result.tone,
    result: `${result.glyph} ${result.word}`,
    source: sourceInWords[claim.source],
  };
}

/** ` (3.7×, found 3.4×)`; with what it is about where that is not the figure above: ` (file size: 3.7×, found 3.4×)`. */
function claimedAndFound(claim: JudgedClaim): string {
  const of = claimedFigure(claim);
  if (of === undefined) return '';
  const found = of.found === undefined ? '' : `, found ${of.found}`;
  return ` (${of.title === '' ? '' : `${of.title}: `}${of.claimed}${found})`;
}

/** Labelled by what was checked, with the publisher's sentence beside it: the two may be far apart. */
function checkedLabels(claim: JudgedClaim): ClaimLabels {
  const checked = checkedInWords(claim);
  return checked === ''
    ? labels(claim)
    : { ...labels(claim), text: checked, declared: `declared: “${sentenceInWords(claim.text, 90)}”` };
}

function about(record: AuditRecord, topic: ClaimTopic): readonly ClaimLabels[] {
  return record.claims.filter((claim) => topicOf(claim) === topic).map(labels);
}

/** How many promises are kept, and what the first of them is. */
export function promisesFact(record: JudgedRecord): Fact {
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
    claims: [{ text: promised(record), declared: '', tone, result, source: 'measured here' }],
  };
}

/** The first margin in a few words, where it holds, and how many others there are. */
function promised(record: JudgedRecord): string {
  const { fairness } = record;
  const margins = fairness === undefined ? [] : heldMargins(record, fairness);
  const first = margins.find(({ kind }) => kind === 'drift') ?? margins[0];
  if (first === undefined) return '';
  const sources = new Set(margins.map(({ source }) => source));
  const source = sources.size === 2 ? 'declared and default' : sources.has('plan') ? 'declared' : 'default';
  const others = margins.length - 1;
  return `promised (${source}): ${promiseInWords(first.words, first)} ${first.where}${others > 0 ? `, and ${counted(others, 'other limit')}` : ''}`;
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
  const input = latencyInputInWords(measured.input);
  return {
    title: 'Latency',
    tone: 'quiet',
    value: capital(ratio.text),
    note: `median ${milliseconds(measured.baseline.p50Ms)} to ${milliseconds(measured.variant.p50Ms)} on ${nameInWords(measured.machine, 60)}${input === '' ? '' : `, of ${input}`}; ${ratio.interval} (95 %)`,
    claims: orNone(about(record, 'latency'), 'measured here'),
  };
}

function privacy(record: AuditRecord): Fact {
  const claims = record.claims.filter((claim) => topicOf(claim) === 'privacy');
  const contradicted = claims.filter(({ result }) => result === 'contradicted').length;
  const holds = claims.filter((claim) => claim.result === 'holds' && checkedInWords(claim) !== '');
  const value =
    claims.length === 0
      ? 'Nothing claimed'
      : contradicted > 0
        ? `${thousands(contradicted)} contradicted`
        : holds.length === 0
          ? 'Not checked'
          : 'File checked only';
  const note = holds.length === 0 ? '' : 'the app around it was not';
  return { title: 'Privacy', tone: 'quiet', value, note, claims: claims.map(checkedLabels) };
}

function orNone(claims: readonly ClaimLabels[], source: string | undefined): readonly ClaimLabels[] {
  if (claims.length > 0 || source === undefined) return claims;
  return [{ text: 'nothing claimed', declared: '', tone: 'quiet', result: '– unchecked', source }];
}
