import type { FairnessRecord, JudgedRecord } from '../record/index.js';
import { disparitySentences, leadingDisparities, type DisparityRow } from './view/disparities.js';
import { spreadSentences } from './view/drift-spread.js';
import { flipsLead } from './view/flips.js';
import { flipColumns, flipRows, type FlipRow, type RateWords } from './view/flip-rows.js';
import { movedAnswers } from './view/moved-answers.js';
import { markdownTable, markdownText } from './wording/markdown.js';
import { modelNames } from './wording/model-names.js';
import { thousands } from './wording/numbers.js';
import { capital, counted } from './wording/text.js';

/** How groups differ from each other, before and after: what readers look for first. */
export function disparities(record: JudgedRecord): string {
  const { fairness } = record;
  if (fairness === undefined || fairness.disparities.length === 0) return '';
  const names = modelNames(record);
  const heads = ['measure', 'by', names.baseline, names.variant, 'drift (95\u202f%)', 'relative drift', 'note'];
  const leading = leadingDisparities(fairness);
  const all = fairness.disparities.length;
  return joined([
    '## How groups differ',
    ...disparitySentences(record).map(markdownText),
    leading.length === 0 ? '' : markdownTable(heads, leading.map(disparityCells), [2, 3, 4, 5]),
    leading.length === all ? '' : `All ${markdownText(thousands(all))} measures, with what each means: ${inFull}.`,
  ]);
}

/** Where everything is that has no room here. */
const inFull = '`card.html`, and as data `card.json`';

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

/** For whom errors grew most in proportion. */
export function driftSpread({ fairness }: JudgedRecord): string {
  const sentences = fairness ? spreadSentences(fairness) : [];
  if (fairness === undefined || fairness.driftSummaries.length === 0) return '';
  return joined([
    '## How drift was spread over groups',
    ...sentences.map(markdownText),
    `All ${markdownText(counted(fairness.driftSummaries.length, 'number'))} of it, with what each means: ${inFull}.`,
  ]);
}

/** So many slices of those that lost most right answers. */
const mostFlips = 10;

/** Who lost most right answers, with how many they gained. */
export function flips(record: JudgedRecord): string {
  const { fairness } = record;
  const rows = fairness ? flipRows(fairness) : [];
  if (fairness === undefined || rows.length === 0) return '';
  const { hasMcnemar } = flipColumns(fairness);
  const { worst, left } = mostLost(fairness, rows);
  const cells = worst.map((row) => [
    `${row.attribute} ${row.value}`.trim(),
    row.n,
    row.lost,
    inCell(row.lostRate),
    row.gained,
    inCell(row.gainedRate),
    ...(hasMcnemar ? [row.mcnemar] : []),
  ]);
  const heads = [
    'slice',
    'examples',
    'lost',
    'lost of 100',
    'gained',
    'gained of 100',
    ...(hasMcnemar ? ['exact McNemar p, by Holm'] : []),
  ];
  return joined([
    '## Who lost a right answer, who gained one',
    markdownText(flipsLead(record)),
    cells.length === 0 ? '' : markdownTable(heads, cells, [1, 2, 3, 4, 5, 6]),
    left === 0 ? '' : `${markdownText(capital(counted(left, 'more slice')))}, and more of each: ${inFull}.`,
  ]);
}

/** Everyone, then the slices that lost the largest share, and how many others there are. */
function mostLost(
  { slices }: FairnessRecord,
  rows: readonly FlipRow[],
): { readonly worst: readonly FlipRow[]; readonly left: number } {
  const shown = slices.flatMap(({ slice, shown: of }, i) => {
    const row = rows[i];
    return of.kind === 'shown' && row ? [{ row, isEveryone: slice.length === 0, lost: of.flips.negative / of.n }] : [];
  });
  const parts = shown.filter(({ isEveryone }) => !isEveryone).sort((a, b) => b.lost - a.lost);
  const worst = [...shown.filter(({ isEveryone }) => isEveryone), ...parts.slice(0, mostFlips)];
  return { worst: worst.map(({ row }) => row), left: rows.length - worst.length };
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

/** Where every metric is told of every slice. */
export function metrics({ fairness }: JudgedRecord): string {
  const measured = new Set(
    (fairness?.slices ?? []).flatMap(({ shown }) =>
      shown.kind === 'shown' ? shown.values.map(({ metric }) => metric) : [],
    ),
  );
  if (measured.size === 0) return '';
  return joined([
    '## Every metric, judged or not',
    `${markdownText(capital(counted(measured.size, 'metric')))} in every slice, each with its drift and its own interval: ${inFull}, which has those of crossings too.`,
  ]);
}

function inCell({ value, interval }: RateWords): string {
  return `${value} ${interval}`.trim();
}

function joined(blocks: readonly string[]): string {
  return blocks.filter(Boolean).join('\n\n');
}
