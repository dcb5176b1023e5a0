import { AuditError, quoted, randomFor } from '../base/index.js';
import type { Tensor, TensorSpec } from './model.js';

/** A side that a model leaves open becomes this long, the batch aside. */
const openSide = 8;

/**
 * Deterministic inputs for models without data: 32- and 64-bit floats uniform in [−1, 1); `uint8` and `int8` anything that they can
 * hold, as pixels and quantized values are; 0 or 1 for 16-bit floats, booleans and all other whole numbers, which are often
 * indices; empty texts.
 *
 * @param batch the length of an open first side
 * @throws {AuditError} `model` where an input is of a type that cannot be made up
 */
export function generateInputs(
  specs: readonly TensorSpec[],
  seed: string,
  batch = 1,
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(specs.map((spec) => [spec.name, generate(spec, seed, batch)]));
}

function generate(spec: TensorSpec, seed: string, batch: number): Tensor {
  const dims = spec.shape.map((side, i) => (typeof side === 'number' ? side : i === 0 ? batch : openSide));
  const length = dims.reduce((product, side) => product * side, 1);
  if (length > 2 ** 28) {
    throw new AuditError('model', `The input ${quoted(spec.name)} has ${length} numbers; too many to make up.`);
  }
  const random = randomFor(seed, spec.name);
  const reals = (): number => random.next() * 2 - 1;
  const bits = (): number => random.nextBelow(2);
  switch (spec.type) {
    case 'float32':
      return { type: 'float32', dims, data: Float32Array.from({ length }, reals) };
    case 'float64':
      return { type: 'float64', dims, data: Float64Array.from({ length }, reals) };
    case 'float16':
      // 0x3c00 is 1.0 and 0x0000 is 0.0 in half precision.
      return { type: 'float16', dims, data: Uint16Array.from({ length }, () => bits() * 0x3c00) };
    case 'uint8':
      return { type: 'uint8', dims, data: Uint8Array.from({ length }, () => random.nextBelow(256)) };
    case 'int8':
      return { type: 'int8', dims, data: Int8Array.from({ length }, () => random.nextBelow(256) - 128) };
    case 'uint16':
      return { type: 'uint16', dims, data: Uint16Array.from({ length }, bits) };
    case 'int16':
      return { type: 'int16', dims, data: Int16Array.from({ length }, bits) };
    case 'uint32':
      return { type: 'uint32', dims, data: Uint32Array.from({ length }, bits) };
    case 'uint64':
      return { type: 'uint64', dims, data: BigUint64Array.from({ length }, () => BigInt(bits())) };
    case 'int32':
      return { type: 'int32', dims, data: Int32Array.from({ length }, bits) };
    case 'int64':
      return { type: 'int64', dims, data: BigInt64Array.from({ length }, () => BigInt(bits())) };
    case 'bool':
      return { type: 'bool', dims, data: Uint8Array.from({ length }, bits) };
    case 'string':
      return { type: 'string', dims, data: Array.from({ length }, () => '') };
    default:
      throw new AuditError(
        'model',
        `The input ${quoted(spec.name)} has the type ${spec.type}, for which nothing can be made up.`,
      );
  }
}
