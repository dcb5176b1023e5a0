import { createHash } from 'node:crypto';

/** One of so many shards of an evaluation set. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/** More shards than this are refused: each reads the whole table once to check it. */
export const maxShards = 10_000;

/** How many places there are for units: the first 32 bits of a hash. */
export const unitPlaces = 2 ** 32;

/**
 * Which examples a shard holds: rows of the table by position, or, so that no unit is split, whole units by the place that
 * {@link unitPlace} gives them. The ranges of all shards lie end to end and cover everything.
 */
export interface ShardRange {
  readonly by: 'row' | 'unit';
  /** The first row or place. */
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
}

/**
 * The range of a shard.
 *
 * Rows are cut between batches, so that every batch holds the same examples as in a run of the whole table, and a model whose
 * last bits depend on the examples beside says the same. Units may lie anywhere in a table, so they are spread by a hash.
 *
 * @param set how many rows the table has, how many go into a batch, and whether a unit is named
 */
export function rangeOfShard(
  { index, of }: Shard,
  { rows, batchSize, hasUnits }: { readonly rows: number; readonly batchSize: number; readonly hasUnits: boolean },
): ShardRange {
  if (hasUnits) {
    const start = (i: number): number => Math.ceil((i * unitPlaces) / of);
    return { by: 'unit', from: start(index - 1), to: start(index) };
  }
  const batches = Math.ceil(rows / batchSize);
  const start = (i: number): number => Math.min(rows, Math.floor((i * batches) / of) * batchSize);
  return { by: 'row', from: start(index - 1), to: start(index) };
}

/** Where a unit lies among the {@link unitPlaces}: the same on every machine, and nothing that its name says. */
export function unitPlace(unit: string): number {
  return createHash('sha256').update(`fairweight-unit\n${unit}`).digest().readUInt32BE(0);
}

/** Whether a range holds an example. */
export function holds(
  { by, from, to }: ShardRange,
  { row, unit }: { readonly row: number; readonly unit: string },
): boolean {
  const place = by === 'row' ? row : unitPlace(unit);
  return place >= from && place < to;
}
