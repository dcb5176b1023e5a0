import { AuditError, quoted, type ImageSpec, type NumberData, type TensorSpec } from '../../base/index.js';
import { textOf } from '../cells.js';
import { numberTensorData } from './number-tensor.js';
import { readPicture, type Picture } from './picture.js';
import type { InputRows, PreparedInput } from './prepare-input.js';
import { scaleInto, scalings } from './scale-values.js';

/** Pictures decoded at a time: each may take hundreds of megabytes. */
const decodedAtOnce = 4;

/**
 * Pictures as one tensor, [batch, channels, height, width] or [batch, height, width, channels].
 *
 * @throws {AuditError} `plan` where the spec does not make what the model wants. Pictures that cannot be read or have another size
 *   are skipped
 */
export async function prepareImages(spec: ImageSpec, target: TensorSpec, rows: InputRows): Promise<PreparedInput> {
  const channels = spec.colour === 'grey' ? 1 : 3;
  const { height, width } = wantedSize(spec, target, channels);
  const size = channels * height * width;
  const dims = spec.layout === 'nchw' ? [channels, height, width] : [height, width, channels];
  const writer = pixelWriter(spec, target, channels, rows.ids.length * size);
  const skipped: { index: number; reason: string }[] = [];
  const files = rows.ids.map(() => '');
  const cells = rows.columns[spec.file] ?? [];
  const one = async (index: number): Promise<void> => {
    const result = await readPicture(spec, rows.folder, textOf(cells[index] ?? null) ?? '');
    files[index] = result.file;
    if (result.kind === 'unreadable') skipped.push({ index, reason: result.reason });
    else if (result.picture.width !== width || result.picture.height !== height) {
      const found = `${result.picture.width} × ${result.picture.height} pixels`;
      skipped.push({ index, reason: `${found} where the model wants ${width} × ${height}; declare a resize` });
    } else writer.write(index * size, result.picture);
  };
  const indices = rows.ids.keys();
  const decodeRest = async (): Promise<void> => {
    for (const index of indices) await one(index);
  };
  await Promise.all(Array.from({ length: decodedAtOnce }, decodeRest));
  skipped.sort((a, b) => a.index - b.index);
  return { tensor: { type: target.type, dims: [rows.ids.length, ...dims], data: writer.data }, skipped, files };
}

/** Room for pixels, and what writes a picture into it from an index on. */
function pixelWriter(
  spec: ImageSpec,
  target: TensorSpec,
  channels: number,
  length: number,
): { readonly data: NumberData; write(offset: number, picture: Picture): void } {
  const values = numberTensorData(target.type, length);
  if (!values || target.type === 'bool') {
    throw new AuditError(
      'plan',
      `The input ${quoted(target.name)} has the type ${target.type}, which no picture can become.`,
    );
  }
  const isWhole = !target.type.startsWith('float');
  const levels = Uint8Array.from({ length: 256 }, (_, value) => value);
  const tables = scalings(spec, channels).map((scaling) => {
    const table = new Float64Array(256);
    scaleInto(table, levels, scaling, 0, 256);
    return isWhole ? table.map(Math.round) : table;
  });
  const refused = tables.flatMap((table) => [...table]).find((value) => values.refuses(value) !== undefined);
  if (refused !== undefined) {
    throw new AuditError(
      'plan',
      `Scaling makes ${refused} of a pixel, ${values.refuses(refused) ?? ''} for the input ${quoted(target.name)}.`,
      { wayOut: 'Correct scale, mean and std under inputs in the plan.' },
    );
  }
  const levelsAsStored = tables.map((table) => storedAs(target.type, table));
  const write = (offset: number, picture: Picture): void => {
    const pixels = picture.width * picture.height;
    for (const [c, stored] of levelsAsStored.entries()) {
      const source = spec.colour === 'bgr' ? channels - 1 - c : c;
      const start = offset + (spec.layout === 'nchw' ? c * pixels : c);
      const stride = spec.layout === 'nchw' ? 1 : channels;
      fill(values.data, stored, picture.data, { start, stride, source, channels, pixels });
    }
  };
  return { data: values.data, write };
}

/** The 256 levels of a channel in the tensor's own type, so that a pixel is one look-up. */
function storedAs(type: string, table: Float64Array): NumberData {
  const stored = numberTensorData(type, table.length);
  if (!stored) throw new RangeError(type);
  for (const [level, value] of table.entries()) stored.set(level, value);
  return stored.data;
}

/** Writes one channel of a picture. Both arrays are of one type, whatever it is: to the compiler, floats. */
function fill(
  into: NumberData,
  stored: NumberData,
  pixelData: Uint8Array,
  at: {
    readonly start: number;
    readonly stride: number;
    readonly source: number;
    readonly channels: number;
    readonly pixels: number;
  },
): void {
  const [to, levels] = [into as Float32Array, stored as Float32Array];
  const { start, stride, source, channels, pixels } = at;
  for (let p = 0; p < pixels; p++) {
    // A level is below 256, so there always is a value; of whole numbers of 64 bits it is a bigint.
    to[start + p * stride] = levels[pixelData[p * channels + source] as number] as number;
  }
}

function wantedSize(
  spec: ImageSpec,
  target: TensorSpec,
  channels: number,
): { readonly height: number; readonly width: number } {
  const [, a, b, c] = target.shape;
  const [wantedChannels, wantedHeight, wantedWidth] = spec.layout === 'nchw' ? [a, b, c] : [c, a, b];
  const shape = `[${target.shape.map((side) => side ?? '?').join(', ')}]`;
  if (target.shape.length !== 4 || (typeof wantedChannels === 'number' && wantedChannels !== channels)) {
    throw new AuditError(
      'plan',
      `A ${spec.colour} picture laid out as ${spec.layout} has ${channels} channels, but the input ${quoted(target.name)} is ${shape}.`,
      { wayOut: 'Correct colour and layout under inputs in the plan.' },
    );
  }
  const made = spec.crop ?? spec.resize;
  const height = typeof wantedHeight === 'number' ? wantedHeight : made?.height;
  const width = typeof wantedWidth === 'number' ? wantedWidth : made?.width;
  if (height === undefined || width === undefined) {
    throw new AuditError('plan', `The input ${quoted(target.name)} takes pictures of any size ${shape}.`, {
      wayOut: 'Declare a resize under inputs in the plan, so that pictures can share a batch.',
    });
  }
  if (made && (made.height !== height || made.width !== width)) {
    throw new AuditError(
      'plan',
      `The plan makes pictures of ${made.width} × ${made.height} pixels, but the input ${quoted(target.name)} is ${shape}.`,
    );
  }
  return { height, width };
}
