import { AuditError, didYouMean, listed, messageOf, quoted, safeText } from '../../base/index.js';
import { formatName, type TableFormat } from './table-format.js';

/** A column that is not there: what there is instead, and which may be meant. */
export function missingColumn(name: string, columns: readonly string[], file: string): AuditError {
  return new AuditError('data', `The table has no column ${quoted(name)}.`, {
    place: { file },
    wayOut: [didYouMean(name, columns), `Its columns are: ${listed(columns, 40)}.`].filter(Boolean).join(' '),
  });
}

/** What DuckDB says, as a sentence: memory and disk apart from files that cannot be read. */
export function readError(file: string, format: TableFormat, error: unknown): AuditError {
  if (error instanceof AuditError) return error;
  const message = messageOf(error);
  if (/out of memory|memory limit|no space left|temp_directory|max_temp_directory_size/iu.test(message)) {
    return new AuditError('resources', 'Memory or scratch space ran out while this table was read.', {
      place: { file },
      wayOut: 'Free some disk space, choose another folder with --out, or split the table into several files.',
      cause: error,
    });
  }
  const line = /Line:\s*(\d+)/u.exec(message)?.[1];
  const [first = ''] = message.split('\n');
  const reason = safeText(first.replace(/^[\w ]+(Error|Exception):\s*/u, '').replace(/[.\s]+$/u, ''), 300);
  return new AuditError('data', `This table cannot be read as ${formatName[format]}: ${reason}.`, {
    place: { file, line: line === undefined ? undefined : Number(line) },
    wayOut: 'Copy or write the file again.',
    cause: error,
  });
}
