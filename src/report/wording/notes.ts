import type { AuditRecord } from '../../record/index.js';
import { attributeInWords } from './slices.js';
import { capital, paragraphs } from './text.js';

/** A note of the plan. */
export interface NoteInWords {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** The plan's notes, but for one that stands among the limits already. */
export function notesBeside({ notes, limits }: AuditRecord): readonly NoteInWords[] {
  return Object.entries(notes)
    .filter(([, text]) => !limits.includes(text))
    .map(([name, text]) => ({ title: capital(attributeInWords(name)), paragraphs: paragraphs(text) }));
}

/** The record's limits, a sentence or a few each; line breaks of a plan are spaces here. */
export function limitsInWords({ limits }: Pick<AuditRecord, 'limits'>): readonly string[] {
  return limits.map((limit) => paragraphs(limit).join(' '));
}
