/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** How wide a line of pretty JSON may be. */
const lineWidth = 160;

/**
 * JSON with two spaces of indent and a final line feed, keys in the order of the value: the form of every file we write. What
 * fits on a line stands on one, and lists of single values fill their lines: a record is mostly small objects and long lists,
 * of which indents would be more than half.
 *
 * Numbers must be finite, because `JSON.stringify` would silently turn the others into `null`.
 *
 * @throws {RangeError} where a number is NaN or infinite, naming its path.
 */
export function prettyJson(value: unknown): string {
  assertFinite(value, '$');
  return `${written(value, '', 0)}\n`;
}

/** @param before how many characters stand on the line before the value: its indent, and its key */
function written(value: unknown, indent: string, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const entries = isList
    ? value.map((item) => ['', written(item, deeper, deeper.length)] as const)
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => {
          const name = JSON.stringify(key);
          return [name, written(item, deeper, deeper.length + name.length + 2)] as const;
        });
  const [open, close] = isList ? '[]' : '{}';
  const line = `${open}${entries.map(([name, text]) => (isList ? text : `${name}:${text}`)).join(',')}${close}`;
  if (entries.length === 0 || (before + line.length <= lineWidth && !line.includes('\n'))) return line;
  const isOfSingles = isList && value.every((item) => typeof item !== 'object' || item === null);
  const lines = isOfSingles
    ? filled(
        entries.map(([, text]) => text),
        lineWidth - deeper.length,
      )
    : entries.map(([name, text]) => (isList ? text : `${name}: ${text}`));
  return `${open}\n${lines.map((text) => deeper + text).join(',\n')}\n${indent}${close}`;
}

/** The texts, as many on a line as fit. */
function filled(texts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const text of texts) {
    if (line !== '' && line.length + text.length + 2 > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? text : `${line},${text}`;
  }
  return [...lines, line];
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
