import type { z } from 'zod';
import { planFileSchema } from './schema.js';

interface SchemaLike {
  readonly def: {
    readonly type: string;
    readonly shape?: Record<string, unknown>;
    readonly innerType?: unknown;
    readonly element?: unknown;
    readonly valueType?: unknown;
    readonly options?: readonly unknown[];
  };
}

/** What stands at a path of a parsed file; nothing where there is no such place. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let node = root;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<PropertyKey, unknown>)[key];
  }
  return node;
}

/** The settings that this map may have, read off the schema by trying: an issue does not list them. */
export function knownKeys(path: readonly PropertyKey[], root: unknown): readonly string[] {
  return keysOf(schemaAt(path, root), valueAt(root, path));
}

/** Where there may be one of several shapes: the schema of the one that shares most settings with what is written. */
export function likeliestShape(path: readonly PropertyKey[], root: unknown): z.ZodType | undefined {
  const value = valueAt(root, path);
  const options = unwrap(schemaAt(path, root))?.def.options;
  if (!options) return undefined;
  const shared = (option: unknown): number => sharedKeys(keysOf(option, value), value);
  return options.reduce((best, option) => (shared(option) > shared(best) ? option : best)) as z.ZodType;
}

/** Settings that are maps of names, and what stands in the place of a name in a path. */
const anyName: Readonly<Record<string, string>> = {
  variants: 'VARIANT',
  inputs: 'INPUT',
  columns: 'COLUMN',
  attributes: 'ATTRIBUTE',
  margins: 'METRIC',
};

/** The paths of the maps that have a setting of this name, `margins.METRIC` or ``: where a misplaced one may belong. */
export function homesOf(key: string): readonly string[] {
  const homes = new Set<string>();
  const walk = (schema: unknown, path: readonly string[]): void => {
    const { shape, options, element, valueType } = unwrap(schema)?.def ?? {};
    for (const [name, inner] of Object.entries(shape ?? {})) {
      if (name === key) homes.add(path.join('.'));
      walk(inner, [...path, name]);
    }
    for (const option of options ?? []) walk(option, path);
    if (element !== undefined) walk(element, path);
    if (valueType !== undefined) walk(valueType, [...path, anyName[path.at(-1) ?? ''] ?? 'NAME']);
  };
  walk(planFileSchema, []);
  return [...homes];
}

function schemaAt(path: readonly PropertyKey[], root: unknown): unknown {
  let schema: unknown = planFileSchema;
  let value = root;
  for (const key of path) {
    value = valueAt(value, [key]);
    schema = child(schema, key, value);
  }
  return schema;
}

function unwrap(schema: unknown): SchemaLike | undefined {
  let node = schema as SchemaLike | undefined;
  while (node?.def.innerType !== undefined) node = node.def.innerType as SchemaLike;
  return node;
}

function child(schema: unknown, key: PropertyKey, value: unknown): unknown {
  const node = unwrap(schema);
  if (!node) return undefined;
  if (node.def.shape) return node.def.shape[String(key)];
  if (node.def.options) {
    return node.def.options.map((option) => child(option, key, value)).find((found) => found !== undefined);
  }
  return node.def.element ?? node.def.valueType;
}

/** Of several shapes, the settings of the one that shares most with what is written. */
function keysOf(schema: unknown, value: unknown): readonly string[] {
  const node = unwrap(schema);
  if (node?.def.shape) return Object.keys(node.def.shape);
  const options = (node?.def.options ?? []).map((option) => keysOf(option, value));
  return options.reduce<readonly string[]>(
    (best, keys) => (sharedKeys(keys, value) > sharedKeys(best, value) ? keys : best),
    options[0] ?? [],
  );
}

function sharedKeys(keys: readonly string[], value: unknown): number {
  const written = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return keys.filter((key) => written.includes(key)).length;
}
