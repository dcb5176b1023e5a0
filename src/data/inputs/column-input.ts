import { AuditError, quoted, type ColumnInputSpec, type Tensor, type TensorSpec } from '../../base/index.js';
import { numberOf, textOf, type Cell } from '../cells.js';
import { ofRow } from '../of-row.js';
import { missingCell, wrongCell } from './cell-errors.js';
import { numberTensorData, numberTypeNames } from './number-tensor.js';
import type { InputRows } from './prepare-input.js';

/**
 * A column as it is: [batch] or [batch, 1 …], text or numbers by the model's own type.
 *
 * @throws {AuditError} `plan` where one cell an example is not what the model wants; `data` where a cell is missing or no value of
 *   that type
 */
export function prepareColumn(spec: ColumnInputSpec, target: TensorSpec, rows: InputRows): Tensor {
  const { type } = target;
  const dims = dimsOf(target, rows.ids.length);
  const cells = rows.columns[spec.column] ?? [];
  const each = (read: (cell: Cell, id: string, i: number) => void): void => {
    let i = 0;
    try {
      for (; i < rows.ids.length; i++) read(cells[i] ?? null, rows.ids[i] ?? '', i);
    } catch (error) {
      throw ofRow(error, rows.positions?.[i]);
    }
  };
  if (type === 'string') {
    const data: string[] = [];
    each((cell, id) => data.push(readText(spec, cell, id)));
    return { type, dims, data };
  }
  const values = numberTensorData(type, rows.ids.length);
  if (!values) {
    throw new AuditError('plan', `The input ${quoted(target.name)} has the type ${type}, which no column can become.`, {
      wayOut: `A column becomes string, ${numberTypeNames.join(', ')}.`,
    });
  }
  each((cell, id, i) => {
    const value = readNumber(spec, cell, id);
    const reason = values.refuses(value);
    if (reason !== undefined) throw wrongCell(spec.column, cell ?? value, id, reason);
    values.set(i, value);
  });
  return { type, dims, data: values.data };
}

function dimsOf(target: TensorSpec, batch: number): readonly number[] {
  const { shape } = target;
  const wide = shape.slice(1).find((side) => typeof side === 'number' && side !== 1);
  if (shape.length > 0 && wide === undefined) return [batch, ...shape.slice(1).map(() => 1)];
  const wanted = wide === undefined ? 'a single value for all examples' : `${wide} values an example`;
  throw new AuditError('plan', `The input ${quoted(target.name)} wants ${wanted}; one column has one an example.`, {
    wayOut: wide === undefined ? 'Export the model with a batch.' : 'List the columns under "columns" in the plan.',
  });
}

function readText(spec: ColumnInputSpec, cell: Cell, id: string): string {
  const text = textOf(cell);
  // An empty text is a text where text is wanted; only a cell without one is missing.
  if (text !== undefined) return text;
  if (spec.missing === undefined) throw missingCell(spec.column, id);
  return String(spec.missing);
}

function readNumber(spec: ColumnInputSpec, cell: Cell, id: string): number {
  const found = numberOf(cell);
  if (found === 'not-a-number') throw wrongCell(spec.column, cell, id, 'where a number is wanted');
  if (found !== 'missing') return found;
  if (spec.missing === undefined) throw missingCell(spec.column, id);
  const value = numberOf(spec.missing);
  if (typeof value === 'number') return value;
  throw new AuditError(
    'plan',
    `Missing cells of ${quoted(spec.column)} become ${quoted(String(spec.missing))}, where a number is wanted.`,
  );
}
