import type { JudgedRecord } from '../record/index.js';
import type { Terminal } from './terminal.js';
import { displayWidth, padded, wrapped } from './wording/display-width.js';
import { nameInWords } from './wording/text.js';
import type { Tone } from './wording/verdicts.js';

/** A finding as the texts of its cells. */
export interface SummaryRow {
  /** Attribute and value as one name. */
  readonly who: string;
  readonly attribute: string;
  readonly value: string;
  readonly n: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly lower: string;
  readonly upper: string;
  /** The one-sided bound by which it is kept or left open; nothing for other verdicts. */
  readonly bound: string;
  readonly margin: string;
  readonly verdict: string;
  /** How many more would decide it, which `verdict` says and `brief` does not. */
  readonly more: string;
  readonly brief: string;
  readonly tone: Tone;
  readonly group: string;
}

/** What names a row, in one column or in two. */
type NameColumn = 'who' | 'attribute' | 'value';
type NumberColumn = 'n' | 'before' | 'after' | 'drift' | 'margin' | 'verdict' | 'brief';

interface Layout {
  readonly names: readonly NameColumn[];
  readonly numbers: readonly NumberColumn[];
  /** The least columns that names need together, where they are not all shorter. */
  readonly least: number;
}

/** From the widest to the narrowest: the margin is in all of them, because no verdict can be read without it. */
const layouts: readonly Layout[] = [
  { names: ['attribute', 'value'], numbers: ['n', 'before', 'after', 'drift', 'margin', 'verdict'], least: 44 },
  { names: ['attribute', 'value'], numbers: ['n', 'drift', 'margin', 'verdict'], least: 44 },
  { names: ['attribute', 'value'], numbers: ['n', 'drift', 'margin', 'brief'], least: 44 },
  { names: ['who'], numbers: ['n', 'drift', 'margin', 'brief'], least: 18 },
];

/** Whether a column is set flush right. */
const isRight: ReadonlySet<NumberColumn> = new Set<NumberColumn>(['n', 'before', 'after', 'margin']);

/** The most lines that a name takes before it is cut. */
const mostLines = 3;

/** The rows as a table of as many columns as fit, or nothing where none does. */
export function tableLines(
  record: JudgedRecord,
  rows: readonly SummaryRow[],
  to: Terminal,
): readonly string[] | undefined {
  const cells = cellsOf(record, rows, to);
  for (const { names, numbers, least } of layouts) {
    const sizes = numbers.map((column) => cells.width(column));
    const room = to.width - 2 - sizes.reduce((sum, size) => sum + size + 2, 0) - 2 * (names.length - 1);
    const natural = names.map((column) => widest(rows, (row) => row[column]));
    const wanted = natural.reduce((sum, size) => sum + size, 0);
    if (room < Math.min(wanted, least)) continue;
    const [first = 0, second] = natural;
    const nameSizes = second === undefined ? [Math.min(first, room)] : sharedRoom(rows, [first, second], room, to);
    return drawn(rows, { names, numbers, nameSizes, sizes }, cells, to);
  }
  return undefined;
}

/** How the numbers of all rows are written, and how wide each column is. */
interface Cells {
  readonly head: (column: NumberColumn) => string;
  readonly text: (row: SummaryRow, column: NumberColumn) => string;
  readonly width: (column: NumberColumn) => number;
}

function cellsOf(record: JudgedRecord, rows: readonly SummaryRow[], to: Terminal): Cells {
  const [change, lower, upper] = [
    widest(rows, (row) => row.change),
    widest(rows, (row) => row.lower),
    widest(rows, (row) => row.upper),
  ];
  const heads: Partial<Record<NumberColumn, string>> = {
    n: 'n',
    before: 'base',
    after: to.fit(to.say(nameInWords(record.variant.name)), 8),
    drift: 'drift',
    margin: 'margin',
  };
  const head = (column: NumberColumn): string => heads[column] ?? '';
  const text = (row: SummaryRow, column: NumberColumn): string => {
    if (column !== 'drift') return row[column];
    if (row.change === '') return '';
    const ends = `(${padded(row.lower, lower, 'right')} to ${padded(row.upper, upper, 'right')})`;
    return `${padded(row.change, change, 'right')} ${ends}`;
  };
  return {
    head,
    text,
    width: (column) =>
      Math.max(
        displayWidth(head(column)),
        widest(rows, (row) => text(row, column)),
      ),
  };
}

function widest(rows: readonly SummaryRow[], of: (row: SummaryRow) => string): number {
  return Math.max(0, ...rows.map((row) => displayWidth(of(row))));
}

/** How wide attribute and value are, so that the names take as few lines as they can in the room that both share. */
function sharedRoom(
  rows: readonly SummaryRow[],
  [attribute, value]: readonly [number, number],
  room: number,
  to: Terminal,
): readonly [number, number] {
  if (attribute + value <= room) return [attribute, value];
  const least = [Math.min(attribute, 8), Math.min(value, 8)] as const;
  const cost = (size: number): number =>
    rows.reduce((sum, row) => {
      const lines = [
        wrapped(row.attribute, size, mostLines, to.ellipsis),
        wrapped(row.value, room - size, mostLines, to.ellipsis),
      ];
      const cut = lines.flat().filter((line) => line.endsWith(to.ellipsis)).length;
      return sum + Math.max(...lines.map(({ length }) => length)) + cut * 10;
    }, 0);
  let best = Math.max(least[0], room - value);
  for (let size = best + 1; size <= Math.min(attribute, room - least[1]); size++)
    if (cost(size) < cost(best)) best = size;
  return [best, room - best];
}

/** A layout with the width of every column. */
interface Sized extends Omit<Layout, 'least'> {
  readonly nameSizes: readonly number[];
  readonly sizes: readonly number[];
}

function drawn(
  rows: readonly SummaryRow[],
  { names, numbers, nameSizes, sizes }: Sized,
  cells: Cells,
  to: Terminal,
): readonly string[] {
  const namesWidth = nameSizes.reduce((sum, size) => sum + size + 2, -2);
  const named = (texts: readonly string[]): string =>
    nameSizes.map((size, i) => padded(to.fit(texts[i] ?? '', size), size, 'left')).join('  ');
  const numbered = (texts: readonly string[]): readonly string[] =>
    texts.map((text, i) => padded(text, sizes[i] ?? 0, isRight.has(numbers[i] ?? 'n') ? 'right' : 'left'));
  // A bound stands under the drift whose interval it belongs to.
  const beforeDrift = sizes.slice(0, numbers.indexOf('drift')).reduce((sum, size) => sum + size + 2, 0);
  const lines = (row: SummaryRow): readonly string[] => {
    const wraps = names.map((name, i) => wrapped(row[name], nameSizes[i] ?? 0, mostLines, to.ellipsis));
    const nameLine = (line: number): string => `  ${named(wraps.map((of) => of[line] ?? ''))}`;
    const texts = numbered(numbers.map((column) => cells.text(row, column)));
    const last = texts.length - 1;
    const first = [nameLine(0), ...texts.slice(0, last), to.paint((texts[last] ?? '').trimEnd(), row.tone)].join('  ');
    const bound = boundOf(row, numbers.includes('verdict'));
    const count = Math.max(...wraps.map(({ length }) => length), bound === '' ? 1 : 2);
    const more = Array.from({ length: count - 1 }, (_, i) =>
      i === 0 ? `${nameLine(1)}  ${' '.repeat(beforeDrift)}${bound}` : nameLine(i + 1),
    );
    return [first, ...more].map((line) => line.trimEnd());
  };
  const heads = `  ${numbered(numbers.map(cells.head)).join('  ')}`;
  return grouped(rows, (group, of) => [
    ...(displayWidth(group) > namesWidth
      ? [`  ${to.fit(group, to.width - 2)}`, `  ${' '.repeat(namesWidth)}${heads}`.trimEnd()]
      : [`  ${padded(group, namesWidth, 'left')}${heads}`.trimEnd()]),
    ...of.flatMap(lines),
  ]);
}

/** What stands under the drift: the bound that decides and, where the verdict has no room for it, how many more would. */
function boundOf({ bound, more }: SummaryRow, isSaid: boolean): string {
  return [bound, isSaid ? '' : more].filter(Boolean).join(', ');
}

/** The lines of each group of rows, an empty one between them. */
function grouped(
  rows: readonly SummaryRow[],
  linesOf: (group: string, rows: readonly SummaryRow[]) => readonly string[],
): readonly string[] {
  return [...new Set(rows.map(({ group }) => group))].flatMap((group, i) => [
    ...(i > 0 ? [''] : []),
    ...linesOf(
      group,
      rows.filter((row) => row.group === group),
    ),
  ]);
}

/** Several lines a row, for terminals too narrow for a table. */
export function stackedLines(rows: readonly SummaryRow[], to: Terminal): readonly string[] {
  return grouped(rows, (group, of) => [
    `  ${to.fit(group, to.width - 2)}`,
    ...of.flatMap((row) => {
      const numbers = row.change === '' ? [] : [{ text: `${row.change} (${row.lower} to ${row.upper})` }];
      const n = row.n === '' ? [] : [{ text: `n ${row.n}` }];
      const bound = boundOf(row, false);
      return [
        ...to.wrap(row.who, 4, 2),
        ...to.flow(
          '',
          [...numbers, ...n, { text: `margin ${row.margin}` }, { text: row.brief, tone: row.tone }, { text: bound }],
          4,
        ),
      ];
    }),
  ]);
}
