import { loadPackage } from '../base/index.js';
import type { ExemplarInput, ExemplarMap } from '../record/index.js';
import { encodeIndexedPng, encodePng, pngDataUri, type Picture } from './png.js';

type ImageInput = Extract<ExemplarInput, { kind: 'image' }>;
type ImageMaps = Extract<ExemplarMap['maps'], { kind: 'image' }>;

/** The longer side of every picture as it is shown. */
const side = 192;
/** Steps of the colour scale: more than an eye tells apart, few enough to keep files small. */
const steps = 48;
/** How much of what lies under it the strongest colour hides. */
const densest = 0.92;

type Colour = readonly [number, number, number];
/** One hue from transparent to dark for maps that only say how much. */
const violet: Colour = [74, 8, 104];
/** Two that colour-blind readers tell apart, for maps that say for or against. */
const orange: Colour = [176, 72, 0];
const blue: Colour = [0, 70, 150];

/** A picture as the models saw it: a data URI of a PNG, and the size at which it is shown. */
export interface InputImage {
  readonly uri: string;
  readonly width: number;
  readonly height: number;
}

/** The maps of both models as data URIs of see-through PNGs, each to be laid over the greyed picture. */
export interface MapImages {
  readonly baseline: string;
  readonly variant: string;
  /** Variant minus baseline, on the same scale as both. */
  readonly difference: string;
}

/** The picture, at most as large as it is shown. @returns nothing where it cannot be decoded. */
export async function inputImage(input: ImageInput): Promise<InputImage | undefined> {
  const decoded = await decoded8(input.png);
  if (decoded === undefined) return undefined;
  const { width, height } = decoded;
  const factor = side / Math.max(width, height);
  const sized = (length: number): number => Math.max(1, Math.round(length * factor));
  const shown = factor < 1 ? shrunk(decoded, sized(width), sized(height)) : decoded;
  return { uri: pngDataUri(encodePng(shown)), width: sized(width), height: sized(height) };
}

/**
 * Draws the maps of both models and their difference. All three share one scale, so that a faint map is faint and a small
 * difference small.
 *
 * @returns nothing where a map does not have the size that it says.
 */
export function mapImages(maps: ImageMaps): MapImages | undefined {
  const { width, height, baseline, variant, isSigned } = maps;
  const count = width * height;
  if (baseline.length !== count || variant.length !== count || count === 0) return undefined;
  const largest = [...baseline, ...variant].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const drawn = (values: readonly number[], hasSigns: boolean): string => {
    const indices = Uint8Array.from(values, (value) => (hasSigns ? steps : 0) + level(value, largest, hasSigns));
    return pngDataUri(encodeIndexedPng({ width, height, indices, palette: paletteOf(hasSigns) }));
  };
  return {
    baseline: drawn(baseline, isSigned),
    variant: drawn(variant, isSigned),
    difference: drawn(
      variant.map((value, i) => value - (baseline[i] ?? 0)),
      true,
    ),
  };
}

/** Colours of the scale from its lowest to its highest end, over the grey of an even picture. */
export function scaleColours(isSigned: boolean, count = 25): readonly string[] {
  return Array.from({ length: count }, (_, i) => {
    const value = isSigned ? (i / (count - 1)) * 2 - 1 : i / (count - 1);
    const [over, alpha] = [colourOf(value, isSigned), opacityOf(level(value, 1, isSigned))];
    return `rgb(${over.map((part) => Math.round(206 * (1 - alpha) + part * alpha)).join(',')})`;
  });
}

async function decoded8(png: string): Promise<Picture | undefined> {
  const base64 = /^data:image\/png;base64,([A-Za-z0-9+/=]+)$/.exec(png)?.[1];
  if (base64 === undefined) return undefined;
  const sharp = loadPackage('sharp');
  try {
    const { data, info } = await sharp(Buffer.from(base64, 'base64'), { limitInputPixels: 4096 * 4096 })
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return info.channels === 3 ? { width: info.width, height: info.height, rgb: data } : undefined;
  } catch {
    return undefined;
  }
}

/** Fewer pixels of the same picture, without smoothing. */
function shrunk({ width, height, rgb }: Picture, w: number, h: number): Picture {
  const out = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y++) {
    const from = Math.min(height - 1, Math.floor(((y + 0.5) * height) / h));
    for (let x = 0; x < w; x++) {
      const at = (from * width + Math.min(width - 1, Math.floor(((x + 0.5) * width) / w))) * 3;
      out.set(rgb.subarray(at, at + 3), (y * w + x) * 3);
    }
  }
  return { width: w, height: h, rgb: out };
}

/** How many steps of the scale a value is away from nothing; below 0 where it speaks against. */
function level(value: number, largest: number, isSigned: boolean): number {
  const share = largest === 0 ? 0 : value / largest;
  const size = Math.round(Math.min(1, isSigned ? Math.abs(share) : Math.max(0, share)) * steps);
  return share < 0 ? -size : size;
}

function paletteOf(isSigned: boolean): readonly (readonly [number, number, number, number])[] {
  const levels = Array.from({ length: isSigned ? 2 * steps + 1 : steps + 1 }, (_, i) => i - (isSigned ? steps : 0));
  return levels.map((of) => [...colourOf(of, isSigned), Math.round(opacityOf(of) * 255)] as const);
}

function colourOf(value: number, isSigned: boolean): Colour {
  return !isSigned ? violet : value < 0 ? blue : orange;
}

function opacityOf(of: number): number {
  return (Math.abs(of) / steps) * densest;
}
