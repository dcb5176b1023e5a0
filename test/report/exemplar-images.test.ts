import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { inputImage, mapImages } from '../../src/report/exemplar-images.js';
import { renderCardHtml } from '../../src/report/index.js';
import { png, prunedEmoji } from '../reference/records/build.js';

const grey = { kind: 'image', png: png(2, 1, new Uint8Array([0, 0, 0, 255, 255, 255])), width: 2, height: 1 } as const;
const map = { kind: 'image', width: 2, height: 1, isSigned: false, baseline: [1, 0], variant: [0, 0.5] } as const;

/** Red, green, blue and opacity of every pixel, whatever the file stores. */
async function pixels(uri: string | undefined): Promise<readonly (readonly number[])[]> {
  const data = await sharp(Buffer.from((uri ?? '').slice('data:image/png;base64,'.length), 'base64'))
    .ensureAlpha()
    .raw()
    .toBuffer();
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(i * 4, i * 4 + 4)]);
}

describe('pictures of exemplars', () => {
  it('are kept pixel by pixel, and shown 192 pixels wide', async () => {
    const image = await inputImage(grey);
    expect(image).toMatchObject({ width: 192, height: 96 });
    expect(await pixels(image?.uri)).toEqual([
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ]);
  });

  it('are never larger than they are shown', async () => {
    const wide = png(500, 2, new Uint8Array(500 * 2 * 3).fill(7));
    const image = await inputImage({ kind: 'image', png: wide, width: 500, height: 2 });
    expect(image).toMatchObject({ width: 192, height: 1 });
    expect(await pixels(image?.uri)).toHaveLength(192);
  });

  it('are absent where they are broken or somewhere else', async () => {
    expect(await inputImage({ ...grey, png: 'data:image/png;base64,AAAA' })).toBeUndefined();
    expect(await inputImage({ ...grey, png: 'https://evil.example/x.png' })).toBeUndefined();
  });

  it('stand in the card once, however many maps lie over them', async () => {
    const html = await renderCardHtml(prunedEmoji);
    const exemplars = prunedEmoji.explanations?.exemplars ?? [];
    const uris = [...html.matchAll(/<image id="(picture-\d+)" href="(data:[^"]+)"/g)];
    expect(uris).toHaveLength(exemplars.length);
    for (const [, id = ''] of uris) expect(html.split(`<use href="#${id}" filter="url(#greyed)"/>`)).toHaveLength(4);
  });
});

describe('maps of exemplars', () => {
  it('go from see-through to dark on one scale, blue where the baseline looks more and orange where the variant does', async () => {
    const images = mapImages(map);
    const strongest = Math.round(0.92 * 255);
    expect(await pixels(images?.baseline)).toEqual([
      [74, 8, 104, strongest],
      [74, 8, 104, 0],
    ]);
    expect((await pixels(images?.variant))[1]).toEqual([74, 8, 104, Math.round(0.46 * 255)]);
    expect(await pixels(images?.difference)).toEqual([
      [0, 70, 150, strongest],
      [176, 72, 0, Math.round(0.46 * 255)],
    ]);
  });

  it('are see-through everywhere where nothing matters', async () => {
    const images = mapImages({ ...map, isSigned: true, baseline: [0, 0], variant: [0, 0] });
    for (const uri of Object.values(images ?? {}) as string[])
      expect((await pixels(uri)).map(([, , , opacity]) => opacity)).toEqual([0, 0]);
  });

  it('are absent where they do not have the size that they say, and the same bytes every time', () => {
    expect(mapImages({ ...map, width: 5 })).toBeUndefined();
    expect(mapImages(map)).toEqual(mapImages(structuredClone(map)));
  });
});
