import { AuditError, quoted, type ArraySpec, type NumberData, type TensorSpec } from '../../base/index.js';
import { textOf } from '../cells.js';
import { UnreadableFile } from './find-file.js';
import { maxArrayBytes, readNpy } from './npy.js';
import { numberTensorData, type NumberArray } from './number-tensor.js';
import type { InputRows, PreparedInput } from './prepare-input.js';
import { fileState, readInputFile } from './read-input-file.js';
import { scaleInto, scalings } from './scale-values.js';

/**
 * A .npy file a row, in the model's own shape. Scaling by channel treats the first axis of an example as its channels.
 *
 * @throws {AuditError} `plan` where the model takes arrays of any shape, or values that are no numbers
 */
export function prepareArray(spec: ArraySpec, target: TensorSpec, rows: InputRows): PreparedInput {
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
  const scaled = scaling(spec, sides, size);
  const skipped: { index: number; reason: string }[] = [];
  const files: string[] = [];
  const cells = rows.columns[spec.file] ?? [];
  for (const index of rows.ids.keys()) {
    const start = index * size;
    const file = readInputFile(rows.folder, textOf(cells[index] ?? null), maxArrayBytes);
    files.push(fileState(file));
    try {
      if (file.kind === 'unreadable') throw new UnreadableFile(file.reason);
      const array = readNpy(file.bytes, sides);
      const refused = values.setAll(start, scaled(array));
      if (refused !== undefined) throw new UnreadableFile(`holds ${refused}, ${values.refuses(refused) ?? ''}`);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      // The rows of skipped examples are zero, whatever was written before the reason was met.
      clear(values.data, start, start + size);
      skipped.push({ index, reason: error.message });
    }
  }
  return { tensor: { type: target.type, dims: [rows.ids.length, ...sides], data: values.data }, skipped, files };
}

/** What is done to an array before it is written: nothing, or scaling by channel, into room that every array shares. */
function scaling(spec: ArraySpec, sides: readonly number[], size: number): (array: NumberArray) => NumberArray {
  const byChannel = (spec.mean?.length ?? 1) > 1 || (spec.std?.length ?? 1) > 1;
  const channels = scalings(spec, byChannel ? (sides[0] ?? 1) : 1);
  if (!spec.scale && !spec.mean && !spec.std) return (array) => array;
  const room = new Float64Array(size);
  const perChannel = size / channels.length;
  return (array) => {
    for (const [c, channel] of channels.entries())
      scaleInto(room, array, channel, c * perChannel, (c + 1) * perChannel);
    return room;
  };
}

function clear(data: NumberData, start: number, end: number): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(0n, start, end);
  else data.fill(0, start, end);
}
