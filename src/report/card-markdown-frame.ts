import type { AuditRecord, FairnessRecord } from '../record/index.js';
import { attributeTables, hasHiddenCounts, metricDefinitions } from './view/data-tables.js';
import { whyHidden } from './wording/hidden.js';
import { markdownText } from './wording/markdown.js';
import type { MethodTopic } from './wording/method.js';
import { limitsInWords, type NoteInWords } from './wording/notes.js';
import { thousands } from './wording/numbers.js';
import { counted, nameInWords } from './wording/text.js';

/** Who is in the data. */
export function dataSection(fairness: FairnessRecord | undefined): string {
  if (fairness === undefined) return '';
  const { data: of } = fairness;
  const attributes = attributeTables(fairness).map(({ title, kind, rows }) => {
    const values = rows.map(({ value, n, share, isHidden }) =>
      isHidden ? `${value} hidden` : `${value} ${n} (${share})`,
    );
    return `- **${markdownText(title)}** (${kind}): ${markdownText(values.join(', '))}`;
  });
  return [
    '## Who is in the data',
    markdownText(
      `${counted(of.examples, 'example')} from ${of.files.map((file) => nameInWords(file)).join(', ')}${of.units ? `, sampled as ${thousands(of.units.count)} units (${nameInWords(of.units.column)})` : ''}. ${of.skipped.count > 0 ? `${counted(of.skipped.count, 'example')} left out, because they could not be read.` : ''}`.trim(),
    ),
    attributes.join('\n'),
    hasHiddenCounts(fairness) ? markdownText(`Hidden: ${whyHidden}.`) : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** How the numbers came about, and what each metric is. */
export function methodSection(topics: readonly MethodTopic[], fairness: FairnessRecord | undefined): string {
  const paragraphs = topics.map(({ title, text }) => `**${title}.** ${markdownText(text)}`);
  const metrics = (fairness ? metricDefinitions(fairness) : []).map(
    ({ title, definition, source }) => `**${markdownText(title)}.** ${markdownText(`${definition} ${source}`.trim())}`,
  );
  return ['## Method', ...paragraphs, ...metrics].join('\n\n');
}

/** What a reader must know, and the notes of a plan. */
export function limitsSection(record: Pick<AuditRecord, 'limits'>, notes: readonly NoteInWords[]): string {
  const items = limitsInWords(record)
    .map((limit) => `- ${markdownText(limit)}`)
    .join('\n');
  const more = notes.flatMap((note) => [`### ${markdownText(note.title)}`, ...note.paragraphs.map(markdownText)]);
  return ['## Limits', items || 'The record names no limits of its own; those of the method stand.', ...more].join(
    '\n\n',
  );
}
