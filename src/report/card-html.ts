import type { AuditRecord } from '../record/index.js';
import { renderPage } from './page.js';
import { modelNames } from './wording/model-names.js';
import { nameInWords } from './wording/text.js';
import { cardView } from './view/card-view.js';

export interface CardOptions {
  /** The other variants of the same release, for a table that compares them. */
  readonly others?: readonly AuditRecord[] | undefined;
}

/**
 * The card as one HTML file: no script, no network, nothing outside the file, readable on a phone, on paper and in ten
 * years. The same record gives the same bytes.
 */
export async function renderCardHtml(record: AuditRecord, options: CardOptions = {}): Promise<string> {
  const { baseline, variant } = modelNames(record);
  const title = `Model card: ${nameInWords(record.name)}, ${variant} against ${baseline}`;
  return renderPage('card', title, await cardView(record, options.others ?? []));
}
