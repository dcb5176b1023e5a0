import { layout } from '../dossier/index.js';
import type { AuditRecord } from '../record/index.js';
import { renderCardHtml, renderCardMarkdown } from '../report/index.js';

/** The cards of a record, by their names in the model folder; the same record gives the same bytes. */
export async function renderCards(record: AuditRecord): Promise<Readonly<Record<string, string>>> {
  return { [layout.cardHtml]: await renderCardHtml(record), [layout.cardMarkdown]: renderCardMarkdown(record) };
}
