import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { AuditError, listed, quoted, resolveInside, type Place } from '../base/index.js';
import type { Table } from '../data/index.js';
import type { OutcomeSpec } from '../outcomes/index.js';
import type { OutcomePlan, Plan } from '../plan/index.js';
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
  if (outcome.task === 'regression') return outcome;
  if (outcome.task === 'multiclass') {
    const { classes, ...rest } = outcome;
    return { ...rest, classes: classes.kind === 'names' ? classes.names : await readClasses(source, classes.file) };
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
  return { task, output, activation, threshold, labels: [negatives[0] ?? '', positive] };
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
