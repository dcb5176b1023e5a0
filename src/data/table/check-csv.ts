import { AuditError } from '../../base/index.js';
import { lineBlocks, maxLineBytes, tooLong } from './line-blocks.js';

/** What a check of a CSV or TSV file found. */
export interface CheckedCsv {
  /** Records after the header. */
  readonly rows: number;
  /** The line on which the row that was asked for begins. */
  readonly line?: number | undefined;
}

/**
 * Reads a CSV or TSV file once and checks the form of every record: RFC 4180 with one kind of line end.
 *
 * DuckDB's reader, which reads the cells, is lenient where this is strict: it drops everything after a quotation mark that is
 * never closed, drops an empty cell too many, and strips blanks before quotation marks, all without a word. What passes here
 * it reads as written. Empty lines are rows with a missing cell where there is one column, and nothing where there are more.
 *
 * @param width how many cells a record has
 * @param wanted the row whose line is asked for, from 0
 * @throws {AuditError} `data`, naming the line, for a record with more or fewer cells, an open quotation mark, text before or
 *   after one, mixed line ends, bytes that are no UTF-8 text, a record that is too long
 */
export async function checkCsv(
  file: string,
  delimiter: ',' | '\t',
  width: number,
  signal?: AbortSignal,
  wanted?: number,
): Promise<CheckedCsv> {
  const checker = new CsvChecker(file, delimiter.charCodeAt(0), width, wanted);
  for await (const { bytes } of lineBlocks(file, signal)) checker.take(bytes);
  return checker.finish();
}

/** Where in a record a byte stands. */
enum At {
  /** The start of a cell. */
  Start,
  /** After blanks at the start of a cell. */
  Blank,
  Plain,
  Quoted,
  /** After a quotation mark in a quoted cell: its end, or half of a doubled one. */
  Closed,
  /** After the carriage return that ends a record. */
  Return,
}

const [lineFeed, carriageReturn, quotationMark, blank] = [10, 13, 34, 32];
/** No separator, line end or quotation mark is above a comma. */
const largestMark = 44;
const byRule = 'Write the table as RFC 4180 says: cells with quotation marks or line breaks in them are quoted whole.';
const oneLineEnd = 'Write the table with one kind of line end, LF or CRLF.';

class CsvChecker {
  readonly #file: string;
  readonly #delimiter: number;
  readonly #width: number;
  #at = At.Start;
  #line = 1;
  /** Bytes before the current block, and before the current record. */
  #offset = 0;
  #recordStart = 0;
  #recordLine = 1;
  #quoteLine = 1;
  /** Cells of this record that have ended. */
  #cells = 0;
  #isEmpty = true;
  #records = 0;
  readonly #wanted: number | undefined;
  #wantedLine: number | undefined;
  #lineEnd: '\n' | '\r\n' | undefined;

  constructor(file: string, delimiter: number, width: number, wanted: number | undefined) {
    this.#file = file;
    this.#delimiter = delimiter;
    this.#width = width;
    this.#wanted = wanted;
  }

  take(bytes: Buffer): void {
    const delimiter = this.#delimiter;
    let at = this.#at;
    for (let i = this.#offset === 0 && hasByteOrderMark(bytes) ? 3 : 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      // Letters and digits within a cell: nearly all there is.
      if (byte > largestMark && at === At.Plain) continue;
      if (at === At.Quoted) {
        if (byte === quotationMark) at = At.Closed;
        else if (byte === lineFeed) this.#line += 1;
      } else if (byte === lineFeed) {
        this.#endLine(at, this.#offset + i + 1);
        at = At.Start;
      } else if (at === At.Return) {
        this.#refuse('A carriage return stands in the middle of this line.', oneLineEnd);
      } else if (byte === delimiter) {
        this.#cells += 1;
        at = At.Start;
      } else if (byte === carriageReturn) {
        this.#isEmpty = this.#cells === 0 && at === At.Start;
        at = At.Return;
      } else if (byte === quotationMark) {
        at = this.#quotationMark(at);
      } else if (at === At.Closed) {
        this.#refuse('Text follows the quotation mark that ends a cell.', byRule);
      } else if (at !== At.Plain) {
        at = byte === blank ? At.Blank : At.Plain;
      }
    }
    this.#at = at;
    this.#offset += bytes.length;
    if (this.#offset - this.#recordStart > maxLineBytes) throw tooLong(this.#file, this.#recordLine);
  }

  finish(): CheckedCsv {
    if (this.#at === At.Quoted) {
      this.#line = this.#quoteLine;
      this.#refuse('The quotation mark that opens a cell on this line is never closed.', byRule);
    }
    if (this.#at === At.Return) this.#refuse('This line ends in a carriage return alone.', oneLineEnd);
    if (this.#at !== At.Start || this.#cells > 0) this.#endRecord(false);
    return { rows: Math.max(0, this.#records - 1), line: this.#wantedLine };
  }

  #quotationMark(at: At): At {
    if (at === At.Blank) {
      this.#refuse('A quotation mark follows blanks, so it is unclear whether it opens a quoted cell.', byRule);
    }
    if (at === At.Start) this.#quoteLine = this.#line;
    return at === At.Plain ? At.Plain : At.Quoted;
  }

  #endLine(at: At, next: number): void {
    const lineEnd = at === At.Return ? '\r\n' : '\n';
    this.#lineEnd ??= lineEnd;
    if (lineEnd !== this.#lineEnd) {
      const [first, now] = lineEnd === '\n' ? ['CRLF', 'LF'] : ['LF', 'CRLF'];
      this.#refuse(`This line ends in ${now}, where the lines before it end in ${first}.`, oneLineEnd);
    }
    this.#endRecord(at === At.Return ? this.#isEmpty : this.#cells === 0 && at === At.Start);
    this.#line += 1;
    this.#recordLine = this.#line;
    if (next - this.#recordStart > maxLineBytes) throw tooLong(this.#file, this.#line - 1);
    this.#recordStart = next;
  }

  #endRecord(isEmpty: boolean): void {
    const cells = this.#cells + 1;
    this.#cells = 0;
    if (isEmpty && this.#width > 1) return;
    // The header is the record before the first row.
    if (this.#records - 1 === this.#wanted) this.#wantedLine = this.#recordLine;
    this.#records += 1;
    if (cells === this.#width) return;
    this.#line = this.#recordLine;
    this.#refuse(
      `The header names ${this.#width} columns, but this line has ${cells === 1 ? '1 cell' : `${cells} cells`}.`,
      'Correct the line; a cell that holds the separator is written in quotation marks.',
    );
  }

  #refuse(message: string, wayOut: string): never {
    throw new AuditError('data', message, { place: { file: this.#file, line: this.#line }, wayOut });
  }
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
