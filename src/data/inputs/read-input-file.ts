import { sha256 } from '../../base/index.js';
import { readCellFile, UnreadableFile } from './find-file.js';

/** The bytes of a file that a cell names, or why they were not read. */
export type InputFile =
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly sha256: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads and hashes a file that a cell names, inside the table's folder. @throws {AuditError} as {@link readCellFile} does */
export function readInputFile(folder: string, name: string | undefined, maxBytes: number): InputFile {
  try {
    const bytes = readCellFile(folder, name, maxBytes);
    return { kind: 'file', bytes, sha256: sha256(bytes) };
  } catch (error) {
    if (error instanceof UnreadableFile) return { kind: 'unreadable', reason: error.message };
    throw error;
  }
}

/** What a file is by its bytes: their SHA-256, or why there are none. */
export function fileState(file: InputFile): string {
  return file.kind === 'file' ? file.sha256 : file.reason;
}
