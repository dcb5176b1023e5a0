import { resolveInside } from '../../base/index.js';

/** What a cell's file is: its real path, or why it is not read, fit for a list of skipped examples. */
export type FoundFile =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'unreadable'; readonly reason: string };

/** The file that a cell names, inside the table's folder. */
export function findFile(folder: string, name: string | undefined, maxBytes: number): FoundFile {
  if (name === undefined || name === '') return unreadable('no file is named');
  const found = resolveInside(folder, name);
  switch (found.kind) {
    case 'outside':
      return unreadable('outside the folder of the table');
    case 'missing':
      return unreadable('no such file');
    case 'not-a-file':
      return unreadable('not a file');
    case 'file':
      if (found.bytes === 0) return unreadable('empty file');
      return found.bytes > maxBytes
        ? unreadable(`larger than ${maxBytes >> 20} MiB`)
        : { kind: 'file', path: found.path };
  }
}

function unreadable(reason: string): FoundFile {
  return { kind: 'unreadable', reason };
}
