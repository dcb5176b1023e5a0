import type { z } from 'zod';
import { knownKeys, likeliestShape, valueAt } from './schema-walk.js';

/** Something that the schema has against a plan. */
export type Issue = z.core.$ZodIssue;

/**
 * The issue that says best what is wrong: of a union's branches the one that got furthest, and a wrong value more than one that
 * lacks. A union whose branches all want another kind of value stays one issue.
 */
export function likeliestIssue(issues: readonly Issue[], root: unknown): Issue {
  const first = misspeltFirst(issues, root);
  if (!first) throw new RangeError('a failed parse has an issue');
  if (first.code === 'unrecognized_keys') return behindUnknownKey(first, root);
  if (first.code !== 'invalid_union' || first.errors.length === 0) return first;
  const branches = first.errors
    .map((branch) => branch.map((issue) => ({ ...issue, path: [...first.path, ...issue.path] })))
    .map((branch) => likeliestIssue(branch, root));
  const best = branches.reduce((one, issue) => (rank(issue, root) > rank(one, root) ? issue : one));
  return best.code === 'invalid_type' && best.path.length === first.path.length ? first : best;
}

/** Where a setting lacks and an unknown one stands beside it, the unknown one is likely a slip of the pen, and says more. */
function misspeltFirst(issues: readonly Issue[], root: unknown): Issue | undefined {
  const [first] = issues;
  if (!first || !isLacking(first, root)) return first;
  const parent = JSON.stringify(first.path.slice(0, -1));
  return issues.find(({ code, path }) => code === 'unrecognized_keys' && JSON.stringify(path) === parent) ?? first;
}

/** Whether nothing at all stands where something must. */
export function isLacking({ path }: Issue, root: unknown): boolean {
  return path.length > 0 && valueAt(root, path) === undefined;
}

function rank(issue: Issue, root: unknown): number {
  const isOfRightKind = issue.code === 'too_big' || issue.code === 'too_small' || issue.code === 'invalid_format';
  const isAside = issue.code === 'unrecognized_keys' || isLacking(issue, root);
  return issue.path.length * 3 + (isAside ? -1 : isOfRightKind ? 1 : 0);
}

/** A setting that another shape does have is no unknown one: what is wrong is what that shape says. */
function behindUnknownKey(issue: Extract<Issue, { code: 'unrecognized_keys' }>, root: unknown): Issue {
  if (issue.keys.some((key) => !knownKeys(issue.path, root).includes(key))) return issue;
  const parsed = likeliestShape(issue.path, root)?.safeParse(valueAt(root, issue.path));
  if (parsed?.success !== false) return issue;
  const issues = parsed.error.issues.map((found) => ({ ...found, path: [...issue.path, ...found.path] }));
  return issues[0]?.code === 'unrecognized_keys' ? issue : likeliestIssue(issues, root);
}
