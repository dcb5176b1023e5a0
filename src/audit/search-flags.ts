import { AuditError, didYouMean, listed, quoted, type Place } from '../base/index.js';
import { isSearchable } from '../compare/index.js';
import { metricList } from '../metrics/index.js';
import { defaultSearch, type Plan } from '../plan/index.js';
import { commandLine } from './quick-plan.js';

/** The rates of a task that slices can be searched for, those of single classes aside. */
export function searchableMetrics(task: string): readonly string[] {
  return metricList
    .filter((metric) => isSearchable(metric) && metric.class === undefined && metric.tasks.some((own) => own === task))
    .map(({ name }) => name);
}

/**
 * The attributes that `--search` names.
 *
 * @param known those that `all` stands for
 * @throws {AuditError} `command-line` where it names nothing, or an attribute twice
 */
export function searchedByFlag(flag: string, known: readonly string[]): readonly string[] {
  const names = flag === 'all' ? known : flag.split(',');
  if (names.length === 0) {
    throw new AuditError('command-line', '--search all has no attributes to search.', {
      wayOut: 'Name columns: --search sex,race,age; or cut slices with --slice.',
    });
  }
  if (names.includes('')) {
    throw new AuditError('command-line', `--search ${quoted(flag)} names no column.`, {
      wayOut: 'Name columns with commas and nothing else between them, --search sex,race,age; or --search all.',
    });
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new AuditError('command-line', `--search names ${quoted(twice)} twice.`);
  return names;
}

/** Refuses a search where the outcome has no rate to search for. @throws {AuditError} `command-line` */
export function assertTaskSearchable(task: string): void {
  if (searchableMetrics(task).length > 0) return;
  throw new AuditError(
    'command-line',
    'Slices are searched for rates such as accuracy, which a regression does not have.',
    {
      wayOut: 'Leave --search out, or cut the slices that you wonder about with --slice.',
    },
  );
}

interface PlanSource {
  readonly plan: Plan;
  place(path: readonly PropertyKey[]): Place;
  readonly folder: string;
}

/**
 * A plan with the search that `--search` asks for; what is no attribute of it is a column that is searched besides.
 *
 * @throws {AuditError} `command-line` where there is nothing to search
 */
export function searchPlan(source: PlanSource, flag: string | undefined): PlanSource {
  if (flag === undefined) return source;
  const { plan } = source;
  if (!plan.data || !plan.outcome) {
    throw new AuditError('command-line', '--search needs data: without them there are no slices.', {
      wayOut: 'Name a table with --data and --label, or data in the plan.',
    });
  }
  assertTaskSearchable(plan.outcome.task);
  const names = plan.attributes.map(({ name }) => name);
  const attributes = searchedByFlag(flag, [...names, ...(plan.search?.columns ?? [])]);
  const added = flag === 'all' ? (plan.search?.columns ?? []) : attributes.filter((name) => !names.includes(name));
  return {
    folder: source.folder,
    place: (path) => (path[0] === 'search' ? commandLine : source.place(path)),
    plan: {
      ...plan,
      search: {
        ...defaultSearch,
        ...plan.search,
        attributes: attributes.filter((name) => names.includes(name)),
        columns: added.length > 0 ? added : undefined,
      },
    },
  };
}

/** A name that the table does not have. */
export function strayColumn(flag: string, name: string, names: readonly string[]): AuditError {
  return new AuditError('command-line', `${flag} names the column ${quoted(name)}, which the table does not have.`, {
    wayOut: [didYouMean(name, names), `Its columns are: ${listed(names, 40)}.`].filter(Boolean).join(' '),
  });
}
