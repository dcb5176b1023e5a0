/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON with two spaces of indent and a final line feed, keys in the order of the value: the form of every file we write.
 *
 * Numbers must be finite, because `JSON.stringify` would silently turn the others into `null`.
 *
 * @throws {RangeError} where a number is NaN or infinite, naming its path.
 */
export function prettyJson(value: unknown): string {
  assertFinite(value, '$');
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** JSON without white space and with sorted keys, for hashing: equal values give equal bytes. */
export function canonicalJson(value: unknown): string {
  assertFinite(value, '$');
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function assertFinite(value: unknown, path: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`a number that JSON cannot hold (${value}) at ${path}`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) assertFinite(item, `${path}.${key}`);
}
