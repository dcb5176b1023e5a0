import type { InputSpec } from '../../base/index.js';
import { textOf, type Cell } from '../cells.js';
import { maxArrayBytes } from './npy.js';
import { maxPictureBytes } from './picture.js';
import { fileState, readInputFile } from './read-input-file.js';

/** What the file of a row is now; nothing for inputs that read no files. */
export function inputFileState(spec: InputSpec, cell: Cell, folder: string): string | undefined {
  if (spec.kind !== 'image' && spec.kind !== 'array') return undefined;
  const maxBytes = spec.kind === 'image' ? maxPictureBytes : maxArrayBytes;
  return fileState(readInputFile(folder, textOf(cell), maxBytes));
}
