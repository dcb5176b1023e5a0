import type { PredictionsRecord } from '../record/index.js';
import { findings } from './card-markdown-findings.js';
import { dataSection, limitsSection, methodSection } from './card-markdown-frame.js';
import { disparities, driftSpread, flips, metrics, moved } from './card-markdown-groups.js';
import { renderPage } from './page.js';
import { predictionFacts, predictionsProvenance, predictionsTitle, predictionsView } from './view/predictions-view.js';
import { madeElsewhere, repeatedBy } from './wording/elsewhere.js';
import { headlineOf } from './wording/headline.js';
import { markdownCode, markdownTable, markdownText } from './wording/markdown.js';
import { predictionsMethodInWords } from './wording/method.js';

/** The card of predictions whose models were never seen, as one HTML file under the same rules as a model's. */
export async function renderPredictionsHtml(record: PredictionsRecord): Promise<string> {
  return renderPage('predictions', `Card of predictions: ${predictionsTitle(record)}`, await predictionsView(record));
}

/** The same in Markdown. The same record gives the same bytes. */
export function renderPredictionsMarkdown(record: PredictionsRecord): string {
  const sections = [
    opening(record),
    findings(record),
    disparities(record),
    driftSpread(record),
    flips(record),
    moved(record.fairness),
    metrics(record),
    dataSection(record.fairness),
    methodSection(predictionsMethodInWords(record, record.fairness), record.fairness),
    limitsSection(record, []),
    provenance(record),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function opening(record: PredictionsRecord): string {
  const { glyph, word, sentence, mayGoOut, numbers, promises } = headlineOf(record);
  return [
    `# ${markdownText(predictionsTitle(record))}`,
    'Fairweight card of predictions.',
    `**${glyph} ${markdownText(word)}. ${markdownText(sentence)} ${markdownText(mayGoOut)}**`,
    markdownText(madeElsewhere(record)),
    numbers.map(markdownText).join(' '),
    markdownText(promises),
    markdownTable(
      ['', 'found', ''],
      predictionFacts(record).map(({ title, value, note }) => [title, value, note]),
    ),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function provenance(record: PredictionsRecord): string {
  const rows = predictionsProvenance(record).map(
    ({ title, value, isCode }) => `- ${markdownText(title)}: ${isCode ? markdownCode(value) : markdownText(value)}`,
  );
  return ['## Where the numbers come from', rows.join('\n'), markdownText(repeatedBy(record))].join('\n\n');
}
