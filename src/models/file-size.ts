import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/**
 * Bytes of a file after gzip at level 9, about what a phone downloads; read as a stream.
 *
 * Repeats on one build of Node: its zlib picks its search by CPU class, which may change the size by a few bytes.
 */
export async function gzippedBytes(path: string, signal?: AbortSignal): Promise<number> {
  let bytes = 0;
  const count = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done();
    },
  });
  await pipeline(createReadStream(path), createGzip({ level: 9 }), count, signal ? { signal } : {});
  return bytes;
}
