import type { AuditRecord } from '../record/index.js';
import { explorationInWords } from './wording/exploration.js';
import { markdownTable, markdownText } from './wording/markdown.js';
import { modelNames } from './wording/model-names.js';
import { searchInWords } from './wording/search.js';
import { capital } from './wording/text.js';

/** What slice search found; nothing where nobody asked. */
export function search(record: AuditRecord): string {
  const words = searchInWords(record);
  if (words === undefined) return '';
  const names = modelNames(record);
  const heads = [
    'slice',
    names.baseline,
    names.variant,
    'drift (interval)',
    'beyond everyone else (interval)',
    'n',
    '',
  ];
  const metrics = words.metrics.flatMap(({ heading, about, rows, none, withheld }) => [
    `**${markdownText(capital(heading))}.** ${markdownText(about)}`.trim(),
    rows.length === 0
      ? ''
      : markdownTable(
          heads,
          rows.map((row) => [
            `${row.attribute} ${row.value}`.trim(),
            row.before,
            row.after,
            `${row.change} ${row.interval}`.trim(),
            `${row.beyond} ${row.beyondInterval}`.trim(),
            row.n,
            row.said,
          ]),
          [1, 2, 3, 4, 5],
        ),
    markdownText(none),
    markdownText(withheld),
  ]);
  return ['## Where it got worst', markdownText(words.lead), ...metrics, markdownText(words.note)]
    .filter(Boolean)
    .join('\n\n');
}

/** Drifts that no promise judges and that stand out; nothing where none does. */
export function exploration(record: AuditRecord): string {
  const words = explorationInWords(record);
  if (words === undefined) return '';
  const rows = words.slices.flatMap(({ attribute, value, moves }) =>
    moves.map(({ metric, change, interval, n, adjusted }, i) => [
      i === 0 ? `${attribute} ${value}`.trim() : '',
      metric,
      `${change} ${interval}`,
      n,
      adjusted,
    ]),
  );
  return `## What else moved\n\n${markdownText(words.lead)}\n\n${markdownTable(['slice', 'metric', 'drift (interval)', 'n', 'p by Benjamini-Hochberg'], rows, [2, 3, 4])}`;
}
