import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import {
  AuditError,
  didYouMean,
  isMissing,
  listed,
  messageOf,
  quoted,
  resolveInside,
  systemErrorCode,
  type Place,
} from '../base/index.js';
import { expandFiles, folderOfTable, openTable, type Table } from '../data/index.js';
import type { ModelFile, OutcomeSpec } from '../outcomes/index.js';
import { maxPlanBytes, parsePlan, type OutcomePlan, type Plan } from '../plan/index.js';
import { assertSearchable } from './assert-searchable.js';
import { assertMarginValues, valuesForMargins } from './margin-values.js';
import { resolveOutcome } from './resolve-outcome.js';
import { settleSearch } from './searched-plan.js';
import { planVocabulary } from './vocabulary.js';

/** A plan with everything it names found on disk. */
export interface LoadedPlan {
  /** Columns that its search names are attributes of it, numbers among them cut. */
  readonly plan: Plan;
  /** Where the plan's parts stand, for messages; the plan file itself where it was made from flags. */
  place(path: readonly PropertyKey[]): Place;
  /** The folder that its paths are relative to. */
  readonly folder: string;
  readonly baseline: ModelFile;
  readonly variants: readonly ModelFile[];
  /** Trainings beyond the first of each side that has several; `of` is the position of that side: 0 is the baseline, then the variants. */
  readonly further: readonly { readonly of: number; readonly trainings: readonly ModelFile[] }[];
  /** Names of variants from the command line that the plan does not know. */
  readonly unplanned?: readonly string[] | undefined;
  readonly data?: LoadedData | undefined;
}

/** The evaluation set's files and what its labels are. */
export interface LoadedData {
  readonly files: readonly string[];
  /** The folder that files in cells are relative to. */
  readonly folder: string;
  readonly outcome: OutcomeSpec;
}

/** Reads a plan file. @throws {AuditError} `plan` where there is none or it is wrong */
export async function readPlan(
  file: string,
): Promise<{ readonly plan: Plan; place(path: readonly PropertyKey[]): Place; readonly folder: string }> {
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > maxPlanBytes)
      throw new AuditError('plan', `This plan has ${size} bytes; at most ${maxPlanBytes} are read.`, {
        place: { file },
      });
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof AuditError) throw error;
    const code = systemErrorCode(error);
    const message = isMissing(error)
      ? 'There is no such plan.'
      : code === 'EISDIR'
        ? 'Expected a plan, found a folder.'
        : `The plan cannot be read: ${messageOf(error)}.`;
    throw new AuditError('plan', message, {
      place: { file },
      wayOut: 'Name another with --plan, or write one with: audit init MODEL TABLE.',
      cause: error,
    });
  }
  const located = parsePlan(text, file, planVocabulary);
  return { plan: located.plan, place: (path) => located.place(path), folder: resolve(dirname(file)) };
}

/**
 * Finds everything that a plan names, before anything is run.
 *
 * @param models paths from the command line, which replace those of the plan; relative to the working folder
 */
export async function loadPlan(
  source: { readonly plan: Plan; place(path: readonly PropertyKey[]): Place; readonly folder: string },
  models: { readonly baseline?: string | undefined; readonly variants?: readonly ModelFile[] | undefined } = {},
): Promise<LoadedPlan> {
  const { plan, folder } = source;
  const baseline: ModelFile = {
    name: 'baseline',
    path:
      (await realModel(models.baseline)) ??
      modelInside(folder, plan.baseline, source.place(placeOfFirst(['baseline'], plan.baselineTrainings))),
  };
  const variants: ModelFile[] = [];
  for (const { name, path } of models.variants ?? []) variants.push({ name, path: await realModel(path) });
  for (const { name, file, trainings } of models.variants === undefined ? plan.variants : []) {
    const place = source.place(placeOfFirst(['variants', name], trainings));
    variants.push({ name, path: modelInside(folder, file, place) });
  }
  const found = plan.data && plan.outcome && (await loadData(source, plan.data.tables, plan.outcome));
  return {
    plan: found?.plan ?? plan,
    place: (path) => source.place(path),
    folder,
    baseline,
    variants,
    further: furtherTrainings(source, models),
    data: found?.data,
  };
}

/** Where the first training stands: at the head of a list, if there are several. */
function placeOfFirst(path: readonly PropertyKey[], trainings: readonly string[]): readonly PropertyKey[] {
  return trainings.length > 1 ? [...path, 0] : path;
}

/** Trainings beyond the first; models from the command line have one each. */
function furtherTrainings(
  source: { readonly plan: Plan; readonly folder: string; place(path: readonly PropertyKey[]): Place },
  named: { readonly baseline?: unknown; readonly variants?: unknown },
): LoadedPlan['further'] {
  const { plan, folder } = source;
  const sides = [
    ...(named.baseline === undefined
      ? [{ of: 0, name: 'baseline', files: plan.baselineTrainings, path: ['baseline'] }]
      : []),
    ...(named.variants === undefined
      ? plan.variants.map(({ name, trainings }, i) => ({ of: i + 1, name, files: trainings, path: ['variants', name] }))
      : []),
  ];
  return sides.flatMap(({ of, name, files, path }) => {
    const trainings = files.slice(1).map((file, i): ModelFile => ({
      name: `${name}#${i + 2}`,
      path: modelInside(folder, file, source.place([...path, i + 1])),
    }));
    return trainings.length === 0 ? [] : [{ of, trainings }];
  });
}

/** The file behind links, so that all that follows sees one folder; a file that is not there is named by whoever reads it. */
async function realModel<Path extends string | undefined>(path: Path): Promise<Path | string> {
  return path === undefined ? path : realpath(path).catch(() => path);
}

/** The real path of a model that the plan names. */
function modelInside(folder: string, name: string, place: Place): string {
  const found = resolveInside(folder, name);
  if (found.kind === 'file') return found.path;
  const reasons = {
    outside: `The model ${quoted(name)} lies outside the folder of the plan.`,
    missing: `There is no model ${quoted(name)} beside the plan.`,
    'not-a-file': `Expected a model, found a folder: ${quoted(name)}.`,
  };
  throw new AuditError(found.kind === 'outside' ? 'plan' : 'model', reasons[found.kind], {
    place,
    wayOut:
      'Paths in a plan are relative to the plan and stay in its folder; models named on the command line may be anywhere.',
  });
}

async function loadData(
  source: { readonly plan: Plan; place(path: readonly PropertyKey[]): Place; readonly folder: string },
  tables: readonly string[],
  outcome: OutcomePlan,
): Promise<{ readonly data: LoadedData; readonly plan: Plan }> {
  const files = await expandFiles(source.folder, tables, (i) => source.place(['data', 'table', i]));
  const table = await openTable(files);
  try {
    assertColumns(source, table);
    const plan = await settleSearch(source, table);
    if (plan.search) {
      const { attributes } = plan.search;
      const searched = plan.attributes.filter(({ name }) => attributes.includes(name));
      await assertSearchable(table, searched, source.place(['search']));
    }
    const { margins = [], attributes } = source.plan;
    assertMarginValues(
      margins,
      await valuesForMargins(table, attributes, margins),
      (metric, message, wayOut) =>
        new AuditError('plan', message, { place: source.place(['margins', metric]), wayOut }),
    );
    const readsFiles = Object.values(source.plan.inputs).some(({ kind }) => kind === 'image' || kind === 'array');
    const folder = readsFiles ? folderOfTable(files) : dirname(files[0] ?? '');
    return { data: { files, folder, outcome: await resolveOutcome(source, table, outcome) }, plan };
  } finally {
    table.close();
  }
}

/** Every column that the plan names is there; what is not is shown where the plan names it. */
function assertColumns(
  source: { readonly plan: Plan; place(path: readonly PropertyKey[]): Place },
  table: Table,
): void {
  const { plan } = source;
  const known = table.columns.map(({ name }) => name);
  const table_ = basename(table.files[0] ?? '');
  const need = (column: string | undefined, path: readonly PropertyKey[], what: string): void => {
    if (column === undefined || known.includes(column)) return;
    throw new AuditError('plan', `${what} is the column ${quoted(column)}, which ${table_} does not have.`, {
      place: source.place(path),
      wayOut: [didYouMean(column, known), `Its columns are: ${listed(known)}.`].filter(Boolean).join(' '),
    });
  };
  need(plan.data?.label, ['data', 'label'], 'The label');
  need(plan.data?.id, ['data', 'id'], 'The id');
  need(plan.data?.unit, ['data', 'unit'], 'The unit');
  need(plan.data?.weight, ['data', 'weight'], 'The weight');
  for (const { name, column } of plan.attributes) need(column, ['attributes', name], `The attribute ${quoted(name)}`);
  for (const [name, input] of Object.entries(plan.inputs)) {
    if (input.kind === 'columns') {
      for (const { column } of input.columns)
        need(column, ['inputs', name, 'columns', column], `A feature of the input ${quoted(name)}`);
    } else {
      const key = input.kind === 'column' ? 'column' : input.kind === 'image' ? 'file' : 'array';
      need(input.kind === 'column' ? input.column : input.file, ['inputs', name, key], `The input ${quoted(name)}`);
    }
  }
}
