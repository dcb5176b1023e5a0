import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { exemplarImages } from '../../src/report/exemplar-images.js';
import { png, prunedEmoji } from '../reference/records/build.js';

const grey = { kind: 'image', png: png(2, 1, new Uint8Array([0, 0, 0, 255, 255, 255])), width: 2, height: 1 } as const;

async function pixels(uri: string): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(Buffer.from(uri.slice('data:image/png;base64,'.length), 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

describe('pictures of exemplars', () => {
  it('enlarge the picture to 192 pixels without smoothing', async () => {
    const images = await exemplarImages(grey, {
      kind: 'image',
      width: 2,
      height: 1,
      isSigned: false,
      baseline: [0, 1],
      variant: [1, 0],
    });
    const { data, width, height } = await pixels(images?.input ?? '');
    expect([width, height]).toEqual([192, 96]);
    expect(new Set(data)).toEqual(new Set([0, 255]));
  });

  it('draw both maps on one scale, and the difference blue where the baseline looks more, orange where the variant does', async () => {
    const images = await exemplarImages(grey, {
      kind: 'image',
      width: 2,
      height: 1,
      isSigned: false,
      baseline: [1, 0],
      variant: [0, 0.5],
    });
    const { data } = await pixels(images?.difference ?? '');
    const [left, right] = [
      [data[0], data[1], data[2]],
      [data[191 * 3], data[191 * 3 + 1], data[191 * 3 + 2]],
    ] as [number[], number[]];
    expect(left[2]).toBeGreaterThan(left[0] ?? 0);
    expect(right[0]).toBeGreaterThan(right[2] ?? 0);
  });

  it('are the same bytes every time, and absent where a map does not fit or the picture is broken', async () => {
    const exemplar = prunedEmoji.explanations?.exemplars[0];
    if (exemplar?.input.kind !== 'image' || exemplar.maps[0]?.maps.kind !== 'image')
      throw new Error('the record has a map');
    expect(await exemplarImages(exemplar.input, exemplar.maps[0].maps)).toEqual(
      await exemplarImages(exemplar.input, exemplar.maps[0].maps),
    );
    expect(await exemplarImages(exemplar.input, { ...exemplar.maps[0].maps, width: 5 })).toBeUndefined();
    expect(
      await exemplarImages({ ...exemplar.input, png: 'data:image/png;base64,AAAA' }, exemplar.maps[0].maps),
    ).toBeUndefined();
    expect(
      await exemplarImages({ ...exemplar.input, png: 'https://evil.example/x.png' }, exemplar.maps[0].maps),
    ).toBeUndefined();
  });
});
