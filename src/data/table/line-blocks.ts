import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { AuditError } from '../../base/index.js';

/** Whole lines of a text file. */
export interface LineBlock {
  /** UTF-8; ends in a line feed, but for the last block of a file without one. */
  readonly bytes: Buffer;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** Longer lines are refused, so that memory is bounded. */
export const maxLineBytes = 2_000_000;

const blockBytes = 1 << 20;
const lineFeed = 10;

/**
 * Reads a text file in blocks of whole lines, checking that they are UTF-8.
 *
 * @throws {AuditError} `data`, naming the line, where bytes are no UTF-8 text or a line is longer than {@link maxLineBytes};
 *   the signal's reason when it is aborted
 */
export async function* lineBlocks(file: string, signal?: AbortSignal): AsyncGenerator<LineBlock> {
  const handle = await open(file, 'r');
  try {
    let rest = Buffer.alloc(0);
    let line = 1;
    for (;;) {
      signal?.throwIfAborted();
      const buffer = Buffer.allocUnsafe(blockBytes);
      const { bytesRead } = await handle.read(buffer, 0, blockBytes);
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      const isLast = bytesRead === 0;
      const end = isLast ? bytes.length : bytes.lastIndexOf(lineFeed) + 1;
      if (end > 0) {
        const block = { bytes: bytes.subarray(0, end), line };
        assertText(block, file);
        line += countLineFeeds(block.bytes);
        yield block;
      }
      if (isLast) return;
      rest = bytes.subarray(end);
      if (rest.length > maxLineBytes) throw tooLong(file, line);
    }
  } finally {
    await handle.close();
  }
}

/** A line or record that is too long to be one. */
export function tooLong(file: string, line: number): AuditError {
  return new AuditError('data', `This line has more than ${maxLineBytes} bytes, so it is no row of a table.`, {
    place: { file, line },
    wayOut: 'Perhaps a quotation mark is not closed, or the lines end in something else than a line feed.',
  });
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

function assertText(block: LineBlock, file: string): void {
  if (isUtf8(block.bytes) && !block.bytes.includes(0)) return;
  let { line } = block;
  for (let start = 0; start < block.bytes.length; line += 1) {
    const feed = block.bytes.indexOf(lineFeed, start);
    const end = feed < 0 ? block.bytes.length : feed + 1;
    const bytes = block.bytes.subarray(start, end);
    if (bytes.includes(0)) {
      throw new AuditError('data', 'This is no text file: it holds zero bytes.', {
        place: { file, line },
        wayOut: 'Write the table as UTF-8 text.',
      });
    }
    if (!isUtf8(bytes)) {
      throw new AuditError('data', 'This line is not UTF-8 text.', {
        place: { file, line },
        wayOut: 'Save the table as UTF-8, for example with: iconv -f latin1 -t utf-8 OLD > NEW.',
      });
    }
    start = end;
  }
}
