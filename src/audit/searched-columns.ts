import { quantileEdges } from '../compare/index.js';
import type { Table } from '../data/index.js';
import { defaultSearch } from '../plan/index.js';
import type { SearchRequest } from '../record/index.js';
import type { MetricsRequest } from './metrics-request.js';
import { searchedByFlag, strayColumn } from './search-flags.js';

/** Columns of numbers with more different values than this are cut into bins for the search. */
const mostNumbers = 20;

/**
 * What `--search` asks for, with the edges of columns of numbers that neither `--bins` nor a slice settles: cut so that about as many rows
 * fall into each bin. One number a row is held while they are found.
 *
 * @throws {AuditError} `command-line` where it names nothing, or a column that is not there
 */
export async function searchedColumns(
  table: Table,
  request: MetricsRequest,
  sliced: readonly string[],
): Promise<SearchRequest | undefined> {
  if (request.search === undefined) return undefined;
  const attributes = searchedByFlag(request.search, sliced);
  const names = table.columns.map(({ name }) => name);
  for (const name of attributes) if (!names.includes(name)) throw strayColumn('--search', name, names);
  const binned: { attribute: string; edges: readonly number[] }[] = [];
  for (const attribute of attributes) {
    const isSettled = sliced.includes(attribute) || request.bins.some((flag) => flag.startsWith(`${attribute}=`));
    if (isSettled) continue;
    const edges = await edgesFor(table, attribute);
    if (edges.length > 0) binned.push({ attribute, edges });
  }
  return { ...defaultSearch, attributes, binned: binned.length > 0 ? binned : undefined };
}

/** Inner edges of a column for the search: none where it holds anything but numbers, or few of them. */
export async function edgesFor(table: Table, column: string): Promise<readonly number[]> {
  if ((await table.distinct(column, mostNumbers + 1)).length <= mostNumbers) return [];
  const { notNumbers, numbers } = await table.numericSummary(column);
  if (notNumbers > 0 || numbers === undefined) return [];
  const all = new Float64Array(await table.rowCount());
  for await (const batch of table.typed({ codes: [], numbers: [column] })) all.set(batch.numbers[0] ?? [], batch.start);
  return quantileEdges(all);
}
