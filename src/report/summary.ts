import { safeText } from '../base/index.js';
import type { AuditRecord, Finding } from '../record/index.js';
import { terminal, type Piece, type Terminal, type TerminalOptions } from './terminal.js';
import { claimedTimes, faster, smaller, topicOf } from './wording/claims.js';
import { displayWidth, padded } from './wording/display-width.js';
import { headlineOf } from './wording/headline.js';
import { metricsInWords } from './wording/metrics.js';
import { thousands } from './wording/numbers.js';
import { sliceParts } from './wording/slices.js';
import { counted, nameInWords, sentenceInWords } from './wording/text.js';
import { resultInWords, sourceInWords, unitOf, verdictInWords, type Tone } from './wording/verdicts.js';

export interface SummaryOptions extends TerminalOptions {
  readonly links: SummaryLinks;
}

/** Where the results lie. */
export interface SummaryLinks {
  readonly card: string;
  readonly dossier: string;
  /** The sealing key's fingerprint, as short as is shown; absent: the dossier is not sealed. */
  readonly key?: string | undefined;
}

/** The most rows that a screen of text can bear. */
const mostRows = 12;

/**
 * What `compare` prints when it is done: the verdict, the slices that need attention, size and latency beside what was
 * claimed, and where the card is. Lines end with a line feed; none is wider than `width`, but for a path or a command.
 */
export function renderSummary(record: AuditRecord, options: SummaryOptions): string {
  const to = terminal(options);
  const { glyph, word, sentence, tone } = headlineOf(record);
  const [first = '', ...more] = to.wrap(`${glyph} ${word}: ${sentence}`, 2);
  const blocks = [
    [to.paint(first, tone), ...more.map((line) => to.paint(line, tone))],
    findingLines(record, to),
    factLines(record, to),
    linkLines(options.links, to),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

interface Row {
  readonly attribute: string;
  readonly value: string;
  readonly n: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly lower: string;
  readonly upper: string;
  readonly margin: string;
  readonly verdict: string;
  readonly brief: string;
  readonly tone: Tone;
  readonly group: string;
}

function findingLines(record: AuditRecord, to: Terminal): readonly string[] {
  const { fairness } = record;
  if (fairness === undefined) return [];
  const shown = chosen(fairness.findings);
  const rows = shown.map((finding) => rowOf(record, finding, to));
  const lines = rows.length === 0 ? [] : (tableLines(record, rows, to) ?? stackedLines(rows, to));
  return [...lines, ...restLines(record, shown, to)];
}

/** Whatever is not simply kept, worst first; where all is kept, the three that moved furthest. */
function chosen(findings: readonly Finding[]): readonly Finding[] {
  const open = findings.filter(({ verdict, surelyWorse }) => verdict.kind !== 'kept' || surelyWorse);
  return open.length === 0 ? findings.slice(0, 3) : open.slice(0, mostRows);
}

function rowOf(record: AuditRecord, finding: Finding, to: Terminal): Row {
  const words = metricsInWords(record)(finding.metric);
  const verdict = verdictInWords(finding, unitOf(record));
  const { attribute, value } = sliceParts(finding.slice);
  const isEveryone = finding.slice.length === 0;
  const brief = verdict.briefDetail === '' ? '' : `, ${verdict.briefDetail}`;
  return {
    attribute: to.say(isEveryone ? value : attribute),
    value: to.say(isEveryone ? '' : value),
    n: finding.n === null ? '' : to.say(thousands(finding.n)),
    before: to.say(words.estimate(finding.baseline)),
    after: to.say(words.estimate(finding.variant)),
    change: finding.drift === undefined ? '' : to.say(words.change(finding.drift)),
    lower: finding.interval === undefined ? '' : to.say(words.change(finding.interval.lower)),
    upper: finding.interval === undefined ? '' : to.say(words.change(finding.interval.upper)),
    margin: to.say(words.margin(finding.margin.allowed)),
    verdict: to.say(`${verdict.glyph} ${verdict.word}${brief}`),
    brief: to.say(`${verdict.glyph} ${verdict.word}`),
    tone: verdict.tone,
    group: to.say(finding.kind === 'differential' ? `${words.heading}, against the rest` : words.heading),
  };
}

type Column = Exclude<keyof Row, 'tone' | 'group' | 'change' | 'lower' | 'upper' | 'brief'> | 'drift' | 'brief';

/** Whether a column is set flush right. */
const isRight: ReadonlySet<Column> = new Set<Column>(['n', 'before', 'after', 'margin']);

const layouts: readonly (readonly Column[])[] = [
  ['attribute', 'value', 'n', 'before', 'after', 'drift', 'margin', 'verdict'],
  ['attribute', 'value', 'n', 'drift', 'margin', 'verdict'],
  ['attribute', 'value', 'n', 'drift', 'verdict'],
  ['attribute', 'value', 'n', 'drift', 'brief'],
];

/** The rows as a table of as many columns as fit, or nothing where none does. */
function tableLines(record: AuditRecord, rows: readonly Row[], to: Terminal): readonly string[] | undefined {
  const widest = (of: (row: Row) => string): number => Math.max(0, ...rows.map((row) => displayWidth(of(row))));
  const [change, lower, upper] = [widest((row) => row.change), widest((row) => row.lower), widest((row) => row.upper)];
  const cell = (row: Row, column: Column): string => {
    if (column !== 'drift') return row[column];
    if (row.change === '') return '';
    const ends = `(${padded(row.lower, lower, 'right')} to ${padded(row.upper, upper, 'right')})`;
    return `${padded(row.change, change, 'right')} ${ends}`;
  };
  const head: Partial<Record<Column, string>> = {
    n: 'n',
    before: 'base',
    after: to.fit(to.say(nameInWords(record.variant.name)), 8),
    drift: 'change',
    margin: 'margin',
  };
  for (const columns of layouts) {
    const sizes = columns.map((column) =>
      Math.max(
        displayWidth(head[column] ?? ''),
        widest((row) => cell(row, column)),
      ),
    );
    const fixed = sizes.slice(2).reduce((sum, size) => sum + size + 2, 0) + 2;
    const room = to.width - fixed - 2;
    const [attribute = 0, value = 0] = sizes;
    const least = Math.min(attribute, 11) + Math.min(value, 12);
    if (
      room < least ||
      (columns !== layouts[layouts.length - 1] && room < Math.min(attribute, 20) + Math.min(value, 24))
    )
      continue;
    const valueSize = Math.min(value, Math.max(room - attribute, Math.min(value, Math.ceil(room * 0.55))));
    sizes.splice(0, 2, Math.min(attribute, room - valueSize), valueSize);
    return drawn(rows, columns, sizes, cell, head, to);
  }
  return undefined;
}

function drawn(
  rows: readonly Row[],
  columns: readonly Column[],
  sizes: readonly number[],
  cell: (row: Row, column: Column) => string,
  head: Partial<Record<Column, string>>,
  to: Terminal,
): readonly string[] {
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) =>
        padded(to.fit(text, sizes[i] ?? 0), sizes[i] ?? 0, isRight.has(columns[i] ?? 'n') ? 'right' : 'left'),
      )
      .join('  ');
  const groups = [...new Set(rows.map(({ group }) => group))];
  return groups.flatMap((group, g) => {
    const labelColumns = (sizes[0] ?? 0) + (sizes[1] ?? 0) + 2;
    const heads = columns.slice(2).map((column) => head[column] ?? '');
    const rest = line(['', '', ...heads]).slice(labelColumns);
    const isLong = displayWidth(group) > labelColumns;
    const title = isLong
      ? [`  ${to.fit(group, to.width - 2)}`, `  ${' '.repeat(labelColumns)}${rest}`]
      : [`  ${padded(group, labelColumns, 'left')}${rest}`];
    const body = rows
      .filter((row) => row.group === group)
      .map((row) => {
        const texts = columns.map((column) => cell(row, column));
        const last = texts.length - 1;
        return `  ${line(texts.slice(0, last))}  ${to.paint(texts[last] ?? '', row.tone)}`.trimEnd();
      });
    return [...(g > 0 ? [''] : []), ...title.map((text) => text.trimEnd()), ...body];
  });
}

/** Two lines a row, for terminals too narrow for a table. */
function stackedLines(rows: readonly Row[], to: Terminal): readonly string[] {
  const groups = [...new Set(rows.map(({ group }) => group))];
  return groups.flatMap((group, g) => [
    ...(g > 0 ? [''] : []),
    `  ${to.fit(group, to.width - 2)}`,
    ...rows
      .filter((row) => row.group === group)
      .flatMap((row) => {
        const numbers = row.change === '' ? [] : [{ text: `${row.change} (${row.lower} to ${row.upper})` }];
        const n = row.n === '' ? [] : [{ text: `n ${row.n}` }];
        return [
          `  ${to.fit(`${row.attribute} ${row.value}`.trim(), to.width - 2)}`,
          ...to.flow('', [...numbers, ...n, { text: row.brief, tone: row.tone }], 4),
        ];
      }),
  ]);
}

/** How many findings are not shown above, and how many slices nowhere. */
function restLines(record: AuditRecord, shown: readonly Finding[], to: Terminal): readonly string[] {
  const { fairness } = record;
  if (fairness === undefined) return [];
  const rest = fairness.findings.filter((finding) => !shown.includes(finding));
  const count = (kind: Finding['verdict']['kind'], word: string): string => {
    const n = rest.filter(({ verdict }) => verdict.kind === kind).length;
    return n === 0 ? '' : `${thousands(n)} more ${word}`;
  };
  const hidden = fairness.slices.filter((slice) => slice.shown.kind === 'hidden').length;
  const parts = [
    count('violated', 'broken'),
    count('undecided', 'undecided'),
    count('not-estimable', 'not estimable'),
    count('kept', 'kept'),
    hidden === 0 ? '' : `${counted(hidden, 'group')} too small to show`,
  ].filter(Boolean);
  return parts.length === 0 ? [] : to.wrap(parts.join(' · '), 2, 2).map((line) => to.paint(line, 'quiet'));
}

function factLines(record: AuditRecord, to: Terminal): readonly string[] {
  const { latency, size } = record;
  const ratio = latency && faster(latency.ratioP50);
  const claims = (topic: string, hasValue: boolean): readonly (readonly Piece[])[] =>
    record.claims
      .filter((claim) => topicOf(claim) === topic)
      .map((claim) => {
        const result = resultInWords[claim.result];
        return [
          {
            text: hasValue
              ? `claimed ${claimedTimes(claim) ?? sentenceInWords(claim.text, 40)}`
              : sentenceInWords(claim.text, 60),
            columns: hasValue ? 12 : 36,
          },
          { text: `${result.glyph} ${result.word}`, tone: result.tone, columns: 14 },
          { text: sourceInWords[claim.source] },
        ];
      });
  const line = (name: string, value: string, topic: string): readonly string[] => {
    const of = claims(topic, value !== '');
    const [first, ...more] = of.length === 0 ? [[]] : of;
    const lead = value === '' ? [] : [{ text: value, columns: 22 }];
    return [
      ...to.flow(`  ${name}`, [...lead, ...(first ?? [])], 11),
      ...more.flatMap((pieces) => to.flow('', [...lead.map(() => ({ text: ' ', columns: 22 })), ...pieces], 11)),
    ];
  };
  const measured =
    ratio === undefined ? 'not measured' : `${ratio.text}${ratio.interval === '' ? '' : ` (${ratio.interval})`}`;
  return [
    ...line('size', smaller(size.gzipBytes), 'size'),
    ...line('latency', measured, 'latency'),
    ...(record.claims.some((claim) => topicOf(claim) === 'privacy') ? line('privacy', '', 'privacy') : []),
    ...(record.claims.some((claim) => topicOf(claim) === 'other') ? line('other', '', 'other') : []),
  ];
}

function linkLines({ card, dossier, key }: SummaryLinks, to: Terminal): readonly string[] {
  const path = (text: string): string => to.say(safeText(text, 4000));
  const pair = (name: string, value: string): readonly string[] =>
    9 + displayWidth(value) <= to.width ? [padded(name, 9, 'left') + value] : [name, `  ${value}`];
  if (key === undefined) return [...pair('card', path(card)), ...pair('dossier', `${path(dossier)} (not sealed)`)];
  return [
    ...pair('card', path(card)),
    ...pair('sealed', `key ${path(key)}`),
    ...pair('verify', `audit verify ${path(dossier)} --key release.pub.pem`),
  ];
}
