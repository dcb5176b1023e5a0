import { AuditError, quoted } from '../../base/index.js';

/** Files of one table have the same columns in the same order. @throws {AuditError} `data` where they do not */
export function assertSameColumns(
  expected: readonly string[],
  found: readonly string[],
  first: string,
  file: string,
  line?: number,
): void {
  const at = Array.from({ length: Math.max(expected.length, found.length) }, (_, i) => i).find(
    (i) => expected[i] !== found[i],
  );
  if (at === undefined) return;
  const name = (names: readonly string[]): string => {
    const column = names[at];
    return column === undefined ? 'nothing' : quoted(column);
  };
  throw new AuditError(
    'data',
    `The files of a table have the same columns, but column ${at + 1} is ${name(found)} here and ${name(expected)} in ${quoted(first)}.`,
    { place: { file, line }, wayOut: 'Write the files alike, or name only one of them under data.table.' },
  );
}
