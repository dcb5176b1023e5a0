/** Small pictures and maps for exemplars made by hand. */
import { deflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import { estimate } from '../../../src/base/index.js';
import type { ExemplarRecord } from '../../../src/record/index.js';
import { slice } from './parts.js';

export function picture(size: number, tone: readonly [number, number, number], seed: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [dx, dy] = [(x - size / 2) / size, (y - size / 2) / size];
      const inside = dx * dx + dy * dy * 0.8 < 0.12;
      const eye = Math.hypot(Math.abs(dx) - 0.12, dy + 0.06) < 0.045;
      const hat = dy < -0.2 && Math.abs(dx) < 0.3 && dy > -0.42;
      const noise = ((x * 73 + y * 151 + seed * 37) % 23) - 11;
      const background = [60 + x * 3, 120 + ((seed * 31) % 60), 190 - y * 2] as const;
      const colour = eye ? ([30, 25, 20] as const) : hat ? ([200, 60, 50 + seed * 20] as const) : inside ? tone : background;
      for (let c = 0; c < 3; c++) pixels[(y * size + x) * 3 + c] = Math.max(0, Math.min(255, (colour[c] ?? 0) + noise));
    }
  }
  return pixels;
}

/** A small PNG as a data URI: three bytes a pixel, no filter. */
export function png(width: number, height: number, pixels: Uint8Array): string {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    out.set(body, 4);
    out.writeUInt32BE(zlibCrc32(body), body.length + 4);
    return out;
  };
  const file = Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return `data:image/png;base64,${file.toString('base64')}`;
}

export function blob(size: number, x0: number, y0: number, spread: number, isSigned: boolean): readonly number[] {
  return Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [(i % size) / size, Math.floor(i / size) / size];
    const at = (cx: number, cy: number): number => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / spread);
    const value = at(x0, y0) - (isSigned ? 0.8 * at(1 - x0, 0.75) : 0);
    return Math.round(value * 1000) / 1000;
  });
}

export function exemplar(i: number, truth: string, wrong: string, signed: boolean): ExemplarRecord {
  const size = 32;
  const colours = [[92, 58, 40], [110, 72, 50], [85, 52, 38], [240, 200, 170]] as const;
  return {
    id: `twemoji/${truth}-0${31 + i}`,
    slice: slice(['skin_tone', i === 3 ? 'light' : 'dark']),
    label: truth,
    baseline: { answer: truth, score: 0.99 - i * 0.04, isRight: true },
    variant: { answer: wrong, score: 0.71 - i * 0.06, isRight: false },
    input: { kind: 'image', png: png(size, size, picture(size, colours[i % 4] ?? [0, 0, 0], i)), width: size, height: size },
    maps: [
      {
        method: 'rise',
        target: truth,
        agreement: estimate(0.74 + i * 0.04),
        maps: { kind: 'image', width: size, height: size, isSigned: signed, baseline: blob(size, 0.5, 0.25, 0.03, signed), variant: blob(size, 0.35 + i * 0.05, 0.55, 0.05, signed) },
      },
    ],
  };
}
