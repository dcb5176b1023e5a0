import { AuditError, quoted, type PatternPart, type SlicePattern } from '../base/index.js';

/** A name or a value: in double quotes, where `""` stands for one, or plain and without what separates them. */
const word = /\s*(?:"((?:[^"]|"")+)"|([^\s",=|][^",=|]*))\s*/uy;

/**
 * The slices of `for …` in a `--margin`: `all`, `sex`, `sex=Female`, `sex=Female,race`, `skin_tone=dark|medium-dark`. A name or value that
 * holds a comma, `=` or `|` stands in double quotes.
 *
 * @throws {AuditError} `command-line`
 */
export function patternOfFlag(flag: string, text: string): SlicePattern {
  const refuse = (what: string): never => {
    throw new AuditError('command-line', `--margin ${quoted(flag)} ${what}.`, {
      wayOut: `Write slices like 'for sex', 'for sex=Female', 'for sex=Female,race', 'for "a=b"="c|d"' or 'for all'.`,
    });
  };
  let at = 0;
  const next = (): string => {
    word.lastIndex = at;
    const match = word.exec(text);
    if (!match) return refuse('names no attribute or value where one is wanted');
    at = word.lastIndex;
    return match[1]?.replaceAll('""', '"') ?? (match[2] ?? '').trimEnd();
  };
  const isThere = (sign: string): boolean => {
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  };
  if (text.trim() === 'all') return [];
  const parts: PatternPart[] = [];
  do {
    const attribute = next();
    if (!isThere('=')) {
      parts.push(attribute);
      continue;
    }
    const values: string[] = [];
    do values.push(next());
    while (isThere('|'));
    if (new Set(values).size < values.length) refuse('names a value twice');
    parts.push(values.length === 1 && values[0] === '*' ? attribute : { attribute, values });
  } while (isThere(','));
  if (at < text.length) refuse('goes on where its slices should end');
  const names = parts.map((part) => (typeof part === 'string' ? part : part.attribute));
  if (new Set(names).size < names.length) refuse('names an attribute twice');
  return parts;
}
