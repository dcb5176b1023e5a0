import type { AuditRecord } from '../../record/index.js';
import { counted, joined, nameInWords } from './text.js';

/** Which variants are as promised, in one sentence. */
export function comparisonSentence(records: readonly AuditRecord[]): string {
  const named = (kind: AuditRecord['verdict']['kind']): string =>
    joined(records.filter(({ verdict }) => verdict.kind === kind).map(({ variant }) => nameInWords(variant.name, 60)));
  const is = (kind: AuditRecord['verdict']['kind']): string =>
    records.filter(({ verdict }) => verdict.kind === kind).length === 1 ? 'is' : 'are';
  const clause = (kind: AuditRecord['verdict']['kind'], words: string): string =>
    named(kind) === '' ? '' : `${named(kind)} ${is(kind)} ${words}`;
  const clauses = [
    clause('kept', 'as promised'),
    clause('undecided', 'undecided'),
    clause('violated', 'not as promised'),
    clause('not-judged', 'not judged'),
  ].filter(Boolean);
  return clauses.length === 0 ? `${counted(records.length, 'variant')}.` : `${clauses.join('; ')}.`;
}
