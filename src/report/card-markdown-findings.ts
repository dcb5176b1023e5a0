import type { JudgedRecord } from '../record/index.js';
import { hiddenSlices } from './view/data-tables.js';
import { findingRows, notJudgedRows } from './view/finding-tables.js';
import { markdownTable, markdownText } from './wording/markdown.js';
import { modelNames } from './wording/model-names.js';
import { capital, counted } from './wording/text.js';

/** Every finding, worst first, and what could not be judged. */
export function findings(record: JudgedRecord): string {
  const rows = findingRows(record);
  const names = modelNames(record);
  const heads = ['slice', 'metric', names.baseline, names.variant, 'drift (interval)', 'n', 'promised', 'verdict'];
  const unjudged = notJudgedRows(record);
  const hidden = record.fairness ? hiddenSlices(record.fairness) : [];
  return [
    '## For whom it got worse',
    rows.length === 0
      ? ''
      : `${capital(counted(rows.length, 'finding'))}, worst first. Rates are in points of a hundred.`,
    rows.length === 0
      ? 'Nothing was judged.'
      : markdownTable(
          heads,
          rows.map((row) => [
            `${row.attribute} ${row.value}`.trim(),
            [row.metric, row.against].filter(Boolean).join(', '),
            row.before,
            row.after,
            `${row.change} ${row.interval}`.trim(),
            row.n,
            row.promised,
            [row.verdict, row.detail].filter(Boolean).join(': '),
          ]),
          [2, 3, 4, 5, 6],
        ),
    listed(
      'Not judged',
      unjudged.map(({ who, metric, reason }) => `${who}, ${metric} (${reason})`),
    ),
    listed(
      'Hidden slices',
      hidden.map(({ who, reason }) => `${who} (${reason})`),
    ),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function listed(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${title}: ${items.map(markdownText).join('; ')}.`;
}
