import type Sharp from 'sharp';
import { AuditError, loadPackage, messageOf, safeText, type ImageSpec } from '../../base/index.js';
import { UnreadableFile } from './find-file.js';
import { pictureFormat } from './picture-format.js';
import { fileState, readInputFile } from './read-input-file.js';

/** A picture as the model sees it, before scaling: 8 bits a channel, interleaved, row by row from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 3 for colour, in the order red, green, blue whatever the model wants; 1 for grey. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** A picture, or why there is none, in words that are the same on every machine. */
export type PictureResult = (
  { readonly kind: 'picture'; readonly picture: Picture } | { readonly kind: 'unreadable'; readonly reason: string }
) & {
  /** The SHA-256 of the file's bytes, or why there are none. */
  readonly file: string;
};

/** Larger files are not opened. */
export const maxPictureBytes = 64 << 20;
/** Pictures of more pixels, as their headers declare them, are not decoded. */
export const maxPicturePixels = 64_000_000;

const kernels = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic', lanczos: 'lanczos3' } as const;
const fits = { stretch: 'fill', crop: 'cover', pad: 'contain' } as const;

/**
 * Reads a picture from the table's folder as the model sees it: turned upright as its EXIF says, transparency laid over white,
 * converted to 8-bit sRGB (from 16 bits, CMYK, or another colour profile), resized, cropped from the centre, and made grey
 * where the spec says so.
 *
 * Resizing is libvips' (the filter widens when shrinking, as Pillow's does); grey is Rec. 601's 0.299 R + 0.587 G + 0.114 B of
 * the gamma-coded values, as Pillow's and TensorFlow's. Single values may differ from theirs by a few levels.
 *
 * Only JPEG, PNG, WebP, GIF (its first frame), TIFF (its first page) and AVIF, told by their content. A file that is damaged,
 * too large, or outside the folder is not shown in part: the result says why it is unreadable.
 *
 * @throws {AuditError} `resources` or `data` where reading fails for another reason: no permission, no memory, no decoder
 */
export async function readPicture(spec: ImageSpec, folder: string, name: string): Promise<PictureResult> {
  const found = readInputFile(folder, name, maxPictureBytes);
  const file = fileState(found);
  if (found.kind === 'unreadable') return { ...found, file };
  try {
    if (!pictureFormat(found.bytes)) throw new UnreadableFile('not a JPEG, PNG, WebP, GIF, TIFF or AVIF');
    return { kind: 'picture', picture: await decode(spec, found.bytes), file };
  } catch (error) {
    if (error instanceof UnreadableFile) return { kind: 'unreadable', reason: error.message, file };
    throw error;
  }
}

async function decode(spec: ImageSpec, bytes: Buffer): Promise<Picture> {
  const sharp = loadSharp();
  let image = sharp(bytes, { limitInputPixels: maxPicturePixels, failOn: 'error', sequentialRead: true, pages: 1 })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
  if (spec.resize) {
    image = image.resize(spec.resize.width, spec.resize.height, {
      kernel: kernels[spec.resize.filter],
      fit: fits[spec.resize.fit],
      background: '#000000',
      // Decoders' own shortcuts give other pixels than the filter that the plan names.
      fastShrinkOnLoad: false,
    });
  }
  const { data, info } = await image
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw decodeError(error);
    });
  const picture: Picture = { width: info.width, height: info.height, channels: 3, data: asRgb(data, info.channels) };
  const cropped = spec.crop ? cropCentre(picture, spec.crop.width, spec.crop.height) : picture;
  return spec.colour === 'grey' ? asGrey(cropped) : cropped;
}

/** Without its native part nothing can be decoded, which is no reason to skip a picture. */
function loadSharp(): typeof Sharp {
  try {
    return loadPackage('sharp');
  } catch (error) {
    throw new AuditError('resources', `The library that decodes pictures could not be loaded: ${messageOf(error)}`, {
      wayOut: 'Install Fairweight again on this machine, with optional dependencies: npm install --include=optional.',
      cause: error,
    });
  }
}

/** What the decoder says is in words of its version; what is kept of it is ours. */
function decodeError(error: unknown): Error {
  const said = messageOf(error);
  if (said.includes('exceeds pixel limit')) {
    return new UnreadableFile(`more than ${maxPicturePixels / 1e6} million pixels`);
  }
  if (/out of memory|cannot allocate|unable to (?:allocate|create thread)/iu.test(said)) {
    return new AuditError('resources', `Memory ran out while a picture was decoded: ${safeText(said)}`, {
      wayOut: 'Use fewer workers, or free some memory.',
      cause: error,
    });
  }
  return new UnreadableFile('damaged: it cannot be decoded whole');
}

/** Three channels from one (grey), two (and alpha, which is opaque by now), three or four. */
function asRgb(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return data;
  const pixels = data.length / channels;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++)
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = data[i * channels + (channels < 3 ? 0 : c)] ?? 0;
  return rgb;
}

function asGrey(picture: Picture): Picture {
  const { data } = picture;
  const grey = new Uint8Array(data.length / 3);
  for (let i = 0; i < grey.length; i++) {
    const [r = 0, g = 0, b = 0] = [data[i * 3], data[i * 3 + 1], data[i * 3 + 2]];
    grey[i] = (r * 19_595 + g * 38_470 + b * 7_471 + 32_768) >> 16;
  }
  return { ...picture, channels: 1, data: grey };
}

function cropCentre(picture: Picture, width: number, height: number): Picture {
  const { channels } = picture;
  if (picture.width < width || picture.height < height) {
    throw new UnreadableFile(`${picture.width} × ${picture.height} pixels cannot be cropped to ${width} × ${height}`);
  }
  const left = Math.floor((picture.width - width) / 2);
  const top = Math.floor((picture.height - height) / 2);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * channels;
    data.set(picture.data.subarray(from, from + width * channels), y * width * channels);
  }
  return { width, height, channels, data };
}
