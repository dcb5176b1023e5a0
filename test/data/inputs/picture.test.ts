import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { TensorSpec } from '../../../src/base/index.js';
import { prepareInput, readPicture, type ImageSpec } from '../../../src/data/index.js';
import { put, temporaryFolder } from '../folder.js';
import { refusalOf } from '../refusal.js';

const folder = await temporaryFolder();
const table = join(folder, 'table');
const plain: ImageSpec = { kind: 'image', file: 'file', colour: 'rgb', layout: 'nhwc' };

/** A picture from its pixels, row by row. */
const picture = (width: number, height: number, pixels: readonly number[], channels: 3 | 4 = 3): Sharp =>
  sharp(Uint8Array.from(pixels), { raw: { width, height, channels } });
const pixelsOf = async (name: string, spec: ImageSpec = plain): Promise<readonly number[]> => {
  const result = await readPicture(spec, table, name);
  if (result.kind === 'unreadable') throw new Error(result.reason);
  return [...result.picture.data];
};
const reasonFor = async (name: string): Promise<string> => {
  const result = await readPicture(plain, table, name);
  return result.kind === 'unreadable' ? result.reason : 'it was read';
};

const redAndBlue = [255, 0, 0, 0, 0, 255];
await put(table, 'two.png', await picture(2, 1, redAndBlue).png().toBuffer());

describe('a picture', () => {
  it('is read from every format that is accepted, whatever its name says', async () => {
    const flat = picture(
      16,
      16,
      Array.from({ length: 16 * 16 * 3 }, () => 128),
    );
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const) {
      await put(table, 'any.dat', await flat.clone().toFormat(format).toBuffer());
      const pixels = await pixelsOf('any.dat');
      expect(pixels).toHaveLength(16 * 16 * 3);
      expect(Math.max(...pixels.map((value) => Math.abs(value - 128)))).toBeLessThanOrEqual(2);
    }
  });

  it('is turned upright as its EXIF says', async () => {
    await put(
      table,
      'turned.jpg',
      await picture(
        32,
        16,
        Array.from({ length: 1536 }, (_, i) => (i % 96 < 48 ? 255 : 0)),
      )
        .withMetadata({ orientation: 6 })
        .jpeg()
        .toBuffer(),
    );
    const result = await readPicture(plain, table, 'turned.jpg');
    expect(result).toMatchObject({ kind: 'picture', picture: { width: 16, height: 32, channels: 3 } });
    if (result.kind === 'picture') expect([result.picture.data[0], result.picture.data.at(-1)]).toEqual([255, 0]);
  });

  it('has transparency laid over white', async () => {
    await put(table, 'glass.png', await picture(2, 1, [255, 0, 0, 0, 0, 0, 0, 128], 4).png().toBuffer());
    expect(await pixelsOf('glass.png')).toEqual([255, 255, 255, 127, 127, 127]);
  });

  it('is 8-bit sRGB, from 16 bits, grey, a palette or CMYK', async () => {
    const deep = sharp(Uint16Array.from([65535, 0, 32896]), { raw: { width: 1, height: 1, channels: 3 } });
    await put(table, 'deep.png', await deep.toColourspace('rgb16').png().toBuffer());
    expect((await sharp(join(table, 'deep.png')).metadata()).depth).toBe('ushort');
    expect(await pixelsOf('deep.png')).toEqual([255, 0, 128]);
    await put(table, 'grey.png', await picture(1, 1, [90, 90, 90]).toColourspace('b-w').png().toBuffer());
    expect((await sharp(join(table, 'grey.png')).metadata()).channels).toBe(1);
    expect(await pixelsOf('grey.png')).toEqual([90, 90, 90]);
    await put(table, 'palette.png', await picture(2, 1, redAndBlue).png({ palette: true }).toBuffer());
    expect(await pixelsOf('palette.png')).toEqual(redAndBlue);
    const cmyk = await picture(
      16,
      16,
      Array.from({ length: 768 }, () => 255),
    )
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    await put(table, 'cmyk.jpg', cmyk);
    expect(Math.min(...(await pixelsOf('cmyk.jpg')))).toBeGreaterThan(250);
  });

  it('is resized by the filter and in the way that the spec names, then cropped from the centre', async () => {
    const resize = (
      filter: 'nearest' | 'bilinear',
      fit: 'stretch' | 'crop' | 'pad',
      width: number,
      height: number,
    ): ImageSpec => ({
      ...plain,
      resize: { width, height, filter, fit },
    });
    expect(await pixelsOf('two.png', resize('nearest', 'stretch', 4, 1))).toEqual([
      255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255,
    ]);
    expect(await pixelsOf('two.png', resize('nearest', 'pad', 2, 3))).toEqual([
      0,
      0,
      0,
      0,
      0,
      0,
      ...redAndBlue,
      0,
      0,
      0,
      0,
      0,
      0,
    ]);
    const [r = 0, , b = 0] = await pixelsOf('two.png', resize('bilinear', 'stretch', 1, 1));
    expect([Math.abs(r - 128) < 2, Math.abs(b - 128) < 2]).toEqual([true, true]);
    await put(table, 'line.png', await picture(4, 1, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]).png().toBuffer());
    expect(await pixelsOf('line.png', { ...plain, crop: { width: 2, height: 1 } })).toEqual([2, 2, 2, 3, 3, 3]);
  });

  it('is made grey with the weights of Rec. 601', async () => {
    await put(table, 'rgb.png', await picture(3, 1, [255, 0, 0, 0, 255, 0, 0, 0, 255]).png().toBuffer());
    expect(await pixelsOf('rgb.png', { ...plain, colour: 'grey' })).toEqual([76, 150, 29]);
  });

  it('is the first frame of an animation', async () => {
    const whiteThenBlack = Uint8Array.from({ length: 24 }, (_, i) => (i < 12 ? 255 : 0));
    const frames = sharp(whiteThenBlack, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } });
    await put(table, 'moving.gif', await frames.gif().toBuffer());
    expect(await pixelsOf('moving.gif')).toEqual(Array.from({ length: 12 }, () => 255));
  });
});

/** A PNG whose header declares a size that its data do not have. */
function pngOfDeclaredSize(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a hostile or damaged picture is not read, and the reason is told', () => {
  it('where its header declares more pixels than are decoded, whatever its file holds', async () => {
    await put(table, 'bomb.png', pngOfDeclaredSize(50_000, 50_000));
    expect(await reasonFor('bomb.png')).toBe('more than 64 million pixels');
  });

  it('where it is cut off', async () => {
    const noise = picture(
      64,
      64,
      Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251),
    );
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const whole = await noise.clone().toFormat(format).toBuffer();
      await put(table, 'cut.jpg', whole.subarray(0, whole.length / 2));
      expect(await reasonFor('cut.jpg')).toBe('damaged: it cannot be decoded whole');
    }
  });

  it('where it is text, an SVG that refers to other files, a PDF, or empty', async () => {
    const known = 'not a JPEG, PNG, WebP, GIF, TIFF or AVIF';
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>';
    for (const [name, content] of [
      ['text.jpg', 'hello'],
      ['x.svg', svg],
      ['svg.png', svg],
      ['x.png', '%PDF-1.7'],
    ] as const) {
      await put(table, name, content);
      expect(await reasonFor(name)).toBe(known);
    }
    await put(table, 'empty.png', '');
    expect(await reasonFor('empty.png')).toBe('empty file');
  });

  it('where it lies outside the folder of the table, or is not there', async () => {
    await put(folder, 'secret.png', await picture(2, 1, redAndBlue).png().toBuffer());
    await symlink(join(folder, 'secret.png'), join(table, 'link.png'));
    for (const name of ['../secret.png', join(folder, 'secret.png'), 'link.png']) {
      expect(await reasonFor(name)).toBe('outside the folder of the table');
    }
    expect(await reasonFor('https://example.org/a.png')).toBe('an address, and nothing is read from a network');
    expect(await reasonFor('gone.png')).toBe('no such file');
    expect(await reasonFor('')).toBe('no file is named');
  });
});

describe('pictures as a tensor', () => {
  const target = (type: string, ...shape: readonly (number | string)[]): TensorSpec => ({
    name: 'image',
    type,
    shape,
  });
  const rows = (...files: readonly string[]): Parameters<typeof prepareInput>[2] => ({
    ids: files.map((_, i) => `e${i}`),
    columns: { file: files },
    folder: table,
  });

  it('are laid out, ordered, scaled and standardised as the spec says', async () => {
    const spec: ImageSpec = {
      ...plain,
      layout: 'nchw',
      colour: 'bgr',
      scale: { from: [0, 255], to: [0, 1] },
      mean: [0, 0.5, 1],
      std: [2],
    };
    const { tensor } = await prepareInput(spec, target('float32', 'N', 3, 1, 2), rows('two.png'));
    expect([tensor.dims, ...tensor.data]).toEqual([[1, 3, 1, 2], 0, 0.5, -0.25, -0.25, 0, -0.5]);
    const bytes = await prepareInput(
      { ...plain, scale: { from: [0, 255], to: [-128, 127] } },
      target('int8', 1, 1, 2, 3),
      rows('two.png'),
    );
    expect([...bytes.tensor.data]).toEqual([127, -128, -128, -128, -128, 127]);
  });

  it('skip what cannot be read, with zeros in its place, and go on', async () => {
    const { tensor, skipped } = await prepareInput(
      plain,
      target('uint8', 'N', 1, 2, 3),
      rows('gone.png', 'two.png', 'line.png'),
    );
    expect(skipped).toEqual([
      { index: 0, reason: 'no such file' },
      { index: 2, reason: '4 × 1 pixels where the model wants 2 × 1; declare a resize' },
    ]);
    expect([...tensor.data]).toEqual([0, 0, 0, 0, 0, 0, ...redAndBlue, 0, 0, 0, 0, 0, 0]);
  });

  it('must be what the model wants', async () => {
    const refused = async (spec: Partial<ImageSpec>, wanted: TensorSpec): Promise<string> => {
      const { code, message } = await refusalOf(() => prepareInput({ ...plain, ...spec }, wanted, rows('two.png')));
      expect(code).toBe('plan');
      return message;
    };
    expect(await refused({}, target('float32', 'N', 3, 1, 2))).toContain('laid out as nhwc has 3 channels');
    expect(await refused({}, target('float32', 'N', 'H', 'W', 3))).toContain('takes pictures of any size');
    expect(await refused({ mean: [1, 2] }, target('float32', 'N', 1, 2, 3))).toContain('The mean has 2 numbers');
    expect(await refused({ std: [0] }, target('float32', 'N', 1, 2, 3))).toContain('must be above 0');
    expect(await refused({ scale: { from: [0, 255], to: [-1, 1] } }, target('uint8', 'N', 1, 2, 3))).toContain(
      'makes -1 of a pixel',
    );
    expect(await refused({}, target('string', 'N', 1, 2, 3))).toContain('no picture can become');
  });
});
