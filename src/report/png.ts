import { constants, crc32, deflateSync } from 'node:zlib';

/** A picture in memory: three bytes a pixel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** A picture of few colours: for every pixel, row by row, which one. */
export interface IndexedPicture {
  readonly width: number;
  readonly height: number;
  /** Below 256 each. */
  readonly indices: Uint8Array;
  /** Red, green, blue and opacity, each from 0 to 255; at most 256. */
  readonly palette: readonly (readonly [number, number, number, number])[];
}

/**
 * A PNG whose bytes depend on the pixels alone.
 *
 * Encoders that search for matches hash with whatever instructions the processor has, so their bytes differ between
 * machines; run lengths and Huffman codes do not. Every row is told by how it differs from the one above it.
 */
export function encodePng({ width, height, rgb }: Picture): Uint8Array {
  const stride = width * 3;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    rows[at] = 2;
    for (let i = 0; i < stride; i++) {
      const above = y === 0 ? 0 : (rgb[(y - 1) * stride + i] ?? 0);
      rows[at + 1 + i] = ((rgb[y * stride + i] ?? 0) - above) & 255;
    }
  }
  return png(width, height, 2, [], rows);
}

/** The same of a picture of few colours, which may be see-through. Every pixel is told by how it differs from the one before it. */
export function encodeIndexedPng({ width, height, indices, palette }: IndexedPicture): Uint8Array {
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const at = y * (width + 1);
    rows[at] = 1;
    for (let x = 0; x < width; x++) {
      const before = x === 0 ? 0 : (indices[y * width + x - 1] ?? 0);
      rows[at + 1 + x] = ((indices[y * width + x] ?? 0) - before) & 255;
    }
  }
  const colours = chunk('PLTE', Uint8Array.from(palette.flatMap(([red, green, blue]) => [red, green, blue])));
  const opacities = chunk('tRNS', Uint8Array.from(palette.map(([, , , opacity]) => opacity)));
  return png(width, height, 3, [colours, opacities], rows);
}

/** A PNG as a data URI. */
export function pngDataUri(encoded: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(encoded).toString('base64')}`;
}

/** @param kind as the header has it: 2 for three bytes a pixel, 3 for one byte that names a colour */
function png(width: number, height: number, kind: 2 | 3, colours: readonly Buffer[], rows: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, kind, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    ...colours,
    chunk('IDAT', deflateSync(rows, { level: 9, strategy: constants.Z_RLE })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}
