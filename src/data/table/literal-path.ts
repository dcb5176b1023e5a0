import { AuditError, quoted } from '../../base/index.js';

/**
 * A path as DuckDB reads it literally: in it `*`, `?` and `[` would stand for other names.
 *
 * A database must be allowed to read this path too, see {@link allowedPaths}.
 *
 * @throws {AuditError} `data` for a path that holds one of them and a backslash, which cannot be written
 */
export function literalPath(file: string): string {
  const literal = file.replace(/[*?[\]]/gu, '[$&]');
  if (literal !== file && file.includes('\\')) {
    throw new AuditError('data', `The path ${quoted(file)} holds a backslash beside "*", "?", "[" or "]".`, {
      place: { file },
      wayOut: 'Rename the file or its folder.',
    });
  }
  return literal;
}

/** What a database must be allowed to read so that it can read exactly these files. */
export function allowedPaths(files: readonly string[]): readonly string[] {
  return [...new Set(files.flatMap((file) => [file, literalPath(file)]))];
}
