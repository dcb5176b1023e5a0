import {
  LineCounter,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { AuditError, messageOf, quoted, type Place } from '../base/index.js';

/** A parsed YAML file that still knows where everything stands. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Where the value at this path stands; the nearest enclosing one if it is not there. */
  place(path: readonly PropertyKey[]): Place;
  /** Where the key at the end of this path stands. */
  placeOfKey(path: readonly PropertyKey[]): Place;
  /**
   * The keys of the map at this path in the order written, which objects do not keep: JavaScript puts keys that look like whole
   * numbers first. None where there is no map.
   */
  keys(path: readonly PropertyKey[]): readonly string[];
}

/**
 * Parses YAML 1.2 (core schema: no tags that run code, no dates, aliases bounded) and keeps the positions.
 *
 * @throws {AuditError} `plan`, with line and column, where it is not YAML, or holds what would be read otherwise than it is written:
 *   tags that are not known, keys that are lists or maps or become the same text, aliases inside what they name.
 */
export function parseLocatedYaml(text: string, file: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
    schema: 'core',
    // By their text, as the objects that they become tell them apart: 1 and "1" are one key there.
    uniqueKeys: (a, b) => isScalar(a) && isScalar(b) && keyText(a.value) === keyText(b.value),
  });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problem = document.errors[0];
  if (problem) {
    throw new AuditError('plan', `This is not valid YAML: ${problem.message}.`, { place: at(problem.pos[0]) });
  }
  refuseMisread(document, at);
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
    keys: (path) => keysOf(document, path),
  };
}

const coreTags: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** Refuses what the parser lets pass and JavaScript would change or never finish. */
function refuseMisread(document: Document.Parsed, at: (offset: number) => Place): void {
  const [warning] = document.warnings;
  if (warning) {
    throw new AuditError('plan', `This YAML would not be read as it is written: ${warning.message}.`, {
      place: at(warning.pos[0]),
      wayOut: 'Leave it out: a plan needs no tags.',
    });
  }
  const anchors = new Map<string, unknown>();
  visit(document, {
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (node.tag === undefined || coreTags.has(node.tag)) return;
      throw new AuditError('plan', `The tag ${quoted(node.tag)} is not read.`, {
        place: at(startOf(node) ?? 0),
        wayOut: 'Leave it out: a plan needs no tags.',
      });
    },
    Pair: (_, { key }) => {
      if (key === null || isScalar(key)) return;
      throw new AuditError('plan', 'Expected a name as the key, found an alias, a list or a map.', {
        place: at(startOf(key) ?? 0),
        wayOut: 'Write the name itself, in quotation marks where it holds brackets.',
      });
    },
    Alias: (_, alias, ancestors) => {
      if (!ancestors.some((ancestor) => ancestor === anchors.get(alias.source))) return;
      throw new AuditError('plan', 'This alias stands inside what it names, so it would never end.', {
        place: at(startOf(alias) ?? 0),
        wayOut: 'Write out what is meant.',
      });
    },
  });
}

/** What a key becomes in an object. */
function keyText(value: unknown): string {
  return value === null ? '' : `${value as string | number | boolean}`;
}

/** A node, or what it is an alias of. */
function followed(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function keysOf(document: Document.Parsed, path: readonly PropertyKey[]): readonly string[] {
  let node = followed(document, document.contents);
  for (const key of path) {
    node = followed(
      document,
      isMap(node) ? pairOf(node, key)?.value : isSeq(node) ? node.items[Number(key)] : undefined,
    );
  }
  return isMap(node) ? node.items.map(({ key }) => (isScalar(key) ? keyText(key.value) : '')) : [];
}

function pairOf(map: YAMLMap, key: PropertyKey): Pair | undefined {
  return map.items.find((item) => isPair(item) && isScalar(item.key) && keyText(item.key.value) === String(key));
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], wantsKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, key] of path.entries()) {
    const isLast = depth === path.length - 1;
    node = followed(document, node);
    if (isMap(node)) {
      const pair = pairOf(node, key);
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
