import {
  AuditError,
  didYouMean,
  listed,
  quoted,
  type ColumnsSpec,
  type FeatureSpec,
  type Tensor,
  type TensorSpec,
} from '../../base/index.js';
import { numberOf, textOf, type Cell } from '../cells.js';
import { ofRow } from '../of-row.js';
import { missingCell, wrongCell } from './cell-errors.js';
import { numberTensorData, type NumberTensorData } from './number-tensor.js';
import type { InputRows } from './prepare-input.js';

type NumberFeature = Extract<FeatureSpec, { kind: 'number' }>;
type OneHotFeature = Extract<FeatureSpec, { kind: 'one-hot' }>;

/** How many numbers a feature becomes. */
export function featureWidth(feature: FeatureSpec): number {
  return feature.kind === 'number' ? 1 : feature.categories.length;
}

/**
 * One float tensor [batch, features]: numbers standardised, categories one-hot, in the order of the spec. Computed in double
 * precision and rounded once.
 *
 * @throws {AuditError} `plan` where the columns do not make what the model wants; `data` where a cell is missing, no number, or no
 *   known category, naming example, column and value
 */
export function prepareColumns(spec: ColumnsSpec, target: TensorSpec, rows: InputRows): Tensor {
  const width = spec.columns.reduce((sum, feature) => sum + featureWidth(feature), 0);
  const batch = rows.ids.length;
  const values = numberTensorData(target.type, batch * width);
  const expected = target.shape.at(-1);
  const fits = target.shape.length === 2 && (typeof expected !== 'number' || expected === width);
  if (!values || !target.type.startsWith('float') || !fits) {
    const wanted = `${target.type} [${target.shape.map((side) => side ?? '?').join(', ')}]`;
    throw new AuditError(
      'plan',
      `The columns of the input ${quoted(target.name)} make ${width} floats an example, but the model wants ${wanted}.`,
      { wayOut: 'Correct the columns and their categories under inputs in the plan.' },
    );
  }
  let offset = 0;
  for (const feature of spec.columns) {
    const put = feature.kind === 'number' ? standardise(feature) : encode(feature);
    const cells = rows.columns[feature.column] ?? [];
    let i = 0;
    try {
      for (; i < batch; i++) put(cells[i] ?? null, rows.ids[i] ?? '', values, i * width + offset);
    } catch (error) {
      throw ofRow(error, rows.positions?.[i]);
    }
    offset += featureWidth(feature);
  }
  return { type: target.type, dims: [batch, width], data: values.data };
}

/** Writes what a cell becomes from an index on. */
type Put = (cell: Cell, id: string, values: NumberTensorData, index: number) => void;

function standardise(feature: NumberFeature): Put {
  const { column, mean, std } = feature;
  if (!(std > 0))
    throw new AuditError('plan', `The std of the column ${quoted(column)} is ${std}; it must be above 0.`);
  return (cell, id, values, index) => {
    const found = numberOf(cell);
    const raw = found === 'missing' ? feature.missing : found;
    if (raw === undefined) throw missingCell(column, id);
    if (raw === 'not-a-number') {
      throw wrongCell(
        column,
        cell,
        id,
        'where a number is wanted',
        'Correct the table, or declare the column as one_hot in the plan.',
      );
    }
    if (feature.log1p && raw <= -1) throw wrongCell(column, raw, id, 'which has no log(1 + x)');
    const value = ((feature.log1p ? Math.log1p(raw) : raw) - mean) / std;
    const reason = values.refuses(value);
    if (reason !== undefined) {
      const written = found === 'missing' ? raw : cell;
      throw wrongCell(column, written, id, value === raw ? reason : `which becomes ${value}, ${reason}`);
    }
    values.set(index, value);
  };
}

function encode(feature: OneHotFeature): Put {
  const { column, categories, other } = feature;
  const places = new Map(categories.map((name, k) => [name, k]));
  if (places.size < categories.length) {
    throw new AuditError('plan', `The categories of the column ${quoted(column)} name one twice.`);
  }
  return (cell, id, values, index) => {
    const written = textOf(cell);
    const isMissing = written === undefined || (written === '' && !places.has(''));
    const text = isMissing ? feature.missing : written;
    if (text === undefined) throw missingCell(column, id);
    const place = places.get(text);
    if (place !== undefined) values.set(index + place, 1);
    else if (other === 'error') {
      const hints = [
        didYouMean(text, categories),
        `The plan lists: ${listed(categories)}.`,
        'With "other: zeros" the others become zeros.',
      ];
      throw wrongCell(column, text, id, 'which is none of its categories', hints.filter(Boolean).join(' '));
    }
  };
}
