export * from './deployment-summary.js';
export { renderCardHtml, type CardOptions } from './card-html.js';
export { renderCardMarkdown } from './card-markdown.js';
export { renderPredictionsHtml, renderPredictionsMarkdown } from './predictions-card.js';
export { renderComparisonHtml } from './comparison-html.js';
export { renderComparisonSummary } from './comparison-summary.js';
export { renderMetricsSummary, renderSummary, type SummaryLinks, type SummaryOptions } from './summary.js';
export type { TerminalOptions } from './terminal.js';
