import { safeText } from '../../base/index.js';
import { thousands } from './numbers.js';

/**
 * A name from data, plans or models, safe to show: controls become visible escapes, and text that runs from right to
 * left is set apart, so that it cannot reorder what stands beside it.
 */
export function nameInWords(name: string, limit = 120): string {
  return setApart(safeText(name, limit));
}

/** `class singer`: which class a number is about. */
export function classInWords(name: string): string {
  return `class ${nameInWords(name)}`;
}

/**
 * A sentence of a record, whoever wrote it: thin spaces are kept, everything else is made safe as in names. The isolates that
 * set text apart are ours alone; one that comes in from outside could stay open and reorder the paragraph around it.
 */
export function sentenceInWords(text: string, limit = 2000): string {
  const safe = text.split('\u202f').map((part) => safeText(part, limit));
  return setApart(safe.join('\u202f'));
}

/** Scripts that run from right to left, those beyond U+FFFF included (Unicode 16, default bidirectional classes R and AL). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function setApart(safe: string): string {
  return rightToLeft.test(safe) ? `\u2068${safe}\u2069` : safe;
}

/** Paragraphs of a text by people, such as a note of the plan. */
export function paragraphs(text: string): readonly string[] {
  return text
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => sentenceInWords(paragraph.replace(/\s*\r?\n\s*/g, ' ').trim(), 4000))
    .filter((paragraph) => paragraph !== '');
}

/** `one`, or the number and the plural. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

/** `a, b and c`. */
export function joined(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1] ?? ''}`;
}

/** The first letter as a capital, for a sentence that begins with a name of ours. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
