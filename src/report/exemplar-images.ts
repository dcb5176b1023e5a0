import { loadPackage } from '../base/index.js';
import type { ExemplarInput, ExemplarMap } from '../record/index.js';
import { pngDataUri, type Picture } from './png.js';

type ImageInput = Extract<ExemplarInput, { kind: 'image' }>;
type ImageMaps = Extract<ExemplarMap['maps'], { kind: 'image' }>;

/** The longer side of every picture, in pixels. */
const side = 192;
/** Steps of the colour scale: more than an eye tells apart, few enough to keep files small. */
const steps = 48;

type Colour = readonly [number, number, number];
/** One hue from transparent to dark for maps that only say how much. */
const violet: Colour = [74, 8, 104];
/** Two that colour-blind readers tell apart, for maps that say for or against. */
const orange: Colour = [176, 72, 0];
const blue: Colour = [0, 70, 150];

/** The four pictures of one map, as data URIs of PNGs of one size. */
export interface ExemplarImages {
  readonly width: number;
  readonly height: number;
  readonly input: string;
  readonly baseline: string;
  readonly variant: string;
  /** Variant minus baseline, on the same scale as both. */
  readonly difference: string;
}

/**
 * Draws one map: the picture as the models saw it, and the maps of both models and their difference over it, greyed.
 * All three share one scale, so that a faint map is faint and a small difference small.
 *
 * @returns nothing where the picture cannot be decoded or its size does not fit.
 */
export async function exemplarImages(input: ImageInput, maps: ImageMaps): Promise<ExemplarImages | undefined> {
  const decoded = await decoded8(input.png);
  const count = maps.width * maps.height;
  if (decoded === undefined || maps.baseline.length !== count || maps.variant.length !== count || count === 0) {
    return undefined;
  }
  const picture = enlarged(decoded);
  const grey = greyed(picture);
  const largest = [...maps.baseline, ...maps.variant].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const over = (values: readonly number[], isSigned: boolean): string =>
    pngDataUri(overlaid(grey, { ...maps, values }, largest, isSigned));
  const difference = maps.variant.map((value, i) => value - (maps.baseline[i] ?? 0));
  return {
    width: picture.width,
    height: picture.height,
    input: pngDataUri(picture),
    baseline: over(maps.baseline, maps.isSigned),
    variant: over(maps.variant, maps.isSigned),
    difference: over(difference, true),
  };
}

/** The picture alone, enlarged without smoothing: what the models saw, pixel by pixel. */
export async function inputImage(
  input: ImageInput,
): Promise<{ uri: string; width: number; height: number } | undefined> {
  const decoded = await decoded8(input.png);
  if (decoded === undefined) return undefined;
  const picture = enlarged(decoded);
  return { uri: pngDataUri(picture), width: picture.width, height: picture.height };
}

/** Colours of the scale from its lowest to its highest end, over the grey of an even picture. */
export function scaleColours(isSigned: boolean, count = 25): readonly string[] {
  return Array.from({ length: count }, (_, i) => {
    const value = isSigned ? (i / (count - 1)) * 2 - 1 : i / (count - 1);
    const [red, green, blueness] = blended([206, 206, 206], value, isSigned);
    return `rgb(${red},${green},${blueness})`;
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

function enlarged({ width, height, rgb }: Picture): Picture {
  const factor = side / Math.max(width, height);
  const [w, h] = [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
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

/** Grey and light, so that dark colours over it are seen everywhere. */
function greyed({ width, height, rgb }: Picture): Picture {
  const out = new Uint8Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    const grey = (299 * (rgb[i] ?? 0) + 587 * (rgb[i + 1] ?? 0) + 114 * (rgb[i + 2] ?? 0)) / 1000;
    out.fill(Math.round(150 + grey * 0.38), i, i + 3);
  }
  return { width, height, rgb: out };
}

interface Grid {
  readonly width: number;
  readonly height: number;
  readonly values: readonly number[];
}

function overlaid(ground: Picture, map: Grid, largest: number, isSigned: boolean): Picture {
  const rgb = new Uint8Array(ground.rgb.length);
  for (let y = 0; y < ground.height; y++) {
    for (let x = 0; x < ground.width; x++) {
      const value = largest === 0 ? 0 : smooth(map, (x + 0.5) / ground.width, (y + 0.5) / ground.height) / largest;
      const at = (y * ground.width + x) * 3;
      const under = [ground.rgb[at] ?? 0, ground.rgb[at + 1] ?? 0, ground.rgb[at + 2] ?? 0] as const;
      rgb.set(blended(under, value, isSigned), at);
    }
  }
  return { width: ground.width, height: ground.height, rgb };
}

/** Between the four nearest values; `u` and `v` in [0, 1]. */
function smooth({ width, height, values }: Grid, u: number, v: number): number {
  const x = Math.min(width - 1, Math.max(0, u * width - 0.5));
  const y = Math.min(height - 1, Math.max(0, v * height - 0.5));
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)];
  const at = (column: number, row: number): number => values[row * width + column] ?? 0;
  const top = at(x0, y0) + (at(x1, y0) - at(x0, y0)) * (x - x0);
  const bottom = at(x0, y1) + (at(x1, y1) - at(x0, y1)) * (x - x0);
  return top + (bottom - top) * (y - y0);
}

function blended(under: Colour, value: number, isSigned: boolean): [number, number, number] {
  const size = Math.min(1, Math.max(0, isSigned ? Math.abs(value) : value));
  const alpha = (Math.round(size * steps) / steps) * 0.92;
  const over = !isSigned ? violet : value < 0 ? blue : orange;
  return [0, 1, 2].map((i) => Math.round((under[i] ?? 0) * (1 - alpha) + (over[i] ?? 0) * alpha)) as [
    number,
    number,
    number,
  ];
}
