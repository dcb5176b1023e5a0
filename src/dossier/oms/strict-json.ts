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

/** How many keys the objects in a value have. Its shape is known by now, so it is not deep. */
function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: unknown[] = Object.values(value);
  return items.reduce<number>((count, item) => count + keysIn(item), Array.isArray(value) ? 0 : items.length);
}

/** How many keys a JSON text writes out: `JSON.parse` keeps only the last of those with one name. */
function keysWritten(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"([ \t\r\n]*:)?/g)) if (colon !== undefined) count++;
  return count;
}
