import { safeText } from '../../base/index.js';
import { thousands } from './numbers.js';

/**
 * A name from data, plans or models, safe to show: controls become visible escapes, and text that runs from right to
 * left is set apart, so that it cannot reorder what stands beside it.
 */
export function nameInWords(name: string, limit = 120): string {
  const safe = safeText(name, limit);
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(safe) ? `\u2068${safe}\u2069` : safe;
}

/** A sentence that this project wrote, names in it included: thin spaces are kept, everything else is made safe. */
export function sentenceInWords(text: string, limit = 2000): string {
  return text
    .split(/([\u202f\u2068\u2069])/)
    .map((part, i) => (i % 2 === 1 ? part : safeText(part, limit)))
    .join('');
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
