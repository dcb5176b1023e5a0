import type { JudgedRecord, ClaimResult } from '../../record/index.js';
import { joined, sentenceInWords } from './text.js';

/** The most claims that a sentence names. */
const mostNamed = 2;

/** `the claim “Twice as fast” does not hold`; nothing where no claim has this result. */
export function claimsInSentence(
  record: JudgedRecord,
  result: Extract<ClaimResult, 'contradicted' | 'undecided'>,
): string {
  const texts = record.claims
    .filter((claim) => claim.result === result)
    .map(({ text }) => `“${sentenceInWords(text, 80).replace(/\.$/, '')}”`);
  if (texts.length === 0) return '';
  const more = texts.length - mostNamed;
  const names = joined([...texts.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])]);
  const [one, many] = result === 'contradicted' ? ['does not hold', 'do not hold'] : ['is undecided', 'are undecided'];
  return texts.length === 1 ? `the claim ${names} ${one}` : `the claims ${names} ${many}`;
}

/** `claimed: “Twice as fast”`: what is claimed and contradicted; empty where nothing is. */
export function contradictedInWords(record: JudgedRecord): string {
  const texts = record.claims.filter(({ result }) => result === 'contradicted').map(({ text }) => text);
  return texts.length === 0
    ? ''
    : `claimed: ${texts.map((text) => `“${sentenceInWords(text, 60).replace(/\.$/, '')}”`).join(', ')}`;
}
