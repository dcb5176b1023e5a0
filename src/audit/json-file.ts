import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';
import { AuditError, inputError, isMissing, listed, messageOf, quoted } from '../base/index.js';

/** Reads a text file that may come from anywhere. @throws {AuditError} `data` where it is missing or too large */
export async function readBounded(file: string, limit: number, wayOut: string): Promise<string> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new AuditError('data', 'Expected a file, found a folder.', { place: { file }, wayOut });
    if (found.size > limit) {
      throw new AuditError('data', `This file has ${found.size} bytes; at most ${limit} are read.`, {
        place: { file },
      });
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) throw new AuditError('data', 'There is no such file.', { place: { file }, wayOut });
    throw inputError(file, error);
  }
}

/** Reads JSON that a schema describes. @throws {AuditError} `data` naming the first place that is not as it must be */
export function parseJsonFile<Schema extends z.ZodType>(file: string, text: string, schema: Schema): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AuditError('data', `This file is no whole JSON: ${messageOf(error)}.`, {
      place: { file },
      wayOut: 'Copy it again, or make it again: it was cut short, or written by something else.',
      cause: error,
    });
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues.find(({ path }) => path[0] === 'format') ?? read.error.issues[0];
  throw new AuditError('data', issue ? inWords(issue, value) : 'This file is not as expected.', {
    place: { file },
    wayOut:
      issue && isOfOtherKind(issue, value)
        ? 'Name the file that is wanted here: tallies and ranks are not each other, and audit tally --ranks makes ranks.'
        : 'Make it again with this version of Fairweight; docs/formats.md says what it holds.',
  });
}

type Issue = z.core.$ZodIssue;

/** Whether a file says itself that it is something else: `fairweight-tally/1` where ranks are wanted. */
function isOfOtherKind(issue: Issue, whole: unknown): boolean {
  const format = valueAt(whole, ['format']);
  if (issue.path[0] !== 'format' || issue.code !== 'invalid_value' || typeof format !== 'string') return false;
  return /^fairweight-(tally|ranks)\//u.test(format) && format.split('/')[0] !== String(issue.values[0]).split('/')[0];
}

function inWords(issue: Issue, whole: unknown): string {
  const where = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const place = where === '' ? 'The file' : where.replace(/^\./u, '');
  if (issue.code === 'unrecognized_keys') return `${place} has members that nobody knows: ${listed(issue.keys)}.`;
  return `${place}: expected ${expected(issue)}, found ${found(valueAt(whole, issue.path))}.`;
}

function expected(issue: Issue): string {
  if (issue.message.startsWith('expected ')) return issue.message.slice('expected '.length);
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code === 'too_small') return `at least ${String(issue.minimum)}${ofWhat(issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${String(issue.maximum)}${ofWhat(issue.origin)}`;
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? issue.expected;
  return 'another value';
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
};

function ofWhat(origin: string): string {
  return { array: ' entries', string: ' characters' }[origin] ?? '';
}

function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = whole;
  for (const key of path)
    value =
      typeof value === 'object' && value !== null ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined;
  return value;
}

function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? quoted(value.slice(0, 100)) : JSON.stringify(value);
}
