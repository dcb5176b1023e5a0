import { basename, dirname, relative, resolve } from 'node:path';
import { AuditError, assertNoAddress, exists, quoted, resolveInside, writeFileAtomically } from '../base/index.js';
import { openTable } from '../data/index.js';
import { describeModel, type ChildLimits } from '../models/index.js';
import { planFileName, variantNameProblem } from '../plan/index.js';
import { lookAtTable } from './look-at-table.js';
import { variantNameOf } from './name-variants.js';
import { writePlanText } from './write-plan-text.js';

/** What a first plan is made of. */
export interface InitOptions {
  /** The baseline. */
  readonly model: string;
  readonly table: string;
  readonly variants: readonly string[];
  /** Where the plan goes; beside the model unless given. */
  readonly out?: string | undefined;
  readonly label?: string | undefined;
  readonly force: boolean;
  readonly limits: ChildLimits;
}

/**
 * Writes a commented plan from a model and a table, by looking at both; what cannot be seen is asked in a comment.
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
  const variants = options.variants.map((path) => ({ name: variantNameOf(path), file: within(path, 'variant') }));
  for (const [i, { name }] of variants.entries()) {
    const problem = variantNameProblem(
      name,
      variants.slice(0, i).map((other) => other.name),
    );
    if (problem !== undefined) throw new AuditError('command-line', problem, { wayOut: 'Rename one of the files.' });
  }
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
      name: basename(folder) || 'audit',
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
