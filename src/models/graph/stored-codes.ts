import type { ElementType } from './data-types.js';
import { rawBytes } from './element-count.js';
import { externalLocation, readExternal } from './external-data.js';
import type { TensorProto } from './onnx_pb.js';

/** Elements as their bit patterns: one entry each, or several 32-bit words each where they are longer than 32 bits. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** A whole number of elements of every width, so that pieces can be decoded one by one. */
const pieceBytes = 12 * 2 ** 20;

/** The bit patterns of a tensor's elements, a piece at a time, in order. The last piece may end with padding. */
export async function* storedCodes(
  tensor: TensorProto,
  type: ElementType,
  count: number,
  path: string,
): AsyncIterable<Codes> {
  const external = externalLocation(tensor);
  if (external) {
    const pieces = readExternal(path, external, rawBytes(count, type.bits), pieceBytes);
    for await (const piece of pieces) yield codesOfBytes(piece, type.bits);
  } else if (tensor.rawData.length > 0) {
    for (let start = 0; start < tensor.rawData.length; start += pieceBytes) {
      yield codesOfBytes(tensor.rawData.subarray(start, start + pieceBytes), type.bits);
    }
  } else {
    yield typedCodes(tensor, type.bits);
  }
}

/** All bit patterns of a tensor at once: `count` elements of at most 32 bits, whose number was checked before. */
export async function allCodes(tensor: TensorProto, type: ElementType, count: number, path: string): Promise<Codes> {
  const all =
    type.bits <= 8 ? new Uint8Array(count) : type.bits <= 16 ? new Uint16Array(count) : new Uint32Array(count);
  let at = 0;
  for await (const codes of storedCodes(tensor, type, count, path)) {
    all.set(codes.subarray(0, count - at), at);
    at += codes.length;
  }
  return all;
}

function codesOfBytes(bytes: Uint8Array, bits: number): Codes {
  switch (bits) {
    case 8:
      return bytes;
    case 16:
      return new Uint16Array(aligned(bytes, 2));
    case 2:
    case 4:
    case 6:
      return unpack(bytes, bits);
    default:
      return new Uint32Array(aligned(bytes, 4));
  }
}

function aligned(bytes: Uint8Array, width: number): ArrayBuffer {
  return new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % width))).buffer;
}

/** Elements shorter than a byte follow each other from the lowest bit on. */
export function unpack(bytes: Uint8Array, bits: number): Uint8Array {
  const codes = new Uint8Array(Math.floor((bytes.length * 8) / bits));
  const mask = 2 ** bits - 1;
  for (let i = 0; i < codes.length; i++) {
    const bit = i * bits;
    const at = Math.floor(bit / 8);
    codes[i] = (((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) >> (bit % 8)) & mask;
  }
  return codes;
}

/** Tensors may keep their values in typed fields instead of raw bytes; short ones stand in `int32_data`. */
function typedCodes(tensor: TensorProto, bits: number): Codes {
  if (tensor.floatData.length > 0) return new Uint32Array(Float32Array.from(tensor.floatData).buffer);
  if (tensor.doubleData.length > 0) return new Uint32Array(Float64Array.from(tensor.doubleData).buffer);
  if (tensor.uint64Data.length > 0) return Uint32Array.from(tensor.uint64Data, Number);
  const values = tensor.int32Data;
  if (bits === 32) return Uint32Array.from(values, (value) => value >>> 0);
  if (bits === 16) return Uint16Array.from(values);
  return bits === 2 || bits === 4 ? unpack(Uint8Array.from(values), bits) : Uint8Array.from(values);
}
