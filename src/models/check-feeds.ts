import { AuditError, listed, quoted } from '../base/index.js';
import type { Tensor, TensorSpec } from './model.js';

/**
 * Checks that there is a tensor for every input and none besides, each of the right type, shape and length.
 *
 * @throws {AuditError} `model` naming the input, what it expects and what it was given
 */
export function checkFeeds(inputs: readonly TensorSpec[], feeds: Readonly<Record<string, Tensor>>, path: string): void {
  const names = inputs.map(({ name }) => name);
  const unknown = Object.keys(feeds).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw wrongInput(path, `The model has no input ${quoted(unknown)}.`, `Its inputs are: ${listed(names)}.`);
  }
  for (const spec of inputs) {
    const tensor = Object.hasOwn(feeds, spec.name) ? feeds[spec.name] : undefined;
    if (!tensor) throw wrongInput(path, `The model's input ${quoted(spec.name)} was given nothing.`);
    const problem = mismatch(spec, tensor);
    if (problem !== undefined) throw wrongInput(path, `The model's input ${quoted(spec.name)} ${problem}.`);
  }
}

function mismatch(spec: TensorSpec, { type, dims, data }: Tensor): string | undefined {
  if (type !== spec.type) return `expects ${spec.type} and was given ${type}`;
  // A runtime reports an open number of dimensions as none at all.
  const isOpen = spec.shape.length === 0;
  const fits =
    dims.length === spec.shape.length && spec.shape.every((side, i) => typeof side !== 'number' || side === dims[i]);
  if (!isOpen && !fits) {
    const expected = spec.shape.map((side) => side ?? '?').join(', ');
    return `expects the shape [${expected}] and was given [${dims.join(', ')}]`;
  }
  const length = dims.reduce((product, side) => product * side, 1);
  if (length !== data.length) return `was given ${data.length} values for the shape [${dims.join(', ')}]`;
  return undefined;
}

function wrongInput(
  path: string,
  message: string,
  wayOut = 'Check the inputs in the plan against the model.',
): AuditError {
  return new AuditError('model', message, { place: { file: path }, wayOut });
}
