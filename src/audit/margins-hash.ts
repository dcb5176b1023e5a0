import { AuditError, canonicalJson, compareText, sha256, type SlicePattern } from '../base/index.js';
import { defaultMargins, type DeclaredMargin } from '../compare/index.js';
import type { Plan } from '../plan/index.js';

/** What promises depend on: who is judged, by what, and what counts as one. */
export interface Promises {
  readonly margins: readonly DeclaredMargin[];
  readonly source: 'plan' | 'default';
  readonly minSlice: number;
  readonly slices: readonly (readonly string[])[];
  readonly attributes: readonly PromisedAttribute[];
  readonly unit: string | undefined;
  readonly weight: string | undefined;
}

interface PromisedAttribute {
  readonly name: string;
  readonly column: string;
  readonly sensitive: boolean;
  readonly reference?: string | undefined;
  readonly bins?: readonly number[] | undefined;
  readonly missing?: string | undefined;
}

/** The promises of a plan, those by default too; none where it has no data or no outcome. */
export function promisesOfPlan({ margins, outcome, data, ...plan }: Plan): Promises | undefined {
  if (!data || !outcome) return undefined;
  return {
    margins: margins ?? defaultMargins(outcome.task),
    source: margins ? 'plan' : 'default',
    minSlice: plan.minSlice,
    slices: plan.slices,
    attributes: plan.attributes,
    unit: data.unit,
    weight: data.weight,
  };
}

/**
 * What is hashed: the promises as plain data, in an order of their own, so that neither comments nor the order in which metrics, slices or values
 * are written matters. Several margins on one metric keep their order, since the last that fits wins.
 */
export function canonicalPromises(promises: Promises): Readonly<Record<string, unknown>> {
  const cut = new Set(promises.slices.flat());
  return {
    format: 'fairweight-margins/1',
    source: promises.source,
    margins: [...promises.margins]
      .sort((a, b) => compareText(a.metric, b.metric))
      .map(({ metric, drift, relativeDrift, differential, sides, slices }) => ({
        metric,
        drift,
        relativeDrift,
        differential,
        sides,
        slices: slices && sortedAsText(slices.map(canonicalPattern)),
      })),
    minSlice: promises.minSlice,
    slices: sortedAsText(promises.slices.map((crossing) => [...crossing].sort(compareText))),
    attributes: promises.attributes
      .filter(({ name }) => cut.has(name))
      .map(({ name, column, sensitive, reference, bins, missing }) => ({
        name,
        column,
        sensitive,
        reference,
        bins,
        missing: missing ?? 'missing',
      }))
      .sort((a, b) => compareText(a.name, b.name)),
    unit: promises.unit,
    weight: promises.weight,
  };
}

/** Over {@link canonicalPromises}, as hexadecimal digits. */
export function marginsSha256(promises: Promises): string {
  return sha256(canonicalJson(canonicalPromises(promises)));
}

/**
 * The release rule: what is promised is what was agreed on.
 *
 * @param expected what `--margins-sha256` says; nothing is asked where it was not given
 * @param saidBy who says what is promised: a plan, or the options of a command that has none
 * @throws {AuditError} `plan` or `command-line`, before anything is run, where margins, slices or what counts as one were moved
 */
export function assertMarginsSha256(
  promises: Promises | undefined,
  expected: string | undefined,
  saidBy: 'plan' | 'options' = 'plan',
): void {
  if (expected === undefined) return;
  if (!promises) {
    throw new AuditError('plan', '--margins-sha256 was given, but without data and an outcome nothing is promised.', {
      wayOut: 'Add data and outcome to the plan, or leave --margins-sha256 out.',
    });
  }
  const found = marginsSha256(promises);
  if (found === expected) return;
  const message = `The margins were moved: expected the SHA-256 ${expected}, found ${found}.`;
  if (saidBy === 'options') {
    throw new AuditError('command-line', message, {
      wayOut:
        'Put back what was agreed on (--margin, --slice, --sensitive, --bins, --reference, --min-slice, --unit, --weight), or agree on these and pin the new one.',
    });
  }
  throw new AuditError('plan', message, {
    wayOut:
      'See what they are now with audit margins --json. Put back what was agreed on (margins, slices, attributes, min_slice, unit, weight), or agree on these and pin the new one.',
  });
}

function canonicalPattern(pattern: SlicePattern): unknown {
  const parts = pattern.map((part) =>
    typeof part === 'string'
      ? { attribute: part }
      : { attribute: part.attribute, values: [...part.values].sort(compareText) },
  );
  return sortedAsText(parts);
}

function sortedAsText(items: readonly unknown[]): readonly unknown[] {
  return items
    .map((item) => ({ item, text: canonicalJson(item) }))
    .sort((a, b) => compareText(a.text, b.text))
    .map(({ item }) => item);
}
