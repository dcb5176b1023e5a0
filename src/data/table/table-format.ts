import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { AuditError, messageOf, quoted, systemErrorCode } from '../../base/index.js';

export type TableFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet';

const formats: Readonly<Record<string, TableFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
};

/** How a format is called in a sentence. */
export const formatName: Readonly<Record<TableFormat, string>> = {
  csv: 'CSV',
  tsv: 'TSV',
  jsonl: 'JSON Lines',
  parquet: 'Parquet',
};

/** The format that a file's name promises. @throws {AuditError} `data` for any other name */
export function formatOf(file: string): TableFormat {
  const format = formats[extname(file).toLowerCase()];
  if (format) return format;
  throw new AuditError('data', `The table ${quoted(basename(file))} is of no known kind.`, {
    place: { file },
    wayOut: `Tables end in ${Object.keys(formats).join(', ')}${extname(file).toLowerCase() === '.gz' ? '; unpack this one first' : ''}.`,
  });
}

/**
 * Looks at a file's first and last bytes, and refuses what is plainly something else than its format, saying what.
 *
 * @throws {AuditError} `data`
 */
export async function assertLooksLike(file: string, format: TableFormat): Promise<void> {
  const { head, tail, size } = await ends(file);
  const refuse = (message: string, wayOut: string): never => {
    throw new AuditError('data', message, { place: { file }, wayOut });
  };
  if (size === 0) refuse('This table is empty: it has no bytes at all.', 'Write it again, with a header and rows.');
  const starts = (bytes: string): boolean => head.toString('latin1', 0, bytes.length) === bytes;
  const expected = `Expected a ${formatName[format]} table`;
  if (format === 'parquet') {
    if (!starts('PAR1'))
      refuse(`${expected}, found something else.`, 'Write it again as Parquet, or give it its own ending.');
    if (size < 12 || tail.toString('latin1') !== 'PAR1')
      refuse('This Parquet file is cut off: its end is missing.', 'Copy or write it again, whole.');
    return;
  }
  const asText = 'Write the table as UTF-8 text.';
  if (starts('\x1f\x8b')) refuse(`${expected}, found one packed with gzip.`, 'Unpack it first.');
  if (starts('PK\x03\x04'))
    refuse(`${expected}, found a zip archive or a spreadsheet.`, `Unpack it, or save it as ${formatName[format]}.`);
  if (starts('PAR1')) refuse(`${expected}, found Parquet.`, 'Give the file the ending .parquet.');
  if (starts('\xff\xfe') || starts('\xfe\xff')) refuse(`${expected} in UTF-8, found UTF-16.`, asText);
}

async function ends(file: string): Promise<{ readonly head: Buffer; readonly tail: Buffer; readonly size: number }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const head = Buffer.alloc(Math.min(size, 8));
      const tail = Buffer.alloc(Math.min(size, 4));
      await handle.read(head, 0, head.length, 0);
      await handle.read(tail, 0, tail.length, size - tail.length);
      return { head, tail, size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unopened(file, error);
  }
}

function unopened(file: string, error: unknown): AuditError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'There is no such table.',
    EISDIR: 'Expected a table, found a folder.',
    EACCES: 'This table may not be read.',
  };
  const reason = reasons[systemErrorCode(error) ?? ''] ?? `This table cannot be opened: ${messageOf(error)}.`;
  return new AuditError('data', reason, {
    place: { file },
    wayOut: 'Check its path; a plan names it under data.table.',
    cause: error,
  });
}
