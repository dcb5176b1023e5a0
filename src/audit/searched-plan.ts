import { AuditError, didYouMean, listed, quoted, type Place } from '../base/index.js';
import type { Table } from '../data/index.js';
import type { Plan, SearchPlan } from '../plan/index.js';
import { edgesFor } from './searched-columns.js';

/** Columns of numbers that were cut for the search, with their inner edges. */
type Binned = NonNullable<SearchPlan['binned']>;

/**
 * A plan whose search has its columns as attributes, numbers cut so that about as many rows of the whole table fall into each bin.
 *
 * @throws {AuditError} `plan` where the table does not have one of them
 */
export async function settleSearch(
  source: { readonly plan: Plan; place(path: readonly PropertyKey[]): Place },
  table: Table,
): Promise<Plan> {
  const { plan } = source;
  const columns = plan.search?.columns ?? [];
  const known = table.columns.map(({ name }) => name);
  const binned: Binned[number][] = [];
  for (const [i, column] of columns.entries()) {
    if (!known.includes(column)) {
      throw new AuditError('plan', `The search names the column ${quoted(column)}, which the table does not have.`, {
        place: source.place(['search', 'columns', i]),
        wayOut: [didYouMean(column, known), `Its columns are: ${listed(known, 40)}.`].filter(Boolean).join(' '),
      });
    }
    const edges = await edgesFor(table, column);
    if (edges.length > 0) binned.push({ attribute: column, edges });
  }
  return withSearchedColumns(plan, binned);
}

/**
 * The same without the table, from the edges that scoring found: they are of the whole table, so every shard has the same.
 *
 * @param binned as {@link settleSearch} found them
 */
export function withSearchedColumns(plan: Plan, binned: Binned = []): Plan {
  const { search, attributes } = plan;
  const columns = search?.columns ?? [];
  if (!search || columns.length === 0) return plan;
  const names = new Set(attributes.map(({ name }) => name));
  const edges = new Map(binned.map(({ attribute, edges: own }) => [attribute, own]));
  const cut = binned.filter(({ attribute }) => !names.has(attribute));
  return {
    ...plan,
    attributes: [
      ...attributes,
      // An attribute of that name, such as one that the command line cuts by, is searched as it is.
      ...columns
        .filter((name) => !names.has(name))
        .map((name) => ({ name, column: name, sensitive: false, bins: edges.get(name) })),
    ],
    search: {
      ...search,
      attributes: [...new Set([...search.attributes, ...columns])],
      columns: undefined,
      binned: cut.length > 0 ? cut : undefined,
    },
  };
}
