import { didYouMean, listed, quoted } from '../base/index.js';
import type { Refuse } from './refuse.js';
import type { PlanFile } from './schema.js';
import type { SearchPlan } from './types.js';
import type { PlanVocabulary } from './vocabulary.js';

/** What slice search looks for unless it is told. */
export const defaultSearch = { conditions: 3, most: 5, metrics: ['accuracy'] } as const;

/** Fills in what a plan says of slice search, and holds its names against those that there are. */
export function resolveSearch(
  search: PlanFile['search'],
  {
    names,
    task,
    vocabulary,
    refuse,
  }: {
    readonly names: readonly string[];
    /** Absent without data. */
    readonly task: string | undefined;
    readonly vocabulary: PlanVocabulary;
    readonly refuse: Refuse;
  },
): SearchPlan | undefined {
  if (search === undefined || search === false) return undefined;
  if (task === undefined) refuse(['search'], 'The plan has no data, so there are no slices to search.');
  const said = search === true ? undefined : search;
  const columns = said?.columns ?? [];
  if (names.length + columns.length === 0) {
    refuse(
      ['search'],
      'The plan has no attributes, so there are no slices to search.',
      'Name columns under attributes, or under columns of the search.',
    );
  }
  for (const [i, name] of columns.entries()) {
    const path = ['search', 'columns', i];
    if (columns.indexOf(name) < i) refuse(path, `The search names the column ${quoted(name)} twice.`);
    if (names.includes(name)) {
      refuse(
        path,
        `The search names the column ${quoted(name)}, which is an attribute of the plan already.`,
        'Name it under attributes of the search, where it has the bins of the plan.',
      );
    }
  }
  const attributes = said?.attributes ?? names;
  for (const [i, name] of attributes.entries()) {
    const path = ['search', 'attributes', i];
    if (!names.includes(name)) {
      refuse(
        path,
        `The search names the attribute ${quoted(name)}, which the plan does not have.`,
        [`Its attributes are: ${listed(names)}.`, didYouMean(name, names)].filter(Boolean).join(' '),
      );
    }
    if (attributes.indexOf(name) < i) refuse(path, `The search names the attribute ${quoted(name)} twice.`);
  }
  const known = searchableMetrics(vocabulary, task);
  if (known.length === 0) {
    refuse(
      ['search'],
      'Slices are searched for rates such as accuracy, which a regression does not have.',
      'Leave search out, or cut the slices that you wonder about under slices.',
    );
  }
  const metrics = said?.metrics ?? defaultSearch.metrics;
  for (const [i, metric] of metrics.entries()) {
    if (known.includes(metric)) continue;
    refuse(
      ['search', 'metrics', i],
      `Slices cannot be searched for ${quoted(metric)}: it is no share of the same examples on both sides.`,
      [`There are: ${listed(known)}.`, didYouMean(metric, known)].filter(Boolean).join(' '),
    );
  }
  return {
    attributes,
    columns: columns.length > 0 ? columns : undefined,
    metrics: [...new Set(metrics)],
    conditions: said?.conditions ?? defaultSearch.conditions,
    most: said?.most ?? defaultSearch.most,
  };
}

function searchableMetrics({ metrics }: PlanVocabulary, task: string | undefined): readonly string[] {
  return metrics
    .filter(({ isSearchable, tasks }) => isSearchable === true && task !== undefined && tasks.includes(task))
    .map(({ name }) => name);
}
