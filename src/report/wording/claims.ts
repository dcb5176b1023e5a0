import type { AuditRecord, JudgedClaim } from '../../record/index.js';
import { bytes, fixed, interval, milliseconds, plain, times } from './numbers.js';
import { attributeInWords } from './slices.js';

/** What a claim is about, so that it can stand beside the figure. */
export type ClaimTopic = 'size' | 'latency' | 'privacy' | 'other';

/** The topic of a claim, by the name of its metric; for free text, by its words. */
export function topicOf(claim: JudgedClaim): ClaimTopic {
  const metric = claim.metric ?? '';
  if (/network|privacy|permission|telemetry|membership|epsilon|leak/.test(metric)) return 'privacy';
  if (/latency|throughput|speed/.test(metric)) return 'latency';
  if (/size|bytes|parameters|sparsity|compression/.test(metric)) return 'size';
  if (metric !== '') return 'other';
  return /privacy|private|federated|on[ -]device|raw (data|pictures)|leaves? the|upload/i.test(claim.text)
    ? 'privacy'
    : 'other';
}

/** A claimed or found value with the unit that its metric's name tells. */
export function claimValue(claim: JudgedClaim, value: number): string {
  const metric = claim.metric ?? '';
  if (/_ratio(_|$)/.test(metric)) return `${plain(value)} of the full model’s`;
  if (metric.endsWith('_ms')) return milliseconds(value);
  if (metric.endsWith('_bytes')) return bytes(value);
  return plain(value);
}

/** `download size ratio at most 0.25 of the full model’s`; nothing for free text. */
export function statedInWords(claim: JudgedClaim): string {
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
export function claimTitle(claim: JudgedClaim): string {
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

/** What was measured on inputs that nobody took a picture of, said where the record does not name an example as its input. */
export function inputOfLatency(claim: JudgedClaim): string {
  return topicOf(claim) === 'latency' && claim.source === 'measured' ? 'The input was generated, not an example.' : '';
}

/** A claimed ratio turned round, as people say it: at most 0.25 of the size is `4.0×`. Nothing for other claims. */
export function claimedTimes(claim: JudgedClaim): string | undefined {
  if (claim.comparator !== 'at_most' || claim.value === undefined || !(claim.value > 0)) return undefined;
  return /_ratio(_|$)/.test(claim.metric ?? '') ? times(1 / claim.value) : undefined;
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
