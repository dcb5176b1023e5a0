import type { z } from 'zod';
import { messageOf, safeText } from '../../base/index.js';

/** What was read, or why not, as a sentence goes on after "cannot be read:". Safe to show. */
export type Reading<Value> =
  { readonly kind: 'read'; readonly value: Value } | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads UTF-8 JSON of a known shape, refusing what two readers could understand differently: bytes that are not UTF-8, a
 * byte order mark, unknown keys (the schema must be strict) and keys that stand there twice.
 */
export function readStrictJson<Value>(bytes: Uint8Array, schema: z.ZodType<Value>): Reading<Value> {
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (error) {
    return { kind: 'refused', reason: `it is not JSON in UTF-8 (${safeText(messageOf(error), 120)})` };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { kind: 'refused', reason: reasonOf(parsed.error) };
  if (keysIn(json) !== keysWritten(text)) return { kind: 'refused', reason: 'a key stands there twice' };
  return { kind: 'read', value: parsed.data };
}

function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'it has another shape';
  const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return safeText(path === '' ? issue.message : `${path.replace(/^\./, '')}: ${issue.message}`, 240);
}

/** How many keys the objects in a value have, however deep they lie. */
function keysIn(value: unknown): number {
  let count = 0;
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const items: unknown[] = Object.values(next);
    if (!Array.isArray(next)) count += items.length;
    for (const item of items) waiting.push(item);
  }
  return count;
}

/**
 * How many keys a JSON text writes out: `JSON.parse` keeps only the last of those with one name.
 *
 * The text is known to be JSON, so every string that a colon follows is a key. It is read a character at a time, since a
 * regular expression keeps a place to return to for each character of a string, and a long one takes more than there are.
 */
function keysWritten(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at)) {
    at = afterSpace(text, afterString(text, at));
    if (text[at] === ':') count++;
  }
  return count;
}

/** Where the string that begins at a quotation mark is over. */
function afterString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at++;
  return at;
}
