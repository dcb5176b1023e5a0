import { open, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuditError, compareText, quoted, resolveInside, type FileInside } from '../../base/index.js';
import { elementType } from './data-types.js';
import { elementCount, rawBytes } from './element-count.js';
import { TensorProto_DataLocation, type TensorProto } from './onnx_pb.js';

/** Where a tensor lies outside the model file. */
export interface ExternalLocation {
  /** The file's name, relative to the model's folder, as the model says it. */
  readonly location: string;
  readonly offset: number;
  readonly length: number | undefined;
}

/** Where a tensor's data lie, if not in the model file. Numbers that are none become NaN, which no check lets pass. */
export function externalLocation(tensor: TensorProto): ExternalLocation | undefined {
  if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) return undefined;
  const entry = (key: string): string | undefined => tensor.externalData.find((item) => item.key === key)?.value;
  const length = entry('length');
  return {
    location: entry('location') ?? '',
    offset: wholeNumber(entry('offset') ?? '0'),
    length: length === undefined ? undefined : wholeNumber(length),
  };
}

function wholeNumber(text: string): number {
  return /^\d{1,15}$/u.test(text) ? Number(text) : NaN;
}

/**
 * Checks every file that the model keeps weights in: relative, inside the model's folder with links followed, and long enough
 * for the tensor's shape. To be called before a runtime opens the model.
 *
 * @returns the locations, in code point order
 * @throws {AuditError} `model` naming the tensor and the file
 */
export async function checkExternalData(path: string, tensors: Iterable<TensorProto>): Promise<readonly string[]> {
  const folder = dirname(await realpath(path));
  const files = new Map<string, FileInside>();
  for (const tensor of tensors) {
    const external = externalLocation(tensor);
    if (!external) continue;
    const found = files.get(external.location) ?? resolveInside(folder, external.location);
    files.set(external.location, found);
    const why = refusal(tensor, external, found, path);
    if (why === undefined) continue;
    throw new AuditError(
      'model',
      `The weights ${quoted(tensor.name)} are kept in ${quoted(external.location)}, ${why}.`,
      { place: { file: path }, wayOut: 'External data must be a whole file beside the model or below it.' },
    );
  }
  return [...files.keys()].sort(compareText);
}

const unreadable = {
  outside: "which lies outside the model's folder",
  missing: 'which is not there',
  'not-a-file': 'which is not a file',
};

function refusal(
  tensor: TensorProto,
  { offset, length }: ExternalLocation,
  found: FileInside,
  path: string,
): string | undefined {
  if (found.kind !== 'file') return unreadable[found.kind];
  if (Number.isNaN(offset) || Number.isNaN(length)) return 'at an offset or length that is no number';
  const needed = rawBytes(elementCount(tensor.name, tensor.dims, path), elementType(tensor.dataType).bits);
  if (length !== undefined && length !== needed) return `as ${length} bytes, while its shape asks for ${needed}`;
  const end = offset + needed;
  return end > found.bytes ? `at bytes ${offset} to ${end}, but the file has ${found.bytes}` : undefined;
}

/**
 * Reads a tensor's external bytes, a piece at a time: memory does not grow with the tensor.
 *
 * @param bytes how many to read, as {@link checkExternalData} allowed
 */
export async function* readExternal(
  path: string,
  { location, offset }: ExternalLocation,
  bytes: number,
  pieceBytes: number,
): AsyncIterable<Uint8Array> {
  const found = resolveInside(dirname(await realpath(path)), location);
  if (found.kind !== 'file') throw changed(path, location);
  const handle = await open(found.path, 'r');
  try {
    for (let start = 0; start < bytes; start += pieceBytes) {
      const piece = new Uint8Array(Math.min(pieceBytes, bytes - start));
      const { bytesRead } = await handle.read(piece, 0, piece.length, offset + start);
      if (bytesRead !== piece.length) throw changed(path, location);
      yield piece;
    }
  } finally {
    await handle.close();
  }
}

function changed(path: string, location: string): AuditError {
  return new AuditError('model', `The file ${quoted(location)} changed while it was read.`, {
    place: { file: path },
    wayOut: 'Run the command again when nothing writes to the model.',
  });
}
