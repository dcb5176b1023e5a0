import type { DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '../cells.js';

/** What DuckDB gives as a cell: whole numbers above 2⁵³ stay exact as text. */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  return String(value);
}
