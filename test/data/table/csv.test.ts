import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../../src/data/index.js';
import { put, temporaryFolder } from '../folder.js';
import { refusalOf } from '../refusal.js';
import { readTable } from './read-table.js';

const folder = await temporaryFolder();
let files = 0;
const write = (content: string | Uint8Array, name = `t${files++}.csv`): Promise<string> => put(folder, name, content);
const rowsOf = async (content: string): Promise<unknown> => (await readTable([await write(content)])).rows;
const refused = async (content: string | Uint8Array, name?: string): Promise<[string, string]> => {
  const path = await write(content, name);
  const { code, message, at } = await refusalOf(async () => (await openTable([path])).close());
  expect(code).toBe('data');
  return [message, at.slice(at.indexOf(':') + 1)];
};

describe('a CSV table', () => {
  it('keeps cells as written: leading zeros, blanks, numerals, markup', async () => {
    expect(await rowsOf('id,a,b\n007, x ,1.50\n1e3,<script>alert(1)</script>,NaN\n')).toEqual([
      ['007', ' x ', '1.50'],
      ['1e3', '<script>alert(1)</script>', 'NaN'],
    ]);
  });

  it('takes an empty unquoted cell as missing and an empty quoted one as empty text', async () => {
    expect(await rowsOf('a,b\n,""\n')).toEqual([[null, '']]);
  });

  it('reads quotes, separators and line breaks in quoted cells, and quotation marks within plain ones', async () => {
    expect(await rowsOf('a,b\n"x,y","say ""hi"""\n"two\nlines",5" screen\n')).toEqual([
      ['x,y', 'say "hi"'],
      ['two\nlines', '5" screen'],
    ]);
  });

  it('reads CRLF line ends, a byte order mark and a last line without an end', async () => {
    expect(await rowsOf('\uFEFFa,b\r\n1,2\r\n"x\r\ny",4')).toEqual([
      ['1', '2'],
      ['x\r\ny', '4'],
    ]);
  });

  it('leaves out empty lines, except where there is one column and they are missing cells', async () => {
    expect(await rowsOf('a,b\n1,2\n\n3,4\n\n')).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(await rowsOf('a\n1\n\n3\n')).toEqual([['1'], [null], ['3']]);
  });

  it('holds columns whose names differ in case, or are SQL', async () => {
    const name = 'x"; drop table t; --';
    const { columns, rows } = await readTable([
      await write(`id,ID,"${name.replaceAll('"', '""')}",__proto__\n1,2,3,4\n`),
    ]);
    expect(columns).toEqual(['id', 'ID', name, '__proto__']);
    expect(rows).toEqual([['1', '2', '3', '4']]);
  });

  it('reads whatever a writer of RFC 4180 wrote, in files of both line ends', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replace(/[\0\r\ud800-\udfff]/gu, ''));
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, end) => {
          const lines = [['a', 'b'], ...rows].map((row) => row.map(quote).join(','));
          const path = await write(lines.join(end) + end, 'any.csv');
          expect((await readTable([path])).rows).toEqual(rows);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a CSV table is refused, naming the line,', () => {
  it('where a line has more or fewer cells than the header, even an empty one too many', async () => {
    expect(await refused('a,b,c\n1,2,3\n"x\ny",5\n')).toEqual([
      'The header names 3 columns, but this line has 2 cells.',
      '3',
    ]);
    expect(await refused('a,b,c\n1,2,3\n4,5,6,\n')).toEqual([
      'The header names 3 columns, but this line has 4 cells.',
      '3',
    ]);
  });

  it('where a quotation mark is never closed, whose rest a lenient reader drops', async () => {
    expect(await refused('a,b\n1,2\n3,"open\n5,6\n')).toEqual([
      'The quotation mark that opens a cell on this line is never closed.',
      '3',
    ]);
  });

  it('where text stands before or after a quoted cell', async () => {
    expect(await refused('a,b\n1,"x" y\n')).toEqual(['Text follows the quotation mark that ends a cell.', '2']);
    expect((await refused('a,b\n1, "x"\n'))[1]).toBe('2');
  });

  it('where line ends are mixed', async () => {
    expect(await refused('a,b\r\n1,2\n')).toEqual([
      'This line ends in LF, where the lines before it end in CRLF.',
      '2',
    ]);
    expect((await refused('a,b\n1,2\r3,4\n'))[1]).toBe('2');
  });

  it('where it is not UTF-8 text', async () => {
    expect(await refused(Buffer.from('a,b\n1,2\n3,caf\xe9\n', 'latin1'))).toEqual([
      'This line is not UTF-8 text.',
      '3',
    ]);
    expect((await refused(Buffer.from('\ufeffa,b\n1,2\n', 'utf16le')))[0]).toContain('found UTF-16');
    expect(await refused('a,b\n1,\0\n')).toEqual(['This is no text file: it holds zero bytes.', '2']);
  });

  it('where there is no header, no row, no name, a name twice, or another separator', async () => {
    expect((await refused(''))[0]).toContain('empty');
    expect((await refused('a,b\n'))[0]).toBe('This table has no rows.');
    expect((await refused('a,,c\n1,2,3\n'))[0]).toBe('Column 2 has no name.');
    expect((await refused('a,b,a\n1,2,3\n'))[0]).toContain('stand more than once: a');
    expect((await refused('a;b\n1;2\n'))[0]).toBe('Expected cells separated by ",", found ";" in the header.');
  });

  it('where it is something else: packed, a spreadsheet, Parquet, of no known kind', async () => {
    expect((await refused(Buffer.from('\x1f\x8b\x08', 'latin1')))[0]).toContain('packed with gzip');
    expect((await refused('PK\x03\x04'))[0]).toContain('spreadsheet');
    expect((await refused('PAR1'))[0]).toContain('found Parquet');
    expect((await refused('a,b\n', 'labels.csv.gz'))[0]).toContain('of no known kind');
  });

  it('where a line or an open cell has more than two megabytes', async () => {
    const long = 'x'.repeat(2_100_000);
    expect((await refused(`a,b\n1,2\n1,${long}\n`))[1]).toBe('3');
    expect((await refused(`a,b\n1,2\n1,"${'x\n'.repeat(1_100_000)}"\n`))[1]).toBe('3');
  });

  it('where it is missing, or a folder', async () => {
    const gone = await refusalOf(() => openTable([`${folder}/gone.csv`]));
    expect(gone).toMatchObject({ code: 'data', message: 'There is no such table.', at: 'gone.csv' });
    await put(folder, 'folder.csv/x', '');
    expect((await refusalOf(() => openTable([`${folder}/folder.csv`]))).message).toContain('found a folder');
  });
});

describe('a TSV table', () => {
  it('is read with tabs', async () => {
    const path = await write('a\tb\n1,5\t"x\ty"\n', 'x.tsv');
    expect((await readTable([path])).rows).toEqual([['1,5', 'x\ty']]);
  });
});
