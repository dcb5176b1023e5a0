import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError, exists, prettyJson, quoted, writeFileAtomically } from '../base/index.js';
import { layout } from '../dossier/index.js';
import { judgedFormat, metricsFormat, type PredictionsRecord } from '../record/index.js';
import { renderPredictionsHtml, renderPredictionsMarkdown } from '../report/index.js';
import { distinctNames } from './name-variants.js';

/**
 * Writes a folder for each variant with its record and its cards: `card.json`, `card.html`, `README.md`. The same records give the
 * same bytes.
 *
 * @returns the HTML cards, in the order of the records
 * @throws {AuditError} `output` where a folder cannot be written, or holds files of the same names that are no such cards
 */
export async function writePredictionCards(
  records: readonly PredictionsRecord[],
  out: string,
): Promise<readonly string[]> {
  const names = distinctNames(records.map(({ variant }) => variant.name));
  const folders = names.map((name) => join(out, name));
  for (const folder of folders) await assertOwn(folder);
  for (const [i, record] of records.entries()) {
    const folder = folders[i] ?? out;
    // The record first: it tells a run after an interrupted one that the folder is its own.
    await writeFileAtomically(join(folder, layout.cardJson), prettyJson(record));
    await writeFileAtomically(join(folder, layout.cardHtml), await renderPredictionsHtml(record));
    await writeFileAtomically(join(folder, layout.cardMarkdown), renderPredictionsMarkdown(record));
  }
  return folders.map((folder) => join(folder, layout.cardHtml));
}

/** An earlier card may be replaced, somebody's own file may not. */
async function assertOwn(folder: string): Promise<void> {
  const names = [layout.cardJson, layout.cardHtml, layout.cardMarkdown];
  const found: string[] = [];
  for (const name of names) if (await exists(join(folder, name))) found.push(name);
  if (found.length === 0 || (await isOwnCard(join(folder, layout.cardJson)))) return;
  throw new AuditError('output', `${quoted(folder)} has a ${found.join(' and a ')} that is no card of predictions.`, {
    wayOut: 'Name another folder with --out.',
  });
}

async function isOwnCard(file: string): Promise<boolean> {
  try {
    const { format } = JSON.parse(await readFile(file, 'utf8')) as { readonly format?: unknown };
    return format === metricsFormat || format === judgedFormat;
  } catch {
    return false;
  }
}
