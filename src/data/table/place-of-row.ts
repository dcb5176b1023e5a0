import type { Place } from '../../base/index.js';
import { checkCsv } from './check-csv.js';
import { lineBlocks } from './line-blocks.js';
import type { TableFormat } from './table-format.js';
import type { TableSource } from './table-source.js';

/** Where a row of a table stands and begins; its file is read again up to there, since nobody keeps the lines of rows. */
export async function placeOfRow(
  files: readonly string[],
  source: TableSource,
  format: TableFormat,
  row: number,
  signal: AbortSignal | undefined,
): Promise<Place> {
  let before = 0;
  for (const [i, { rows }] of source.files.entries()) {
    const file = files[i] ?? '';
    if (row < before + rows) {
      const line = await lineOf(file, source, format, row - before, signal);
      return { file, line, row: row - before + 1 };
    }
    before += rows;
  }
  return { file: files[0] ?? '' };
}

async function lineOf(
  file: string,
  source: TableSource,
  format: TableFormat,
  row: number,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  if (format === 'parquet') return undefined;
  if (format === 'jsonl') return lineOfObject(file, row, signal);
  const delimiter = format === 'csv' ? ',' : '\t';
  return (await checkCsv(file, delimiter, source.columns.length, signal, row)).line;
}

/** Blank lines are no rows. */
async function lineOfObject(file: string, row: number, signal: AbortSignal | undefined): Promise<number | undefined> {
  let seen = 0;
  for await (const block of lineBlocks(file, signal)) {
    let { line } = block;
    for (const text of block.bytes.toString('utf8').split('\n')) {
      if (text.trim() !== '' && seen++ === row) return line;
      line += 1;
    }
  }
  return undefined;
}
