import { readFileSync } from 'node:fs';
import { sha256, systemErrorCode } from '../../base/index.js';
import { findFile } from './find-file.js';

/** The bytes of a file that a cell names, or why they were not read. */
export type InputFile =
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly sha256: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a file that a cell names, inside the table's folder. At once, as {@link findFile} does. */
export function readInputFile(folder: string, name: string | undefined, maxBytes: number): InputFile {
  const found = findFile(folder, name, maxBytes);
  if (found.kind === 'unreadable') return found;
  try {
    const bytes = readFileSync(found.path);
    return { kind: 'file', bytes, sha256: sha256(bytes) };
  } catch (error) {
    return { kind: 'unreadable', reason: `cannot be read (${systemErrorCode(error) ?? 'unknown'})` };
  }
}

/** What a file is by its bytes: their SHA-256, or why there are none. */
export function fileState(file: InputFile): string {
  return file.kind === 'file' ? file.sha256 : file.reason;
}
