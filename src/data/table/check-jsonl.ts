import { AuditError, listed, messageOf } from '../../base/index.js';
import { lineBlocks } from './line-blocks.js';
import type { ColumnType } from './table.js';

/** What a check of JSON Lines found. */
export interface CheckedJsonl {
  readonly rows: number;
}

const maxColumns = 10_000;

/**
 * Reads a file of JSON Lines once, checks every line and notes its members in `columns`, in the order of their first sight.
 *
 * Members whose whole numbers are too large for a double (above 2⁵³) become `mixed`, so that they are read as written.
 *
 * @param columns from member to type; grows
 * @throws {AuditError} `data`, naming the line, where it is no JSON object or no UTF-8
 */
export async function checkJsonl(
  file: string,
  columns: Map<string, ColumnType | 'null'>,
  signal?: AbortSignal,
): Promise<CheckedJsonl> {
  let rows = 0;
  for await (const block of lineBlocks(file, signal)) {
    let { line } = block;
    for (const text of block.bytes.toString('utf8').split('\n')) {
      if (text.trim() !== '') {
        noteMembers(parseLine(text, file, line), columns, file, line);
        rows += 1;
      }
      line += 1;
    }
  }
  return { rows };
}

function parseLine(text: string, file: string, line: number): Readonly<Record<string, unknown>> {
  const place = { file, line };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const wayOut = text.startsWith('\uFEFF')
      ? 'Write it without a byte order mark.'
      : 'Every line is one JSON object, such as {"id": "a1", "label": "yes"}.';
    throw new AuditError('data', `This line is no JSON: ${messageOf(error)}.`, { place, wayOut, cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AuditError('data', 'Expected a JSON object on this line, found another value.', {
      place,
      wayOut: 'Every line is one JSON object, such as {"id": "a1", "label": "yes"}.',
    });
  }
  // Only an escape can write half a character into what is UTF-8, and only a half stays one when it is written again.
  if (text.includes('\\u') && /(?<!\\)(?:\\\\)*\\ud[89a-f]/u.test(JSON.stringify(value))) {
    throw new AuditError('data', 'A text on this line holds half a character (a lone surrogate).', {
      place,
      wayOut: 'Write the file again from its source; the text was cut in the middle of a character.',
    });
  }
  return value as Readonly<Record<string, unknown>>;
}

function noteMembers(
  row: Readonly<Record<string, unknown>>,
  columns: Map<string, ColumnType | 'null'>,
  file: string,
  line: number,
): void {
  for (const name of Object.keys(row)) {
    const known = columns.get(name);
    const found = typeOf(row[name]);
    if (found === known) continue;
    if (known === undefined || known === 'null') columns.set(name, found);
    else if (found !== 'null') columns.set(name, known === 'nested' || found === 'nested' ? 'nested' : 'mixed');
  }
  if (columns.size > maxColumns) {
    throw new AuditError('data', `The lines have more than ${maxColumns} different members.`, {
      place: { file, line },
      wayOut: `They begin with: ${listed([...columns.keys()])}.`,
    });
  }
}

function typeOf(value: unknown): ColumnType | 'null' {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'object') return 'nested';
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? 'mixed'
    : Number.isFinite(value)
      ? 'number'
      : 'mixed';
}
