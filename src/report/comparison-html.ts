import type { AuditRecord } from '../record/index.js';
import { renderPage } from './page.js';
import { comparisonView } from './view/comparison-view.js';

/**
 * A page that compares the variants of one baseline: a table, and the same small drift chart for each of them. One file,
 * under the same rules as the card.
 *
 * @param records in the order in which they are shown; all of one plan.
 */
export async function renderComparisonHtml(records: readonly AuditRecord[]): Promise<string> {
  const view = await comparisonView(records);
  return renderPage('comparison', `Comparison: ${view.title}`, view);
}
