import { AuditError, didYouMean, listed, nearestName, quoted } from '../base/index.js';
import type { LocatedYaml } from './located.js';
import { isLacking, type Issue } from './likeliest-issue.js';
import { wantedShare, wantedSize } from './schema.js';
import { homesOf, knownKeys, valueAt } from './schema-walk.js';
import { sizeWayOut } from './size-way-out.js';

/** What the schema has against a plan, in our own words: where, what was expected and what was found. */
export function issueError(issue: Issue, yaml: LocatedYaml, text: string): AuditError {
  const where = nameOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path, yaml.value);
    const written = Object.keys(valueAt(yaml.value, issue.path) ?? {});
    const free = known.filter((one) => !written.includes(one));
    const key = issue.keys.find((one) => nearestName(one, free) !== undefined) ?? issue.keys[0] ?? '';
    return new AuditError('plan', `${where} has no setting ${quoted(key)}.`, {
      place: yaml.placeOfKey([...issue.path, key]),
      wayOut: [
        misplaced(key, issue.path) ?? didYouMean(key, free),
        known.length > 0 ? `Its settings are: ${listed(known, 30)}.` : undefined,
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    });
  }
  if (issue.code === 'invalid_key') {
    const name = String(issue.path.at(-1));
    const expected = issue.issues[0] ? expectation(issue.issues[0]) : issue.message;
    return new AuditError('plan', `${nameOf(issue.path.slice(0, -1))}: ${expected}, found ${found(name)}.`, {
      place: yaml.placeOfKey(issue.path),
    });
  }
  if (isLacking(issue, yaml.value)) {
    const parent = issue.path.slice(0, -1);
    const name = String(issue.path.at(-1));
    return new AuditError('plan', `${nameOf(parent)} lacks ${quoted(name)}.`, {
      place: yaml.place(parent),
      wayOut:
        text.length < 40 ? 'Write a whole plan with: audit init MODEL TABLE.' : misspelt(name, parent, yaml.value),
    });
  }
  const value = valueAt(yaml.value, issue.path);
  return new AuditError('plan', `${where}: ${expectation(issue)}, found ${found(value)}.`, {
    place: yaml.place(issue.path),
    wayOut: wayOutOf(issue, value),
  });
}

function wayOutOf(issue: Issue, value: unknown): string | undefined {
  const expected = expectation(issue);
  if (issue.path.length === 0) return 'A plan is YAML; write one with: audit init MODEL TABLE.';
  if (expected === wantedSize || expected === wantedShare) {
    const isQuoted = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/u.test(value);
    return isQuoted ? `Write it without quotation marks: ${value.trim()}.` : sizeWayOut(value, expected === wantedSize);
  }
  const here = misplaced(String(issue.path.at(-1)), issue.path.slice(0, -1));
  if (here !== undefined && issue.path[0] === 'margins' && issue.path.length === 2) return here;
  return typeof value === 'string' ? nearest(value, allowedValues(issue)) : undefined;
}

/** Where a setting belongs that stands in the wrong map; nothing where no map has it, or too many have. */
function misplaced(key: string, path: readonly PropertyKey[]): string | undefined {
  const homes = homesOf(key);
  if (homes.length === 0 || homes.length > 3 || homes.includes(path.map(String).join('.'))) return undefined;
  return `It belongs ${homes.map((home) => (home === '' ? 'at the top of the plan' : `under ${home}`)).join(' or ')}.`;
}

/** A setting that is there in the place of one that lacks. */
function misspelt(name: string, path: readonly PropertyKey[], root: unknown): string | undefined {
  const known = knownKeys(path, root);
  const written = Object.keys(valueAt(root, path) ?? {}).filter((key) => !known.includes(key));
  const slip = nearestName(name, written);
  return slip === undefined ? undefined : `Did you mean ${quoted(name)} by ${quoted(slip)}?`;
}

function nearest(value: string, allowed: readonly unknown[]): string | undefined {
  const isQuoted = allowed.some((one) => typeof one !== 'string' && String(one) === value);
  if (isQuoted) return 'Write it without quotation marks.';
  const names = allowed.map(String);
  const said = names.find((name) =>
    value
      .toLowerCase()
      .split(/[^a-z\d_]+/u)
      .includes(name),
  );
  return said === undefined ? didYouMean(value, names) : `Did you mean ${quoted(said)}?`;
}

/** The values that there may be, where they are few. */
function allowedValues(issue: Issue): readonly unknown[] {
  if (issue.code === 'invalid_value') return issue.values;
  return issue.code === 'invalid_union' && 'options' in issue ? (issue.options ?? []) : [];
}

/** `expected a list of at most 100`: the schema's own words where it has some, ours in the place of the library's. */
function expectation(issue: Issue): string {
  const allowed = allowedValues(issue);
  if (allowed.length > 0) return `expected ${allowed.map((value) => JSON.stringify(value)).join(' or ')}`;
  if (!/^(Invalid|Too (big|small))/u.test(issue.message)) return issue.message;
  if (issue.code === 'too_big') return `expected ${bounded(issue.origin, 'at most', Number(issue.maximum))}`;
  if (issue.code === 'too_small') return `expected ${bounded(issue.origin, 'at least', Number(issue.minimum))}`;
  const kinds = kindsOf(issue);
  const own = kinds.find((kind) => kind.startsWith('expected '));
  if (own !== undefined) return own;
  return `expected ${[kinds.slice(0, -1).join(', '), kinds.at(-1) ?? 'another value'].filter(Boolean).join(' or ')}`;
}

function bounded(origin: string, bound: string, size: number): string {
  const kind = { string: 'a text', array: 'a list' }[origin];
  if (kind === undefined) return `${bound} ${size}`;
  if (bound === 'at least' && size === 1) return `${kind} that is not empty`;
  return `${kind} of ${bound} ${size}${origin === 'string' ? ' characters' : ''}`;
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
};

/** The kinds of values that would do, or the schema's own words for them. */
function kindsOf(issue: Issue): readonly string[] {
  if (issue.message.startsWith('expected ')) return [issue.message];
  if (issue.code === 'invalid_type') return [kindNames[issue.expected] ?? issue.expected];
  if (issue.code !== 'invalid_union') return [];
  return [...new Set(issue.errors.flatMap(([first]) => (first?.path.length === 0 ? kindsOf(first) : [])))];
}

/** A value as a sentence ends in it. */
function found(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a map';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return 'nothing';
  return value.length > 100 ? `a text of ${value.length} characters` : quoted(value);
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'The plan' : pathName(path);
}

/** `slices[2]`, `inputs.image.resize`. */
function pathName(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`)).join('');
}
