import { LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { AuditError, messageOf, type Place } from '../base/index.js';

/** A parsed YAML file that still knows where everything stands. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Where the value at this path stands; the nearest enclosing one if it is not there. */
  place(path: readonly PropertyKey[]): Place;
  /** Where the key at the end of this path stands. */
  placeOfKey(path: readonly PropertyKey[]): Place;
}

/**
 * Parses YAML 1.2 (core schema: no tags that run code, no dates, aliases bounded) and keeps the positions.
 *
 * @throws {AuditError} `plan`, with line and column, where it is not YAML.
 */
export function parseLocatedYaml(text: string, file: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
    schema: 'core',
    uniqueKeys: true,
  });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problem = document.errors[0];
  if (problem) {
    throw new AuditError('plan', `This is not valid YAML: ${problem.message}.`, { place: at(problem.pos[0]) });
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new AuditError('plan', `This YAML cannot be read: ${messageOf(error)}.`, { place: { file }, cause: error });
  }
  return {
    value,
    place: (path) => at(offsetOf(document, path, false)),
    placeOfKey: (path) => at(offsetOf(document, path, true)),
  };
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], wantsKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, key] of path.entries()) {
    const isLast = depth === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (!pair) break;
      const keyOffset = startOf(pair.key);
      const valueOffset = startOf(pair.value);
      offset = (isLast && wantsKey ? keyOffset : (valueOffset ?? keyOffset)) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
