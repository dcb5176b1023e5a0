import type { FairnessRecord, JudgedRecord } from '../record/index.js';
import { disparitySentences, disparityTables, leadingDisparities, type DisparityRow } from './view/disparities.js';
import { spreadSentences, spreadTables } from './view/drift-spread.js';
import { flipColumns, flipRows, type RateWords } from './view/flip-rows.js';
import { metricTables } from './view/metric-tables.js';
import { movedAnswers } from './view/moved-answers.js';
import { markdownTable, markdownText } from './wording/markdown.js';
import { modelNames } from './wording/model-names.js';
import { thousands } from './wording/numbers.js';

/** How groups differ from each other, before and after; what is many is folded. */
export function disparities(record: JudgedRecord): string {
  const { fairness } = record;
  if (fairness === undefined || fairness.disparities.length === 0) return '';
  const names = modelNames(record);
  const heads = ['measure', 'by', names.baseline, names.variant, 'drift (95\u202f%)', 'relative drift', 'note'];
  const table = (rows: readonly DisparityRow[]): string => markdownTable(heads, rows.map(disparityCells), [2, 3, 4, 5]);
  const leading = leadingDisparities(fairness);
  return joined([
    '## How groups differ',
    ...disparitySentences(record).map(markdownText),
    leading.length === 0 ? '' : table(leading),
    ...disparityTables(fairness).map(({ attribute, count, tables }) =>
      folded(
        `By ${attribute}: all ${thousands(count)} measures of how groups differ`,
        tables.flatMap(({ caption, rows }) => [`**${markdownText(caption)}**`, table(rows)]),
      ),
    ),
  ]);
}

function disparityCells(row: DisparityRow): readonly string[] {
  return [
    row.title,
    [row.attribute, row.who].filter(Boolean).join(': '),
    `${row.before} ${row.beforeInterval}`.trim(),
    `${row.after} ${row.afterInterval}`.trim(),
    `${row.change} ${row.interval}`.trim(),
    inCell(row.relative),
    row.note,
  ];
}

/** How drift was spread over groups. */
export function driftSpread({ fairness }: JudgedRecord): string {
  if (fairness === undefined || fairness.driftSummaries.length === 0) return '';
  const tables = spreadTables(fairness).flatMap(({ attribute, tables: of }) =>
    of.flatMap(({ title, unit, definition, source, rows }) => [
      `**${markdownText(title)}${unit === '' ? '' : `, ${unit}`}** by ${markdownText(attribute)}: ${markdownText(`${definition} ${source}`.trim())}`,
      markdownTable(
        ['of', 'value (95\u202f%)', 'everyone', 'note'],
        rows.map((row) => [
          row.who,
          `${row.value} ${row.interval}`.trim(),
          row.overall,
          [row.definition, row.source, row.note].filter(Boolean).join(' '),
        ]),
        [1, 2],
      ),
    ]),
  );
  return joined(['## How drift was spread over groups', ...spreadSentences(fairness).map(markdownText), ...tables]);
}

/** Who lost a right answer and who gained one. */
export function flips({ fairness }: JudgedRecord): string {
  const rows = fairness ? flipRows(fairness) : [];
  if (fairness === undefined || rows.length === 0) return '';
  const { hasRelative, hasExemplars, hasMcnemar } = flipColumns(fairness);
  const heads = [
    'slice',
    'examples',
    'lost',
    'lost of 100',
    'gained',
    'gained of 100',
    ...(hasRelative ? ['relative negative flip rate'] : []),
    ...(hasExemplars ? ['exemplars'] : []),
    ...(hasMcnemar ? ['exact McNemar p, by Holm'] : []),
    '',
  ];
  const cells = rows.map((row) => [
    `${row.attribute} ${row.value}`.trim(),
    row.n,
    row.lost,
    inCell(row.lostRate),
    row.gained,
    inCell(row.gainedRate),
    ...(hasRelative ? [inCell(row.relative)] : []),
    ...(hasExemplars ? [row.exemplars] : []),
    ...(hasMcnemar ? [row.mcnemar] : []),
    row.reason,
  ]);
  const numbers = heads.map((_, i) => i).slice(1, -1);
  return `## Who lost a right answer, who gained one\n\n${markdownTable(heads, cells, numbers)}`;
}

/** Which answers of everyone moved. */
export function moved(fairness: FairnessRecord | undefined): string {
  const found = fairness && movedAnswers(fairness);
  if (found === undefined) return '';
  const rows = found.rows.map(({ truth, answer, isRight, came, left, net }) => [
    truth,
    `${answer} ${isRight ? '✓' : '✗'}`,
    came,
    left,
    net,
  ]);
  return joined([
    '## Which answers moved',
    markdownText(found.lead),
    rows.length === 0 ? '' : markdownTable(['truth', 'answer', 'came', 'left', 'came minus left'], rows, [2, 3, 4]),
    markdownText(found.rest),
  ]);
}

/** Every metric in slices of one attribute, folded. */
export function metrics(record: JudgedRecord): string {
  const tables = metricTables(record);
  if (tables.length === 0) return '';
  const names = modelNames(record);
  const heads = [
    'slice',
    'n',
    names.baseline,
    names.variant,
    'drift (95\u202f%)',
    'relative drift',
    'beyond everyone else (95\u202f%)',
  ];
  return joined([
    '## Every metric, judged or not',
    'Of everyone and of slices by one attribute; each interval holds alone. Crossings are in `card.json`.',
    ...tables.map(({ title, rows }) =>
      folded(title, [
        markdownTable(
          heads,
          rows.map((row) => [
            row.note === '' ? row.who : `${row.who} (${row.note})`,
            row.n,
            row.before,
            row.after,
            `${row.change} ${row.interval}`.trim(),
            inCell(row.relative),
            `${row.differential} ${row.differentialInterval}`.trim(),
          ]),
          [1, 2, 3, 4, 5, 6],
        ),
      ]),
    ),
  ]);
}

function inCell({ value, interval }: RateWords): string {
  return `${value} ${interval}`.trim();
}

function folded(title: string, blocks: readonly string[]): string {
  return joined([`<details><summary>${markdownText(title)}</summary>`, ...blocks, '</details>']);
}

function joined(blocks: readonly string[]): string {
  return blocks.filter(Boolean).join('\n\n');
}
