import type { z } from 'zod';
import { AuditError, didYouMean, listed, quoted, type Place } from '../base/index.js';
import { parseLocatedYaml, type LocatedYaml } from './located.js';
import { planFileSchema, type PlanFile } from './schema.js';
import { resolvePlan } from './resolve-plan.js';
import type { Plan } from './types.js';
import type { PlanVocabulary } from './vocabulary.js';

/** A plan and where its parts stand, so that later errors (a column that is not there) can name line and column. */
export interface LocatedPlan {
  readonly plan: Plan;
  place(path: readonly PropertyKey[]): Place;
}

/** A plan larger than this is refused before it is parsed. */
export const maxPlanBytes = 4 << 20;

/**
 * Reads `audit.yaml`.
 *
 * @param file how the file is named in messages
 * @throws {AuditError} `plan`, with line and column, the nearest right name and a way out
 */
export function parsePlan(text: string, file: string, vocabulary: PlanVocabulary): LocatedPlan {
  if (text.length > maxPlanBytes) {
    throw new AuditError('plan', `This plan has ${text.length} characters; at most ${maxPlanBytes} are read.`, {
      place: { file },
    });
  }
  if (text.trim() === '') {
    throw new AuditError('plan', 'This plan is empty.', {
      place: { file },
      wayOut: 'Write one with: audit init MODEL TABLE.',
    });
  }
  const yaml = parseLocatedYaml(text, file);
  refusePrototypes(yaml.value, [], yaml);
  const parsed = planFileSchema.safeParse(yaml.value);
  if (!parsed.success) throw issueError(deepest(parsed.error.issues, yaml.value), yaml, text);
  return { plan: resolvePlan(parsed.data satisfies PlanFile, yaml, vocabulary), place: (path) => yaml.place(path) };
}

/** `__proto__` is a key that JavaScript would drop or worse; nothing in a plan may be called so. */
function refusePrototypes(value: unknown, path: readonly PropertyKey[], yaml: LocatedYaml): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' && path.length > 0) {
      throw new AuditError('plan', `Nothing in a plan may be called ${quoted(key)}.`, {
        place: yaml.placeOfKey([...path, key]),
      });
    }
    refusePrototypes(item, [...path, key], yaml);
  }
}

type Issue = z.core.$ZodIssue;

/** Of a union's branches, the one that got furthest says best what is wrong: a wrong value more than one that lacks. */
function deepest(issues: readonly Issue[], root: unknown): Issue {
  const [first] = issues;
  if (!first) throw new RangeError('a failed parse has an issue');
  if (first.code !== 'invalid_union' || first.errors.length === 0) return first;
  const branches = first.errors
    .map((branch) => branch.map((issue) => ({ ...issue, path: [...first.path, ...issue.path] })))
    .map((branch) => deepest(branch, root));
  const says = (issue: Issue): number => (issue.code === 'unrecognized_keys' || isLacking(issue, root) ? -1 : 0);
  const rank = (issue: Issue): number => issue.path.length * 2 + says(issue);
  return branches.reduce((best, issue) => (rank(issue) > rank(best) ? issue : best));
}

function isLacking({ path }: Issue, root: unknown): boolean {
  return path.length > 0 && valueAt(root, path) === undefined;
}

function issueError(issue: Issue, yaml: LocatedYaml, text: string): AuditError {
  const where = issue.path.length === 0 ? 'The plan' : pathName(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = knownKeys(issue.path, yaml.value);
    return new AuditError('plan', `${where} has no setting ${quoted(key)}.`, {
      place: yaml.placeOfKey([...issue.path, key]),
      wayOut: [didYouMean(key, known), known.length > 0 ? `Its settings are: ${listed(known, 30)}.` : undefined]
        .filter((part) => part !== undefined)
        .join(' '),
    });
  }
  const found = valueAt(yaml.value, issue.path);
  if (isLacking(issue, yaml.value)) {
    const parent = issue.path.slice(0, -1);
    return new AuditError(
      'plan',
      `${parent.length === 0 ? 'The plan' : pathName(parent)} lacks ${quoted(String(issue.path.at(-1)))}.`,
      {
        place: yaml.place(parent),
        wayOut: text.length < 40 ? 'Write a whole plan with: audit init MODEL TABLE.' : undefined,
      },
    );
  }
  return new AuditError('plan', `${where}: ${expectation(issue)}, found ${shown(found)}.`, {
    place: yaml.place(issue.path),
    wayOut: typeof found === 'string' ? didYouMean(found, allowedValues(issue).map(String)) : undefined,
  });
}

/** The values that there may be, where they are few. */
function allowedValues(issue: Issue): readonly unknown[] {
  if (issue.code === 'invalid_value') return issue.values;
  return issue.code === 'invalid_union' && 'options' in issue ? (issue.options ?? []) : [];
}

function expectation(issue: Issue): string {
  const allowed = allowedValues(issue);
  if (allowed.length > 0) return `expected ${allowed.map((value) => JSON.stringify(value)).join(' or ')}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  const message = issue.message.replace(/^Invalid input: /u, '').replace(/, received .*$/u, '');
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a map';
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** `slices[2]`, `inputs.image.resize`. */
export function pathName(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`)).join('');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let node = root;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<PropertyKey, unknown>)[key];
  }
  return node;
}

/** The settings that this map may have, read off the schema by trying: the issue itself does not list them. */
function knownKeys(path: readonly PropertyKey[], root: unknown): readonly string[] {
  let schema: unknown = planFileSchema;
  let value = root;
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
    schema = child(schema, key, value);
  }
  return keysOf(schema, value);
}

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

/** Of several shapes, the one that shares most settings with what is written. */
function keysOf(schema: unknown, value: unknown): readonly string[] {
  const node = unwrap(schema);
  if (node?.def.shape) return Object.keys(node.def.shape);
  const written = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const options = (node?.def.options ?? []).map((option) => keysOf(option, value));
  const shared = (keys: readonly string[]): number => keys.filter((key) => written.includes(key)).length;
  return options.reduce<readonly string[]>(
    (best, keys) => (shared(keys) > shared(best) ? keys : best),
    options[0] ?? [],
  );
}
