import type { JudgedRecord } from '../record/index.js';
import { hiddenSlices } from './view/data-tables.js';
import { findingRows, notJudgedRows } from './view/finding-tables.js';
import { markdownTable, markdownText } from './wording/markdown.js';
import { modelNames } from './wording/model-names.js';
import { capital, counted } from './wording/text.js';
import { unseenFootnote } from './wording/unseen-flips.js';

/** More findings than this, and those simply kept are only counted. */
const mostFindings = 40;

/** The findings, worst first, and what could not be judged. */
export function findings(record: JudgedRecord): string {
  const all = findingRows(record);
  const rows = all.length > mostFindings ? all.filter(({ isPlainlyKept }) => !isPlainlyKept) : all;
  const kept = all.length - rows.length;
  const names = modelNames(record);
  const heads = ['slice', 'metric', names.baseline, names.variant, 'drift (interval)', 'n', 'promised', 'verdict'];
  const unjudged = notJudgedRows(record);
  const hidden = record.fairness ? hiddenSlices(record.fairness) : [];
  return [
    '## For whom it got worse',
    all.length === 0
      ? 'Nothing was judged.'
      : `${capital(counted(all.length, 'finding'))}, worst first. Rates are in points of a hundred. An interval holds for all findings at once; where a promise is kept or open, the one-sided bound that decides it, which holds for its finding alone, stands behind it.`,
    rows.length === 0
      ? ''
      : markdownTable(
          heads,
          rows.map((row) => [
            `${row.attribute} ${row.value}`.trim(),
            [row.metric, row.against].filter(Boolean).join(', '),
            row.before,
            row.after,
            [`${row.change} ${row.interval}`.trim(), row.bound].filter(Boolean).join('; '),
            row.n,
            row.promised,
            [row.verdict, row.detail].filter(Boolean).join(': '),
          ]),
          [2, 3, 4, 5, 6],
        ),
    kept === 0 ? '' : `${capital(counted(kept, 'more finding'))}, all kept: \`card.html\`, and as data \`card.json\`.`,
    markdownText(record.fairness ? unseenFootnote(record.fairness, record.fairness.findings) : ''),
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
