import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { AuditError, listed, quoted, resolveInside, type Place } from '../base/index.js';
import type { Table } from '../data/index.js';
import type { OutcomeSpec } from '../outcomes/index.js';
import type { OutcomePlan, Plan } from '../plan/index.js';
import { numbersInMetrics, ofScoresInMargins, withMargins } from './outcome-numbers.js';
import { strayError, strayLabel } from './stray-label.js';

/** More labels than a sentence shows. */
const shownLabels = 20;

/** Finds the classes of an outcome: in the plan, in the file that it names, or in the labels of the table. */
export async function resolveOutcome(
  source: { readonly plan: Plan; place(path: readonly PropertyKey[]): Place; readonly folder: string },
  table: Table,
  outcome: OutcomePlan,
): Promise<OutcomeSpec> {
  const label = source.plan.data?.label ?? '';
  const named = (source.plan.margins ?? []).map(({ metric }) => metric);
  if (outcome.task === 'regression') {
    return { ...outcome, quantiles: withMargins('quantiles', outcome.quantiles, named) };
  }
  if (outcome.task === 'multiclass') {
    const { classes: list, top, ...rest } = outcome;
    const classes = list.kind === 'names' ? list.names : await readClasses(source, list.file);
    return { ...rest, classes, top: topOf(source, top, named, classes.length) };
  }
  const labels = (await table.distinct(label, shownLabels)).flatMap(({ value }) => value || []);
  const place = source.place(['outcome', 'positive']);
  const { task, output, activation, threshold, positive } = outcome;
  if (!labels.includes(positive)) {
    throw new AuditError(
      'plan',
      `No example has the positive label ${quoted(positive)} in the column ${quoted(label)}.`,
      {
        place,
        wayOut: `Its labels are: ${listed(labels)}. Name the positive one under outcome.`,
      },
    );
  }
  const negatives = labels.filter((value) => value !== positive);
  const stray = negatives.length > 1 ? await strayLabel(table, label) : undefined;
  if (stray?.usual.includes(positive) === true) throw strayError(stray, 'set "task: multiclass" and list the classes');
  if (negatives.length !== 1) {
    throw new AuditError(
      'plan',
      negatives.length === 0
        ? `Every example is ${quoted(positive)}: with one label there is nothing to tell apart.`
        : `A binary outcome has two labels, but the column ${quoted(label)} has more: ${listed(labels)}.`,
      {
        place,
        wayOut: negatives.length === 0 ? 'Use a set with both labels.' : 'Set "task: multiclass" and list the classes.',
      },
    );
  }
  return {
    task,
    output,
    activation,
    threshold,
    labels: [negatives[0] ?? '', positive],
    ...ofScoresInMargins(named),
  };
}

/** The k of top-k accuracy: the plan's or the usual ones, and those that its margins name. @throws {AuditError} where one is the number of classes or above */
function topOf(
  { place }: { readonly place: (path: readonly PropertyKey[]) => Place },
  top: readonly number[] | undefined,
  named: readonly string[],
  classes: number,
): readonly number[] | undefined {
  const inMargins = numbersInMetrics('top', named);
  const stray = [...(top ?? []), ...inMargins].find((k) => k >= classes);
  if (stray !== undefined) {
    throw new AuditError(
      'plan',
      `The truth is always among the top ${stray} of ${classes} classes, so top_${stray}_accuracy says nothing.`,
      {
        place: place(top?.includes(stray) === true ? ['outcome', 'top'] : ['margins', `top_${stray}_accuracy`]),
        wayOut: `Name numbers below ${classes}.`,
      },
    );
  }
  return withMargins('top', top, named, (k) => k < classes);
}

async function readClasses(
  source: { place(path: readonly PropertyKey[]): Place; readonly folder: string },
  name: string,
): Promise<readonly string[]> {
  const place = source.place(['outcome', 'classes']);
  const found = resolveInside(source.folder, name);
  if (found.kind !== 'file' || isAbsolute(name)) {
    throw new AuditError(
      'plan',
      `The list of classes ${quoted(name)} is ${found.kind === 'outside' ? 'outside the folder of the plan' : 'not there'}.`,
      { place },
    );
  }
  if (found.bytes > 16 << 20) throw new AuditError('plan', 'The list of classes is larger than 16 MiB.', { place });
  const names = (await readFile(found.path, 'utf8'))
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .filter((line) => line !== '');
  const twice = names.find((item, i) => names.indexOf(item) !== i);
  if (names.length < 2 || twice !== undefined) {
    throw new AuditError(
      'plan',
      twice === undefined
        ? `${quoted(name)} lists ${names.length} classes; at least two are wanted.`
        : `${quoted(name)} lists the class ${quoted(twice)} twice.`,
      { place },
    );
  }
  return names;
}
