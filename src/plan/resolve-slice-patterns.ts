import { attributesOfPattern, didYouMean, listed, quoted, type PatternPart, type SlicePattern } from '../base/index.js';
import type { MarginContext } from './resolve-margins.js';
import type { PlanFile } from './schema.js';
import type { AttributePlan } from './types.js';

type MarginsFile = NonNullable<PlanFile['margins']>;
type Written = NonNullable<Extract<MarginsFile[string], unknown[]>[number]['slices']>;
type WrittenPattern = Extract<Written, unknown[]>[number];

/** In place of a value: whichever it is. */
const anyValue = '*';

/**
 * The slices that a margin names: attributes, crossings, `all`, and attributes with the values that are meant.
 *
 * @throws {AuditError} for an attribute that the plan does not have or does not cut by, a value that its `order` does not have, and what is
 *   said twice
 */
export function resolveSlicePatterns(
  written: Written,
  context: MarginContext,
  path: readonly PropertyKey[],
): readonly SlicePattern[] {
  const list: readonly WrittenPattern[] = Array.isArray(written) ? written : [written];
  const keys = new Set<string>();
  return list.map((item, i) => {
    const at = Array.isArray(written) ? [...path, i] : path;
    const pattern = resolvePattern(item, context, at);
    const key = patternKey(pattern);
    if (keys.has(key)) context.refuse(at, 'The margin names these slices twice.', 'Leave one of them out.');
    keys.add(key);
    return pattern;
  });
}

function resolvePattern(item: WrittenPattern, context: MarginContext, at: readonly PropertyKey[]): SlicePattern {
  const { attributes, slices, refuse } = context;
  const parts = partsOf(item);
  if (parts.length === 0 && item !== 'all') {
    refuse(at, 'The margin is for slices by no attribute.', 'Name one, such as { sex: Female }; "all" is everyone.');
  }
  const crossing = attributesOfPattern(parts);
  const names = attributes.map(({ name }) => name);
  const unknown = crossing.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    refuse(
      at,
      `The margin is for slices by ${quoted(unknown)}, which is no attribute of the plan.`,
      didYouMean(unknown, names),
    );
  }
  if (new Set(crossing).size < crossing.length) refuse(at, 'The margin names an attribute twice.');
  if (crossing.length > 0 && !slices.some((cut) => isSameSet(cut, crossing))) {
    refuse(
      at,
      `The margin is for slices by ${crossing.map(quoted).join(' × ')}, which the plan does not cut.`,
      `Add [${crossing.join(', ')}] to the slices, or leave the margin out.`,
    );
  }
  for (const part of parts) checkValues(part, attributes, refuse, at);
  return parts;
}

function partsOf(item: WrittenPattern): readonly PatternPart[] {
  if (item === 'all') return [];
  if (typeof item === 'string') return [item];
  if (Array.isArray(item)) return item;
  return Object.entries(item).map(([attribute, value]): PatternPart => {
    const values = [value].flat().map(String);
    return values.length === 1 && values[0] === anyValue ? attribute : { attribute, values };
  });
}

/** What the plan alone can say of values; the others are looked up in the data. */
function checkValues(
  part: PatternPart,
  attributes: readonly AttributePlan[],
  refuse: MarginContext['refuse'],
  at: readonly PropertyKey[],
): void {
  if (typeof part === 'string') return;
  const { attribute, values } = part;
  const path = [...at, attribute];
  if (values.includes(anyValue)) {
    refuse(path, `The margin names values of ${quoted(attribute)} beside "*", which is any of them already.`);
  }
  const twice = values.find((value, i) => values.indexOf(value) < i);
  if (twice !== undefined) refuse(path, `The margin names the value ${quoted(twice)} of ${quoted(attribute)} twice.`);
  const spec = attributes.find(({ name }) => name === attribute);
  if (spec?.order === undefined) return;
  const known = [...spec.order, spec.missing ?? 'missing'];
  const stray = values.find((value) => !known.includes(value));
  if (stray === undefined) return;
  refuse(
    path,
    `The margin names the value ${quoted(stray)} of ${quoted(attribute)}, which its order does not have.`,
    [didYouMean(stray, known), `There are: ${listed(known)}.`].filter(Boolean).join(' '),
  );
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function patternKey(pattern: SlicePattern): string {
  const parts = pattern.map((part) =>
    typeof part === 'string' ? [part] : [part.attribute, ...[...part.values].sort()],
  );
  return JSON.stringify(parts.map((part) => JSON.stringify(part)).sort());
}
