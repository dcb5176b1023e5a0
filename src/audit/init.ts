import { basename, dirname, relative, resolve } from 'node:path';
import { AuditError, assertNoAddress, exists, quoted, resolveInside, writeFileAtomically } from '../base/index.js';
import { openTable } from '../data/index.js';
import { describeModel, type ChildLimits } from '../models/index.js';
import { planFileName } from '../plan/index.js';
import { lookAtTable } from './look-at-table.js';
import { distinctNames } from './name-variants.js';
import { writePlanText } from './write-plan-text.js';

/** What a first plan is made of. */
export interface InitOptions {
  /** The baseline. */
  readonly model: string;
  /** The evaluation set: CSV, TSV, JSON Lines or Parquet, in the plan's folder or below. */
  readonly table: string;
  /** The compressed models; a plan without any has a place to name them. */
  readonly variants: readonly string[];
  /** Where the plan goes; beside the model unless given. */
  readonly out?: string | undefined;
  /** The column with the truth; one that is called like a label unless given. */
  readonly label?: string | undefined;
  /** Replaces a plan that is there. */
  readonly force: boolean;
  /** What loading the model to look at its inputs and outputs may use. */
  readonly limits: ChildLimits;
}

/**
 * Writes a commented plan from a model and a table, by looking at both; what cannot be seen is asked in a comment.
 *
 * Variants are called after their files, and after their folders too where that would give two one name.
 *
 * @returns the plan's path, and what its author should look at
 * @throws {AuditError} `output` where a plan is there already, `plan` where model or table lie outside its folder
 */
export async function initPlan(
  options: InitOptions,
): Promise<{ readonly file: string; readonly questions: readonly string[] }> {
  for (const name of [options.model, options.table, ...options.variants]) assertNoAddress(name, 'command-line');
  const file = resolve(options.out ?? resolve(dirname(options.model), planFileName));
  const folder = dirname(file);
  if (!options.force && (await exists(file))) {
    throw new AuditError('output', 'There is a plan already.', {
      place: { file },
      wayOut: 'Name another with --out, or replace it with --force.',
    });
  }
  const within = (path: string, what: string): string => {
    const way = relative(folder, resolve(path)).replaceAll('\\', '/');
    if (way.startsWith('../') || way === '..' || resolve(way) === way) {
      throw new AuditError(
        'plan',
        `The ${what} ${quoted(path)} lies outside the folder of the plan, ${quoted(folder)}.`,
        {
          wayOut: 'Write the plan into a folder above both, with --out FOLDER/audit.yaml.',
        },
      );
    }
    return way;
  };
  const baseline = within(options.model, 'model');
  const table = within(options.table, 'table');
  const files = options.variants.map((path) => within(path, 'variant'));
  const twice = [baseline, ...files].find((name, i, all) => all.indexOf(name) < i);
  if (twice !== undefined) {
    throw new AuditError('command-line', `The model ${quoted(twice)} is named twice.`, {
      wayOut: 'Name the baseline first, then the table, then each variant once.',
    });
  }
  const names = distinctNames(options.variants);
  const variants = files.map((name, i) => ({ name: names[i] ?? '', file: name }));
  for (const path of options.variants) {
    if (!(await exists(path))) {
      throw new AuditError('model', 'There is no such model file.', {
        place: { file: path },
        wayOut: 'Check the path.',
      });
    }
  }
  const model = await describeModel('baseline', options.model, options.limits);
  const found = resolveInside(folder, table);
  if (found.kind !== 'file')
    throw new AuditError('data', 'There is no such table.', { place: { file: options.table } });
  const opened = await openTable([found.path]);
  try {
    const seen = await lookAtTable(opened, model, options.label);
    const { text, questions } = writePlanText({
      name: basename(folder).slice(0, 100) || 'audit',
      baseline,
      table,
      variants,
      model,
      seen,
    });
    await writeFileAtomically(file, text);
    return { file, questions };
  } finally {
    opened.close();
  }
}
