import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPicture, type ImageSpec } from '../../../src/data/index.js';
import { put, temporaryFolder } from '../folder.js';

const folder = fileURLToPath(new URL('../../reference/pictures/', import.meta.url));
const table = await temporaryFolder();
const plain: ImageSpec = { kind: 'image', file: 'file', colour: 'rgb', layout: 'nhwc' };
type Resize = NonNullable<ImageSpec['resize']>;

/** What Pillow makes of the scene, by `test/reference/pictures/make.py`. */
const expected = JSON.parse(readFileSync(`${folder}expected.json`, 'utf8')) as {
  readonly shrunk: Readonly<Record<Resize['filter'], readonly number[]>>;
  readonly enlarged: Readonly<Record<Resize['filter'], readonly number[]>>;
  readonly fitted: Readonly<Record<'crop' | 'pad', readonly number[]>>;
  readonly grey: readonly number[];
};
const filters = ['nearest', 'bilinear', 'bicubic', 'lanczos'] as const;

async function sceneAs(spec: Partial<ImageSpec>): Promise<readonly number[]> {
  const result = await readPicture({ ...plain, ...spec }, folder, 'scene.png');
  if (result.kind === 'unreadable') throw new Error(result.reason);
  return [...result.picture.data];
}

/** The largest and the mean difference of two pictures, in levels. */
function apart(a: readonly number[], b: readonly number[]): { readonly most: number; readonly mean: number } {
  expect(a).toHaveLength(b.length);
  const gaps = a.map((value, i) => Math.abs(value - (b[i] ?? 0)));
  return { most: Math.max(...gaps), mean: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length };
}

function pixelsOf(data: readonly number[]): readonly string[] {
  return Array.from({ length: data.length / 3 }, (_, i) => data.slice(i * 3, i * 3 + 3).join());
}

describe('a picture of many colours, by reference (Pillow 13.0.0)', () => {
  it.each(['bilinear', 'bicubic', 'lanczos'] as const)('is shrunk by the whole filter: %s', async (filter) => {
    const found = await sceneAs({ resize: { width: 8, height: 6, filter, fit: 'stretch' } });
    const { most, mean } = apart(found, expected.shrunk[filter]);
    expect(most).toBeLessThanOrEqual(4);
    expect(mean).toBeLessThan(1);
    // No other filter that averages is as near.
    for (const other of ['bilinear', 'bicubic', 'lanczos'] as const) {
      if (other !== filter) expect(apart(found, expected.shrunk[other]).most).toBeGreaterThan(most);
    }
  });

  it('is shrunk without averaging where the nearest pixel is asked for', async () => {
    const found = await sceneAs({ resize: { width: 8, height: 6, filter: 'nearest', fit: 'stretch' } });
    const scene = pixelsOf(await sceneAs({}));
    const near = pixelsOf(found);
    expect(near.filter((pixel) => !scene.includes(pixel))).toEqual([]);
    expect(new Set(near).size).toBe(48);
    // Which of five pixels in a row is the nearest, libraries do not agree on.
    expect(apart(found, expected.shrunk.nearest).mean).toBeLessThan(5);
  });

  it.each(filters)('is enlarged by the filter: %s', async (filter) => {
    const resize: Resize = { width: 80, height: 60, filter, fit: 'stretch' };
    const whole = await sceneAs({ resize });
    const found = Array.from({ length: 6 }, (_, y) => whole.slice(((y + 30) * 80 + 30) * 3, ((y + 30) * 80 + 38) * 3));
    expect(apart(found.flat(), expected.enlarged[filter]).most).toBeLessThanOrEqual(filter === 'nearest' ? 0 : 4);
  });

  it.each([
    ['crop', 12],
    ['pad', 11],
  ] as const)('is fitted into another shape: %s', async (fit, height) => {
    const found = await sceneAs({ resize: { width: 12, height, filter: 'bilinear', fit } });
    expect(apart(found, expected.fitted[fit]).most).toBeLessThanOrEqual(4);
  });

  it('is made grey', async () => {
    expect(await sceneAs({ colour: 'grey' })).toEqual(expected.grey);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'has its colours in their places as %s',
    async (format) => {
      // Bands of red, green and blue above one of grey: other channels, rows or columns would show.
      const band = [
        [230, 20, 30],
        [20, 200, 40],
        [10, 30, 220],
      ];
      const size = 48;
      const pixels = Array.from({ length: size * size }, (_, i) =>
        i < (size * size) / 2 ? (band[Math.floor((i % size) / 16)] ?? []) : [90, 90, 90],
      ).flat();
      const raw = { raw: { width: size, height: size, channels: 3 as const } };
      await put(
        table,
        'bands.dat',
        await sharp(Uint8Array.from(pixels), raw).toFormat(format, { quality: 95 }).toBuffer(),
      );
      const result = await readPicture(plain, table, 'bands.dat');
      if (result.kind === 'unreadable') throw new Error(result.reason);
      const at = (x: number, y: number): readonly number[] => [
        ...result.picture.data.slice((y * size + x) * 3, (y * size + x) * 3 + 3),
      ];
      for (const [i, colour] of band.entries()) expect(apart(at(16 * i + 8, 8), colour).most).toBeLessThanOrEqual(8);
      expect(apart(at(24, 40), [90, 90, 90]).most).toBeLessThanOrEqual(8);
    },
  );
});
