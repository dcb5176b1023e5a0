import { AuditError, assertNoAddress, didYouMean, listed, quoted } from '../base/index.js';
import type { LocatedYaml } from './located.js';
import type { Refuse } from './refuse.js';
import { repeatedIn } from './repeated-in.js';
import { resolveAttribute } from './resolve-attribute.js';
import { resolveClaim } from './resolve-claim.js';
import { resolveDeployment } from './resolve-deployment.js';
import { resolveInputs } from './resolve-inputs.js';
import { resolveMargins } from './resolve-margins.js';
import { resolveSearch } from './resolve-search.js';
import type { PlanFile } from './schema.js';
import type { ExplainPlan, OutcomePlan, Plan } from './types.js';
import { variantNameProblem } from './variant-names.js';
import type { PlanVocabulary } from './vocabulary.js';

/** Fills in every default, checks every name that a part of the plan uses of another, and names line and column. */
export function resolvePlan(file: PlanFile, yaml: LocatedYaml, vocabulary: PlanVocabulary): Plan {
  const refuse = (path: readonly PropertyKey[], message: string, wayOut?: string): never => {
    throw new AuditError('plan', message, { place: yaml.place(path), wayOut });
  };
  assertFiles(file, yaml);
  const attributes = yaml.keys(['attributes']).map((name) => resolveAttribute(name, file.attributes[name], refuse));
  const names = attributes.map(({ name }) => name);
  const slices = (file.slices ?? names).map((slice, i) => {
    const crossing = typeof slice === 'string' ? [slice] : slice;
    for (const name of crossing) {
      if (!names.includes(name)) {
        refuse(
          ['slices', i],
          `slices[${i}] names the attribute ${quoted(name)}, which the plan does not have.`,
          [`Its attributes are: ${listed(names)}.`, didYouMean(name, names)].filter(Boolean).join(' '),
        );
      }
    }
    if (new Set(crossing).size < crossing.length) refuse(['slices', i], `slices[${i}] names an attribute twice.`);
    return crossing;
  });
  const baselineTrainings = resolveTrainings(file.baseline, ['baseline'], refuse);
  const variants = resolveVariants(file.variants, yaml, refuse);
  if (file.data && !file.outcome)
    refuse([], 'The plan has data but no outcome, so what a model says cannot be judged.');
  if (file.data && Object.keys(file.inputs).length === 0) {
    refuse([], 'The plan has data but no inputs, so its columns cannot become what the model reads.');
  }
  const claims = file.claims.map((claim, i) => resolveClaim(claim, i, file, vocabulary, refuse));
  const repeated = claims.findIndex((claim, i) => claims.findIndex((other) => other.id === claim.id) !== i);
  if (repeated >= 0)
    refuse(['claims', repeated, 'id'], `Two claims have the id ${quoted(claims[repeated]?.id ?? '')}.`);
  return {
    version: 1,
    name: file.name,
    baseline: baselineTrainings[0] ?? '',
    baselineTrainings,
    variants,
    data: file.data && {
      tables: typeof file.data.table === 'string' ? [file.data.table] : file.data.table,
      id: file.data.id,
      label: file.data.label,
      unit: file.data.unit,
      weight: file.data.weight ?? undefined,
    },
    inputs: resolveInputs(file.inputs, yaml, refuse),
    outcome: file.outcome && resolveOutcome(file.outcome, refuse),
    attributes,
    slices: uniqueSlices(slices),
    minSlice: file.min_slice,
    search: resolveSearch(file.search, { names, task: file.data && file.outcome?.task, vocabulary, refuse }),
    margins:
      file.margins &&
      resolveMargins(file.margins, yaml.keys(['margins']), {
        attributes,
        slices,
        task: file.outcome?.task,
        vocabulary,
        refuse,
      }),
    deployment:
      file.deployment &&
      resolveDeployment(file.deployment, {
        attributes,
        slices,
        variants: variants.map(({ name }) => name),
        hasData: file.data !== undefined,
        order: yaml.keys(['deployment', 'tiers']),
        refuse,
      }),
    explain: resolveExplain(file, vocabulary, refuse),
    claims,
    notes: file.notes,
  };
}

/** No path of a plan is an address. */
function assertFiles({ baseline, variants, data, outcome }: PlanFile, yaml: LocatedYaml): void {
  const named: [string | undefined, readonly PropertyKey[]][] = [
    ...[baseline]
      .flat()
      .map((file, i): [string, readonly PropertyKey[]] => [file, placeOfTraining(['baseline'], baseline, i)]),
    ...Object.entries(variants).flatMap(([name, files]) =>
      [files]
        .flat()
        .map((file, i): [string, readonly PropertyKey[]] => [file, placeOfTraining(['variants', name], files, i)]),
    ),
    ...[data?.table ?? []].flat().map((table, i): [string, readonly PropertyKey[]] => [table, ['data', 'table', i]]),
  ];
  if (outcome?.task === 'multiclass' && typeof outcome.classes === 'string') {
    named.push([outcome.classes, ['outcome', 'classes']]);
  }
  for (const [name, path] of named) if (name !== undefined) assertNoAddress(name, 'plan', yaml.place(path));
}

/** Where a training stands in a plan: in its list, or alone. */
function placeOfTraining(
  path: readonly PropertyKey[],
  files: string | readonly string[],
  i: number,
): readonly PropertyKey[] {
  return typeof files === 'string' ? path : [...path, i];
}

function resolveVariants(variants: PlanFile['variants'], yaml: LocatedYaml, refuse: Refuse): Plan['variants'] {
  const names = yaml.keys(['variants']);
  if (names.length === 0) refuse(['variants'], 'The plan names no variant to compare with the baseline.');
  return names.map((name, i) => {
    const problem = variantNameProblem(name, names.slice(0, i));
    if (problem !== undefined) {
      throw new AuditError('plan', problem, {
        place: yaml.placeOfKey(['variants', name]),
        wayOut: 'Choose another name.',
      });
    }
    const trainings = resolveTrainings(variants[name] ?? '', ['variants', name], refuse);
    return { name, file: trainings[0] ?? '', trainings };
  });
}

/** One training or several; the same file twice would pass for two that agree. */
function resolveTrainings(
  files: string | readonly string[],
  path: readonly PropertyKey[],
  refuse: Refuse,
): readonly string[] {
  if (typeof files === 'string') return [files];
  const twice = repeatedIn(files);
  if (twice >= 0) {
    refuse(
      [...path, twice],
      `The training ${quoted(files[twice] ?? '')} is named twice.`,
      'Each training is a model of its own.',
    );
  }
  return files;
}

function uniqueSlices(slices: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const seen = new Set<string>();
  return slices.filter((slice) => {
    const key = JSON.stringify([...slice].sort());
    return seen.has(key) ? false : seen.add(key);
  });
}

function resolveOutcome(outcome: NonNullable<PlanFile['outcome']>, refuse: Refuse): OutcomePlan {
  if (outcome.task === 'binary') return { ...outcome, positive: String(outcome.positive) };
  if (outcome.task === 'regression') return outcome;
  if (typeof outcome.classes === 'string') return { ...outcome, classes: { kind: 'file', file: outcome.classes } };
  const names = outcome.classes.map(String);
  const twice = repeatedIn(names);
  if (twice >= 0) refuse(['outcome', 'classes', twice], `The classes name ${quoted(names[twice] ?? '')} twice.`);
  return { ...outcome, classes: { kind: 'names', names } };
}

function resolveExplain(file: PlanFile, vocabulary: PlanVocabulary, refuse: Refuse): ExplainPlan {
  const methods = file.explain?.methods ?? vocabulary.explainers;
  for (const [i, method] of methods.entries()) {
    if (!vocabulary.explainers.includes(method)) {
      refuse(
        ['explain', 'methods', i],
        `There is no explanation method ${quoted(method)}.`,
        [`There are: ${listed(vocabulary.explainers)}.`, didYouMean(method, vocabulary.explainers)]
          .filter(Boolean)
          .join(' '),
      );
    }
  }
  return { methods: [...new Set(methods)], examples: file.explain?.examples ?? 6, masks: file.explain?.masks ?? 1000 };
}
