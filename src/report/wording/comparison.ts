import type { JudgedRecord, ReleaseVerdict } from '../../record/index.js';
import { counted, joined, nameInWords } from './text.js';
import { releaseInWords } from './verdicts.js';

const order: readonly ReleaseVerdict['kind'][] = ['kept', 'undecided', 'violated', 'not-judged'];

/** Which variants are as promised, in one sentence. */
export function comparisonSentence(records: readonly JudgedRecord[]): string {
  const named = new Map<string, string[]>();
  for (const record of [...records].sort((a, b) => order.indexOf(a.verdict.kind) - order.indexOf(b.verdict.kind))) {
    const word = record.verdict.kind === 'not-judged' ? 'not judged' : releaseInWords(record).word;
    named.set(word, [...(named.get(word) ?? []), nameInWords(record.variant.name, 60)]);
  }
  const clauses = [...named].map(([word, names]) => `${joined(names)} ${names.length === 1 ? 'is' : 'are'} ${word}`);
  return clauses.length === 0 ? `${counted(records.length, 'variant')}.` : `${clauses.join('; ')}.`;
}
