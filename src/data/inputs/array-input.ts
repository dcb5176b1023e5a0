import { AuditError, messageOf, quoted } from '../../base/index.js';
import { textOf } from '../cells.js';
import type { ArraySpec, InputTensorSpec } from './input-spec.js';
import { maxArrayBytes, readNpy } from './npy.js';
import { numberTensorData } from './number-tensor.js';
import type { InputRows, PreparedInput } from './prepare-input.js';
import { fileState, readInputFile } from './read-input-file.js';
import { scalers } from './scale-values.js';

/**
 * A .npy file a row, in the model's own shape. Scaling by channel treats the first axis of an example as its channels.
 *
 * @throws {AuditError} `plan` where the model takes arrays of any shape, or values that are no numbers
 */
export function prepareArray(spec: ArraySpec, target: InputTensorSpec, rows: InputRows): PreparedInput {
  const shape = target.shape.slice(1).map((side) => (typeof side === 'number' ? side : undefined));
  const sides = shape.filter((side) => side !== undefined);
  if (sides.length < shape.length || target.shape.length === 0) {
    throw new AuditError(
      'plan',
      `The input ${quoted(target.name)} takes arrays of any shape, which cannot share a batch.`,
      { wayOut: 'Export the model with fixed sides, all but the batch.' },
    );
  }
  const size = sides.reduce((product, side) => product * side, 1);
  const values = numberTensorData(target.type, rows.ids.length * size);
  if (!values) {
    throw new AuditError('plan', `The input ${quoted(target.name)} has the type ${target.type}, no numbers.`);
  }
  const byChannel = (spec.mean?.length ?? 1) > 1 || (spec.std?.length ?? 1) > 1;
  const channels = scalers(spec, byChannel ? (sides[0] ?? 1) : 1);
  const perChannel = size / channels.length;
  const skipped: { index: number; reason: string }[] = [];
  const files: string[] = [];
  const cells = rows.columns[spec.file] ?? [];
  for (const index of rows.ids.keys()) {
    const file = readInputFile(rows.folder, textOf(cells[index] ?? null), maxArrayBytes);
    files.push(fileState(file));
    try {
      if (file.kind === 'unreadable') throw new Error(file.reason);
      const array = readNpy(file.bytes, sides);
      const scaled = channels.flatMap((scale, c) =>
        Array.from({ length: perChannel }, (_, i) => scale(array[c * perChannel + i] ?? 0)),
      );
      const refused = scaled.find((value) => values.refuses(value) !== undefined);
      if (refused !== undefined) throw new Error(`holds ${refused}, ${values.refuses(refused) ?? ''}`);
      for (const [i, value] of scaled.entries()) values.set(index * size + i, value);
    } catch (error) {
      skipped.push({ index, reason: messageOf(error) });
    }
  }
  return { tensor: { type: target.type, dims: [rows.ids.length, ...sides], data: values.data }, skipped, files };
}
