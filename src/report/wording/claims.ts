import { claimMetrics } from '../../claims/index.js';
import type { AuditRecord, ClaimTopic, ClaimUnit, JudgedClaim, LatencyInput } from '../../record/index.js';
import { bytes, fixed, interval, milliseconds, plain, thousands, times, timesApart } from './numbers.js';
import { attributeInWords } from './slices.js';
import { nameInWords } from './text.js';

/** Beside which figure a claim stands; free text about privacy, which no metric is behind, by its words. */
export function topicOf(claim: JudgedClaim): ClaimTopic {
  const topic = claim.topic ?? claimMetrics.find(({ name }) => name === claim.metric)?.topic;
  if (topic !== undefined || claim.metric !== undefined) return topic ?? 'other';
  return /privacy|private|federated|on[ -]device|raw (data|pictures)|leaves? the|upload/i.test(claim.text)
    ? 'privacy'
    : 'other';
}

function unitOf(claim: JudgedClaim): ClaimUnit | undefined {
  return claim.unit ?? claimMetrics.find(({ name }) => name === claim.metric)?.unit;
}

/** A claimed or found value with its unit. */
export function claimValue(claim: JudgedClaim, value: number): string {
  switch (unitOf(claim)) {
    case 'ratio':
      return `${plain(value)} of the full model’s`;
    case 'ms':
      return milliseconds(value);
    case 'bytes':
      return bytes(value);
    case 'count':
      return Number.isInteger(value) ? thousands(value) : plain(value);
    case undefined:
      return plain(value);
  }
}

/** `download size ratio at most 0.25 of the full model’s`; nothing for free text. */
function statedInWords(claim: JudgedClaim): string {
  if (claim.comparator === undefined || claim.value === undefined) return '';
  const comparator = { at_most: 'at most', at_least: 'at least', equals: 'exactly' }[claim.comparator];
  return `${comparator} ${claimValue(claim, claim.value)}`;
}

/** What was found, with its interval; `–` where nothing was. */
export function foundInWords(claim: JudgedClaim): string {
  if (claim.found === undefined) return '–';
  const { value, interval: ends } = claim.found;
  const text = claimValue(claim, value);
  return ends === undefined ? text : `${text} (${interval(ends, plain)})`;
}

/** The metric in words, as the record says or as the plan names it. */
function claimTitle(claim: JudgedClaim): string {
  return attributeInWords(claim.title ?? claim.metric ?? '');
}

/**
 * What was held against the file or the measurement, in the metric's own words: `download size at most 0.25 of the full model’s`,
 * `no operator in the file can send data`. Nothing for free text. It may be less than the publisher's sentence says.
 */
export function checkedInWords(claim: JudgedClaim): string {
  const stated = statedInWords(claim);
  if (stated === '') return '';
  if (claim.metric === 'network_operators' && claim.value === 0 && claim.comparator !== 'at_least')
    return 'no operator in the file can send data';
  return `${claimTitle(claim)} ${stated}`;
}

/** What was run to measure latency; nothing where the record does not say. */
export function latencyInputInWords(input: LatencyInput | undefined): string {
  if (input === undefined) return '';
  return input.kind === 'example' ? `the example “${nameInWords(input.id, 60)}”` : 'a generated input';
}

/** What a claim about latency was measured on, in a sentence; nothing for other claims. */
export function inputOfLatency(claim: JudgedClaim, latency: AuditRecord['latency']): string {
  if (topicOf(claim) !== 'latency' || claim.source !== 'measured' || latency?.input === undefined) return '';
  return latency.input.kind === 'generated'
    ? 'The input was generated, not an example.'
    : `What ran was ${latencyInputInWords(latency.input)}.`;
}

/** The claim's figure and what was claimed of it, each as people say it; found at most where something was. */
export interface ClaimedFigure {
  /** What it is about where that is another figure than the card's own of the topic: `file size`. */
  readonly title: string;
  /** `3.7×`, `at most 120 kB`. */
  readonly claimed: string;
  /** `3.4×`, `130 kB`. */
  readonly found: string | undefined;
  /** The found value in a few words: `3.4× smaller`, `1.2× faster (1.1–1.3×)`. */
  readonly figure: string | undefined;
}

/** The figures that the card shows of its own accord; a claim about one of them need not name it. */
const ownFigures: readonly (string | undefined)[] = ['download_size_ratio', 'latency_p50_ratio'];

/** What was claimed of a figure and what was found of the same; nothing for free text. */
export function claimedFigure(claim: JudgedClaim): ClaimedFigure | undefined {
  const { comparator, value, found } = claim;
  if (comparator === undefined || value === undefined) return undefined;
  const title = ownFigures.includes(claim.metric) ? '' : claimTitle(claim);
  if (unitOf(claim) !== 'ratio' || comparator !== 'at_most' || !(value > 0) || (found && !(found.value > 0))) {
    const text = found && claimValue(claim, found.value);
    return { title, claimed: statedInWords(claim), found: text, figure: text };
  }
  if (found === undefined) return { title, claimed: times(1 / value), found: undefined, figure: undefined };
  const [claimed, text] = timesApart(1 / value, 1 / found.value);
  return { title, claimed, found: text, figure: ratioInWords(claim, found, text) };
}

function ratioInWords(
  claim: JudgedClaim,
  { value, interval: ends }: NonNullable<JudgedClaim['found']>,
  text: string,
): string {
  if (topicOf(claim) === 'latency' && ends !== undefined) {
    const ratio = faster({ value, interval: ends });
    return ratio.interval === '' ? ratio.text : `${ratio.text} (${ratio.interval})`;
  }
  return value < 0.995 ? `${text} smaller` : smaller(1 / value);
}

/** `2.7× smaller`, `1.3× larger`, from baseline over variant. */
export function smaller(ratio: number): string {
  if (!(ratio > 0)) return '–';
  if (Math.abs(ratio - 1) < 0.005) return 'as large';
  return ratio > 1 ? `${times(ratio)} smaller` : `${times(1 / ratio)} larger`;
}

/** `1.9× faster` and its interval, from variant over baseline; no faster and no slower where the interval holds both. */
export function faster(latency: NonNullable<AuditRecord['latency']>['ratioP50']): {
  readonly text: string;
  readonly interval: string;
} {
  const { value, interval: ends } = latency;
  if (!(value > 0) || !(ends.lower > 0)) return { text: '–', interval: '' };
  if (ends.lower <= 1 && ends.upper >= 1)
    return { text: 'no sure difference', interval: range(ends.lower, ends.upper) };
  if (value > 1) {
    const text = value < 1.005 ? 'as fast' : `${times(value)} slower`;
    return { text, interval: range(ends.lower, ends.upper) };
  }
  const text = value > 0.995 ? 'as fast' : `${times(1 / value)} faster`;
  return { text, interval: range(1 / ends.upper, 1 / ends.lower) };
}

/** `1.7–2.1×`; the ends have the same decimals. */
function range(lower: number, upper: number): string {
  const decimals = Math.abs(lower - 1) < 0.095 || Math.abs(upper - 1) < 0.095 ? 2 : 1;
  return `${fixed(lower, decimals)}–${fixed(upper, decimals)}×`;
}
