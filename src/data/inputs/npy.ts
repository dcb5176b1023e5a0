import { endianness } from 'node:os';
import { halfValue } from '../../base/index.js';
import { UnreadableFile } from './find-file.js';
import { areFinite, type NumberArray } from './number-tensor.js';

/** Larger arrays are not opened. */
export const maxArrayBytes = 256 << 20;

/**
 * Reads a NumPy array from the bytes of a .npy file: format 1 to 3, little endian, row-major, of the given shape (a leading 1 may
 * be there or not).
 *
 * @returns its values: a view of the bytes where their type and place allow, so they must not change while it is used
 * @throws {UnreadableFile} where it is cut off, of another shape or type, or holds NaN or infinite values
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpy(bytes: Buffer, shape: readonly number[]): NumberArray {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY') throw new UnreadableFile('not a .npy file');
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new UnreadableFile(`a .npy file of version ${version}, which is not read`);
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  if (end > bytes.length) throw new UnreadableFile('cut off in its header');
  const { type, dims } = parseHeader(bytes.toString('latin1', start, Math.min(end, start + 4096)));
  const found = dims.length === shape.length + 1 && dims[0] === 1 ? dims.slice(1) : dims;
  if (found.length !== shape.length || found.some((side, i) => side !== shape[i])) {
    throw new UnreadableFile(`has the shape [${dims.join(', ')}] where the model wants [${shape.join(', ')}]`);
  }
  const size = shape.reduce((product, side) => product * side, 1);
  const values = decode(type, bytes.subarray(end), size);
  if (!areFinite(values)) throw new UnreadableFile('holds NaN or infinite values');
  return values;
}

function parseHeader(header: string): { readonly type: string; readonly dims: readonly number[] } {
  const type = /'descr':\s*'([^']{1,20})'/u.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/u.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/u.exec(header)?.[1];
  if (shape === undefined || order === undefined) throw new UnreadableFile('a .npy file whose header cannot be read');
  if (type === undefined) throw new UnreadableFile('holds records, which are not read');
  if (order === 'True')
    throw new UnreadableFile('column-major, which is not read: save it with numpy.ascontiguousarray');
  const sides = shape.split(',').map((side) => side.trim());
  return { type, dims: sides.filter((side) => side !== '').map(Number) };
}

/** How values of a type are read: as they lie where this machine orders bytes alike, else one by one. */
interface Reader {
  readonly bytes: number;
  readonly view?: new (buffer: ArrayBufferLike, offset: number, length: number) => NumberArray;
  readonly read: (bytes: Buffer, at: number) => number;
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['<f2', { bytes: 2, read: (bytes, at) => halfValue(bytes.readUInt16LE(at)) }],
  ['<f4', { bytes: 4, view: Float32Array, read: (bytes, at) => bytes.readFloatLE(at) }],
  ['<f8', { bytes: 8, view: Float64Array, read: (bytes, at) => bytes.readDoubleLE(at) }],
  ['|i1', { bytes: 1, view: Int8Array, read: (bytes, at) => bytes.readInt8(at) }],
  ['|u1', { bytes: 1, view: Uint8Array, read: (bytes, at) => bytes.readUInt8(at) }],
  ['<i2', { bytes: 2, view: Int16Array, read: (bytes, at) => bytes.readInt16LE(at) }],
  ['<u2', { bytes: 2, view: Uint16Array, read: (bytes, at) => bytes.readUInt16LE(at) }],
  ['<i4', { bytes: 4, view: Int32Array, read: (bytes, at) => bytes.readInt32LE(at) }],
  ['<u4', { bytes: 4, view: Uint32Array, read: (bytes, at) => bytes.readUInt32LE(at) }],
  ['<i8', { bytes: 8, read: (bytes, at) => exactly(bytes.readBigInt64LE(at)) }],
  ['<u8', { bytes: 8, read: (bytes, at) => exactly(bytes.readBigUInt64LE(at)) }],
]);

function decode(type: string, bytes: Buffer, size: number): NumberArray {
  const reader = readers.get(type);
  if (!reader) throw new UnreadableFile(`holds values of the type ${JSON.stringify(type)}, which is not read`);
  const { bytes: width, view: View, read } = reader;
  if (bytes.length < size * width) throw new UnreadableFile('cut off');
  if (bytes.length > size * width) throw new UnreadableFile('longer than its shape says');
  // NumPy writes values at a multiple of 16 or 64 bytes; other writers need not.
  if (View && endianness() === 'LE' && bytes.byteOffset % width === 0) {
    return new View(bytes.buffer, bytes.byteOffset, size);
  }
  const values = new Float64Array(size);
  for (let i = 0; i < size; i++) values[i] = read(bytes, i * width);
  return values;
}

function exactly(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new UnreadableFile(`holds ${value}, which is too large a whole number`);
}
