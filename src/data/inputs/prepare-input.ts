import { AuditError, type InputSpec, type Tensor, type TensorSpec } from '../../base/index.js';
import type { Cell } from '../cells.js';
import { prepareArray } from './array-input.js';
import { prepareColumn } from './column-input.js';
import { prepareColumns } from './columns-input.js';
import { prepareImages } from './image-input.js';

/** Some rows of a table. */
export interface InputRows {
  /** Names of the examples, for messages. */
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
  /** Where each of them stands in the table, from 0, so that errors name the row. */
  readonly positions?: readonly number[] | undefined;
  /** The folder that files in cells are relative to. */
  readonly folder: string;
}

/** A tensor, a row an example; rows of skipped examples are zero. */
export interface PreparedInput {
  readonly tensor: Tensor;
  /** By index; `index` counts from 0 within the rows given. */
  readonly skipped: readonly { readonly index: number; readonly reason: string }[];
  /** What the file of each row was: the SHA-256 of its bytes, or why there are none; absent for inputs that read no files. */
  readonly files?: readonly string[] | undefined;
}

/**
 * Turns rows into one input tensor, as the spec declares.
 *
 * @throws {AuditError} `data` where a cell cannot become what the model reads, naming the example. Files that cannot be read do
 *   not throw: they are skipped, with the reason
 */
export async function prepareInput(spec: InputSpec, target: TensorSpec, rows: InputRows): Promise<PreparedInput> {
  if (target.type === 'not-a-tensor') {
    throw new AuditError('model', `The input "${target.name}" is no tensor, so a table cannot feed it.`);
  }
  switch (spec.kind) {
    case 'image':
      return prepareImages(spec, target, rows);
    case 'columns':
      return { tensor: prepareColumns(spec, target, rows), skipped: [] };
    case 'column':
      return { tensor: prepareColumn(spec, target, rows), skipped: [] };
    case 'array':
      return prepareArray(spec, target, rows);
  }
}
