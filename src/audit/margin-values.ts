import {
  type AuditError,
  attributeOfPart,
  didYouMean,
  listed,
  quoted,
  type AttributeSpec,
  type PatternPart,
  type SlicePattern,
} from '../base/index.js';
import { binLabels, maxAttributeValues, type Table } from '../data/index.js';
import type { PairTally } from '../metrics/index.js';

/** A margin as far as its slices go. */
interface NamesSlices {
  readonly metric: string;
  readonly slices?: readonly SlicePattern[] | undefined;
}

/** An attribute and the values of it that somebody has. */
interface KnownValues {
  readonly name: string;
  readonly values: readonly string[];
}

/** Makes the error of a margin that nobody would be held against. */
export type StrayMargin = (metric: string, message: string, wayOut: string | undefined) => AuditError;

/**
 * A promise about nobody is none: every value that a margin names is one that somebody has.
 *
 * @throws what `stray` makes, with the values there are and the one that was probably meant
 */
export function assertMarginValues(
  margins: readonly NamesSlices[],
  attributes: readonly KnownValues[],
  stray: StrayMargin,
): void {
  for (const { metric, slices = [] } of margins) {
    for (const part of slices.flat()) {
      if (typeof part === 'string') continue;
      const known = attributes.find(({ name }) => name === part.attribute)?.values ?? [];
      const unknown = part.values.find((value) => !known.includes(value));
      if (unknown === undefined) continue;
      throw stray(
        metric,
        `The margin on ${quoted(metric)} is for the ${quoted(part.attribute)} ${quoted(unknown)}, which no example has.`,
        [didYouMean(unknown, known), `Its values are: ${listed(known)}.`].filter(Boolean).join(' '),
      );
    }
  }
}

/** Values that each exist may never meet: a crossing that a margin names must be one that somebody is in. */
export function assertMarginCrossings(margins: readonly NamesSlices[], tally: PairTally, stray: StrayMargin): void {
  for (const { metric, slices = [] } of margins) {
    for (const pattern of slices) {
      if (pattern.every((part) => typeof part === 'string')) continue;
      if (tally.cells.some(({ attributes }) => pattern.every((part) => isAmong(part, tally, attributes)))) continue;
      const named = pattern.map((part) =>
        typeof part === 'string' ? quoted(part) : `${quoted(part.attribute)} ${listed(part.values)}`,
      );
      throw stray(
        metric,
        `The margin on ${quoted(metric)} is for ${named.join(' × ')}, in which no example is.`,
        'Leave it out, or correct its values.',
      );
    }
  }
}

function isAmong(part: PatternPart, { frame }: PairTally, values: readonly string[]): boolean {
  const value = values[frame.attributes.indexOf(attributeOfPart(part))] ?? '';
  return typeof part === 'string' || part.values.includes(value);
}

/** The values that rows have of the attributes whose values margins name, found without reading anything else. */
export async function valuesForMargins(
  table: Table,
  attributes: readonly AttributeSpec[],
  margins: readonly NamesSlices[],
): Promise<readonly KnownValues[]> {
  const parts = margins.flatMap(({ slices = [] }) => slices.flat());
  const named = new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.attribute])));
  const found: KnownValues[] = [];
  for (const spec of attributes.filter(({ name }) => named.has(name))) {
    const missing = spec.missing ?? 'missing';
    // Which bands somebody is in shows once rows are read.
    if (spec.bins) found.push({ name: spec.name, values: [...binLabels(spec.bins), missing] });
    else {
      const written = await table.distinct(spec.column, maxAttributeValues + 1);
      found.push({
        name: spec.name,
        values: written.map(({ value }) => (value === null || value === '' ? missing : value)),
      });
    }
  }
  return found;
}
