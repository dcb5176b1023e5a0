import type * as DuckDbModule from '@duckdb/node-api';
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { sqlName } from '../base/index.js';
import type { Outcome, OutcomeSpec } from './outcome.js';
import type { ScoredExample } from './scored-example.js';
import type { ShardRange } from './shard.js';

/** What an outcome table holds; part of its identity. */
export interface OutcomeTableShape {
  readonly task: OutcomeSpec['task'];
  readonly attributes: readonly string[];
  /** The baseline first. */
  readonly models: readonly string[];
  /** Which examples of the set; absent where it is all of them. */
  readonly range?: ShardRange | undefined;
}

type DuckDb = typeof DuckDbModule;

interface OutcomeColumn {
  readonly name: string;
  readonly sqlType: string;
  type(duckdb: DuckDb): DuckDBType;
  value(example: ScoredExample, duckdb: DuckDb): DuckDBValue;
}

/**
 * The columns of an outcome table: row, id, label, unit, weight, why it was skipped, what its files were, the attributes, then each model's
 * outcome. Attributes and models are numbered, since SQL takes names that differ in case for the same.
 */
export function outcomeColumns(shape: OutcomeTableShape): readonly OutcomeColumn[] {
  const text = (name: string, value: (example: ScoredExample) => string | null): OutcomeColumn => ({
    name,
    sqlType: 'varchar',
    type: (duckdb) => duckdb.VARCHAR,
    value,
  });
  return [
    { name: 'row', sqlType: 'bigint', type: (duckdb) => duckdb.BIGINT, value: ({ row }) => BigInt(row) },
    text('id', ({ id }) => id),
    text('label', ({ label }) => label),
    text('unit', ({ unit }) => unit),
    { name: 'weight', sqlType: 'double', type: (duckdb) => duckdb.DOUBLE, value: ({ weight }) => weight },
    text('skipped', ({ result }) => (result.kind === 'skipped' ? result.reason : null)),
    text('files', ({ files }) => files ?? null),
    ...shape.attributes.map((_, i) => text(`attribute${i}`, ({ attributes }) => attributes[i] ?? '')),
    ...shape.models.map((_, i): OutcomeColumn => {
      const isList = shape.task === 'multiclass';
      return {
        name: `${isList ? 'scores' : shape.task === 'binary' ? 'score' : 'value'}${i}`,
        sqlType: isList ? 'float[]' : 'double',
        type: (duckdb) => (isList ? duckdb.LIST(duckdb.FLOAT) : duckdb.DOUBLE),
        value: ({ result }, duckdb) => (result.kind === 'scored' ? cellOf(result.outcomes[i], duckdb) : null),
      };
    }),
  ];
}

function cellOf(outcome: Outcome | undefined, duckdb: DuckDb): DuckDBValue {
  if (!outcome) return null;
  if (outcome.kind === 'scores') return duckdb.listValue(outcome.scores);
  return outcome.kind === 'score' ? outcome.score : outcome.value;
}

/** An empty table as SQL declares it, in place of one that was there. */
export function createTableSql(columns: readonly OutcomeColumn[]): string {
  return `create or replace table outcomes (${columns.map(({ name, sqlType }) => `${sqlName(name)} ${sqlType}`).join(', ')})`;
}

/** Reads rows back from the columns of a chunk. */
export function examplesFrom(
  columns: readonly (readonly DuckDBValue[])[],
  shape: OutcomeTableShape,
): readonly ScoredExample[] {
  const [rows = []] = columns;
  const text = (column: number, i: number): string => {
    const value = columns[column]?.[i];
    return typeof value === 'string' ? value : '';
  };
  const fixed = 7;
  return rows.map((row, i): ScoredExample => {
    const [reason, files] = [columns[5]?.[i], columns[6]?.[i]];
    return {
      row: Number(row),
      id: text(1, i),
      label: text(2, i),
      unit: text(3, i),
      weight: Number(columns[4]?.[i] ?? 1),
      files: typeof files === 'string' ? files : undefined,
      attributes: shape.attributes.map((_, a) => text(fixed + a, i)),
      result:
        typeof reason === 'string'
          ? { kind: 'skipped', reason }
          : {
              kind: 'scored',
              outcomes: shape.models.map((_, m) =>
                outcomeFrom(columns[fixed + shape.attributes.length + m]?.[i], shape),
              ),
            },
    };
  });
}

function outcomeFrom(value: DuckDBValue | undefined, shape: OutcomeTableShape): Outcome {
  if (shape.task === 'multiclass') {
    const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : [];
    return { kind: 'scores', scores: items.map(Number) };
  }
  return shape.task === 'binary' ? { kind: 'score', score: Number(value) } : { kind: 'value', value: Number(value) };
}
