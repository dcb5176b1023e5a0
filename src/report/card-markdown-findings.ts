import type { AuditRecord } from '../record/index.js';
import { hiddenSlices } from './view/data-tables.js';
import { disparityRows, findingRows, flipRows, notJudgedRows } from './view/finding-tables.js';
import { markdownTable, markdownText } from './wording/markdown.js';
import { modelNames } from './wording/model-names.js';
import { capital, counted } from './wording/text.js';

/** Every finding, worst first, and what could not be judged. */
export function findings(record: AuditRecord): string {
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

/** How groups differ from each other, before and after. */
export function disparities({ fairness, ...record }: AuditRecord): string {
  const rows = fairness ? disparityRows(fairness) : [];
  if (rows.length === 0) return '';
  const names = modelNames({ fairness, ...record });
  const cells = rows.map(
    ({ title = '', attribute = '', before = '', after = '', change = '', interval = '', note = '' }) => [
      title,
      attribute,
      before,
      after,
      `${change} ${interval}`.trim(),
      note,
    ],
  );
  return `## Differences between groups\n\n${markdownTable(['measure', 'by', names.baseline, names.variant, 'drift (interval)', 'note'], cells, [2, 3, 4])}`;
}

/** Who lost a right answer and who gained one; McNemar's p only where some slice has one. */
export function flips({ fairness }: AuditRecord): string {
  const rows = fairness ? flipRows(fairness) : [];
  if (rows.length === 0) return '';
  const hasMcnemar = rows.some(({ mcnemar }) => mcnemar !== '–');
  const columns: readonly (readonly [head: string, key: string])[] = [
    ['examples', 'n'],
    ['lost', 'lost'],
    ['lost of 100', 'lostRate'],
    ['gained', 'gained'],
    ['gained of 100', 'gainedRate'],
    ...(hasMcnemar ? [['exact McNemar p, by Holm', 'mcnemar'] as const] : []),
  ];
  const cells = rows.map((row) => [
    `${row['attribute'] ?? ''} ${row['value'] ?? ''}`.trim(),
    ...columns.map(([, key]) => row[key] ?? ''),
    row['reason'] ?? '',
  ]);
  const heads = ['slice', ...columns.map(([head]) => head), ''];
  return `## Who lost a right answer, who gained one\n\n${markdownTable(
    heads,
    cells,
    columns.map((_, i) => i + 1),
  )}`;
}

function listed(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${title}: ${items.map(markdownText).join('; ')}.`;
}
