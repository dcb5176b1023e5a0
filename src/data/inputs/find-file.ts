import { readFileSync } from 'node:fs';
import { inputError, isAddress, isMissing, resolveInside } from '../../base/index.js';

/**
 * A cell's file cannot become an input: it is missing, damaged, or not what the model wants. The example is skipped and the message
 * counted, so it is in our own words and the same on every machine.
 */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/**
 * The bytes of the file that a cell names, inside the table's folder. At once: see {@link resolveInside}.
 *
 * @throws {UnreadableFile} where it is not there, outside, empty or too large; {@link AuditError} where reading itself fails
 */
export function readCellFile(folder: string, name: string | undefined, maxBytes: number): Buffer {
  if (name === undefined || name === '') throw new UnreadableFile('no file is named');
  if (isAddress(name)) throw new UnreadableFile('an address, and nothing is read from a network');
  const found = resolveInside(folder, name);
  switch (found.kind) {
    case 'outside':
      throw new UnreadableFile('outside the folder of the table');
    case 'missing':
      throw new UnreadableFile('no such file');
    case 'not-a-file':
      throw new UnreadableFile('not a file');
    case 'file':
      if (found.bytes === 0) throw new UnreadableFile('empty file');
      if (found.bytes > maxBytes) throw new UnreadableFile(`larger than ${maxBytes >> 20} MiB`);
      return readWhole(found.path);
  }
}

function readWhole(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    // It was there a moment ago.
    if (isMissing(error)) throw new UnreadableFile('no such file');
    throw inputError(path, error);
  }
}
