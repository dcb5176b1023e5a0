import { endianness } from 'node:os';
import { halfValue } from '../../base/index.js';

/** Larger arrays are not opened. */
export const maxArrayBytes = 256 << 20;

/**
 * Reads a NumPy array from the bytes of a .npy file: format 1 to 3, little endian, row-major, of the given shape (a leading 1 may
 * be there or not).
 *
 * @throws {Error} with a reason fit for a list of skipped examples: cut off, another shape or type, NaN or infinite values
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpy(bytes: Buffer, shape: readonly number[]): ArrayLike<number> {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY') throw new Error('not a .npy file');
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new Error(`a .npy file of version ${version}, which is not read`);
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  if (end > bytes.length) throw new Error('cut off in its header');
  const { type, dims } = parseHeader(bytes.toString('latin1', start, Math.min(end, start + 4096)));
  const found = dims.length === shape.length + 1 && dims[0] === 1 ? dims.slice(1) : dims;
  if (found.length !== shape.length || found.some((side, i) => side !== shape[i])) {
    throw new Error(`has the shape [${dims.join(', ')}] where the model wants [${shape.join(', ')}]`);
  }
  const size = shape.reduce((product, side) => product * side, 1);
  const values = decode(type, bytes.subarray(end), size);
  for (let i = 0; i < size; i++) if (!Number.isFinite(values[i])) throw new Error('holds NaN or infinite values');
  return values;
}

function parseHeader(header: string): { readonly type: string; readonly dims: readonly number[] } {
  const type = /'descr':\s*'([^']{1,20})'/u.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/u.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/u.exec(header)?.[1];
  if (shape === undefined || order === undefined) throw new Error('a .npy file whose header cannot be read');
  if (type === undefined) throw new Error('holds records, which are not read');
  if (order === 'True') throw new Error('column-major, which is not read: save it with numpy.ascontiguousarray');
  const sides = shape.split(',').map((side) => side.trim());
  return { type, dims: sides.filter((side) => side !== '').map(Number) };
}

const readers: Readonly<Record<string, readonly [bytes: number, read: (bytes: Buffer, at: number) => number]>> = {
  '<f2': [2, (bytes, at) => halfValue(bytes.readUInt16LE(at))],
  '<f4': [4, (bytes, at) => bytes.readFloatLE(at)],
  '<f8': [8, (bytes, at) => bytes.readDoubleLE(at)],
  '|i1': [1, (bytes, at) => bytes.readInt8(at)],
  '|u1': [1, (bytes, at) => bytes.readUInt8(at)],
  '<i2': [2, (bytes, at) => bytes.readInt16LE(at)],
  '<u2': [2, (bytes, at) => bytes.readUInt16LE(at)],
  '<i4': [4, (bytes, at) => bytes.readInt32LE(at)],
  '<u4': [4, (bytes, at) => bytes.readUInt32LE(at)],
  '<i8': [8, (bytes, at) => exactly(bytes.readBigInt64LE(at))],
  '<u8': [8, (bytes, at) => exactly(bytes.readBigUInt64LE(at))],
};

function decode(type: string, bytes: Buffer, size: number): ArrayLike<number> {
  const reader = readers[type];
  if (!reader) throw new Error(`holds values of the type ${JSON.stringify(type)}, which is not read`);
  const [width, read] = reader;
  if (bytes.length < size * width) throw new Error('cut off');
  if (bytes.length > size * width) throw new Error('longer than its shape says');
  if (type === '<f4' && endianness() === 'LE') {
    // A copy, because values in a file need not be aligned.
    return new Float32Array(Uint8Array.from(bytes).buffer);
  }
  return Float64Array.from({ length: size }, (_, i) => read(bytes, i * width));
}

function exactly(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new Error(`holds ${value}, which is too large a whole number`);
}
