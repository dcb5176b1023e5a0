import { open } from 'node:fs/promises';
import { AuditError, listed, quoted } from '../../base/index.js';

const maxHeaderBytes = 1 << 20;
const maxColumns = 10_000;

/**
 * The column names of a CSV or TSV file, as written.
 *
 * @throws {AuditError} `data` where there is no header, a name is empty or stands twice, or the cells are separated by
 *   something else
 */
export async function csvHeader(file: string, delimiter: ',' | '\t'): Promise<readonly string[]> {
  const { names, hasEnd } = parseRecord(await firstText(file), delimiter);
  const refuse = (message: string, wayOut: string): never => {
    throw new AuditError('data', message, { place: { file, line: 1 }, wayOut });
  };
  if (!hasEnd || names.length > maxColumns) {
    refuse(
      `The header does not end within ${maxHeaderBytes} bytes and ${maxColumns} columns.`,
      'Perhaps a quotation mark is not closed.',
    );
  }
  const [only = ''] = names;
  if (names.length === 1) {
    const other = [',', ';', '\t', '|'].find((character) => character !== delimiter && only.includes(character));
    if (other !== undefined) {
      const [expected, found] = [delimiter, other].map((character) =>
        character === '\t' ? 'tabs' : quoted(character),
      );
      refuse(
        `Expected cells separated by ${expected ?? ''}, found ${found ?? ''} in the header.`,
        'Write the table as CSV with commas, or as TSV with tabs and the ending .tsv.',
      );
    }
  }
  const empty = names.indexOf('');
  if (empty >= 0) {
    refuse(
      names.length === 1 ? 'The first line is empty, where the header should be.' : `Column ${empty + 1} has no name.`,
      'The first line names every column.',
    );
  }
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  if (twice.length > 0) {
    refuse(`Column names must be unique, but these stand more than once: ${listed(twice)}.`, 'Rename or drop one.');
  }
  return names;
}

async function firstText(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(maxHeaderBytes);
    const { bytesRead } = await handle.read(buffer, 0, maxHeaderBytes, 0);
    const isWhole = bytesRead < maxHeaderBytes;
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/u, '') + (isWhole ? '\n' : '');
  } finally {
    await handle.close();
  }
}

/** The first record; what is wrong with its form is found when the file is checked. */
function parseRecord(text: string, delimiter: string): { readonly names: readonly string[]; readonly hasEnd: boolean } {
  const names: string[] = [];
  let name = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (isQuoted) {
      if (character !== '"') name += character;
      else if (text.charAt(i + 1) === '"') {
        name += '"';
        i += 1;
      } else isQuoted = false;
    } else if (character === '"' && name === '') isQuoted = true;
    else if (character === delimiter) {
      names.push(name);
      name = '';
    } else if (character === '\n' || character === '\r') return { names: [...names, name], hasEnd: true };
    else name += character;
  }
  return { names: [...names, name], hasEnd: false };
}
