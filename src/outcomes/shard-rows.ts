import { textOf, type Cell, type RowBatch, type Table } from '../data/index.js';
import { holds, rangeOfShard, type ShardRange } from './shard.js';
import type { ScoringJob } from './scoring-job.js';

/** Some rows of a table, not always one after the other. */
export interface PickedRows {
  /** Where each stands in the table, from 0, ascending. */
  readonly rows: readonly number[];
  /** A cell a row, by column. */
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
}

/** The rows of a table that one run scores: all, or those of a shard. */
export interface RowsToScore {
  /** How many there are. */
  readonly count: number;
  /** Which; absent where it is all of them. */
  readonly range: ShardRange | undefined;
  /** Streams them in the table's order, from a row of the table on, at most `limit` of them. */
  read(options: {
    readonly columns: readonly string[];
    readonly from?: number | undefined;
    readonly limit?: number | undefined;
  }): AsyncGenerator<PickedRows, void>;
}

/** Finds the rows that a job scores. @param batchSize of all runs that share the set, so that they agree on where shards begin */
export async function rowsToScore(job: ScoringJob, table: Table, batchSize: number): Promise<RowsToScore> {
  const rows = await table.rowCount();
  const { unit } = job.columns;
  const range = job.shard && rangeOfShard(job.shard, { rows, batchSize, hasUnits: unit !== undefined });
  if (range?.by === 'unit' && unit !== undefined) {
    const read: RowsToScore['read'] = (options) => readUnits(table, range, unit, options);
    let count = 0;
    for await (const picked of read({ columns: [] })) count += picked.rows.length;
    return { count, range, read };
  }
  const [first, end] = [range?.from ?? 0, range?.to ?? rows];
  return {
    count: end - first,
    range,
    read: async function* ({ columns, from = first, limit = Infinity }) {
      const left = Math.min(limit, end - from);
      if (left <= 0) return;
      for await (const batch of table.rows({ columns, from, limit: left })) yield allOf(batch);
    },
  };
}

async function* readUnits(
  table: Table,
  range: ShardRange,
  unit: string,
  { columns, from = 0, limit = Infinity }: Parameters<RowsToScore['read']>[0],
): AsyncGenerator<PickedRows, void> {
  const isHeld = rememberLast((name: string) => holds(range, { row: 0, unit: name }));
  let left = limit;
  if (from >= (await table.rowCount())) return;
  for await (const batch of table.rows({ columns: [...columns, unit], from })) {
    const all = allOf(batch);
    // A row without a unit goes to the shard of the empty name, which says so.
    const kept = (batch.columns[unit] ?? [])
      .flatMap((cell, i) => (isHeld(textOf(cell) ?? '') ? [i] : []))
      .slice(0, left);
    if (kept.length > 0) yield pick(all, kept);
    left -= kept.length;
    if (left <= 0) return;
  }
}

/** Rows of one unit mostly stand together. */
function rememberLast(ask: (name: string) => boolean): (name: string) => boolean {
  let last: { readonly name: string; readonly answer: boolean } | undefined;
  return (name) => {
    if (last?.name !== name) last = { name, answer: ask(name) };
    return last.answer;
  };
}

function allOf({ start, count, columns }: RowBatch): PickedRows {
  return { rows: Array.from({ length: count }, (_, i) => start + i), columns };
}

function pick({ rows, columns }: PickedRows, kept: readonly number[]): PickedRows {
  return {
    rows: kept.map((i) => rows[i] ?? 0),
    columns: mapColumns(columns, (cells) => kept.map((i) => cells[i] ?? null)),
  };
}

/** Some of them, from one up to another. */
export function sliceOf({ rows, columns }: PickedRows, from: number, to: number): PickedRows {
  return { rows: rows.slice(from, to), columns: mapColumns(columns, (cells) => cells.slice(from, to)) };
}

/** Both, one after the other. */
export function joined(a: PickedRows, b: PickedRows): PickedRows {
  return {
    rows: [...a.rows, ...b.rows],
    columns: mapColumns(a.columns, (cells, name) => [...cells, ...(b.columns[name] ?? [])]),
  };
}

function mapColumns(
  columns: PickedRows['columns'],
  change: (cells: readonly Cell[], name: string) => readonly Cell[],
): PickedRows['columns'] {
  return Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, change(cells, name)]));
}
