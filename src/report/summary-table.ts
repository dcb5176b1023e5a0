import type { JudgedRecord } from '../record/index.js';
import type { Terminal } from './terminal.js';
import { displayWidth, padded, wrapped } from './wording/display-width.js';
import { nameInWords } from './wording/text.js';
import type { Tone } from './wording/verdicts.js';

/** A finding as the texts of its cells. */
export interface SummaryRow {
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

type Column = Exclude<keyof SummaryRow, 'tone' | 'group' | 'change' | 'lower' | 'upper' | 'brief'> | 'drift' | 'brief';

/** Whether a column is set flush right. */
const isRight: ReadonlySet<Column> = new Set<Column>(['n', 'before', 'after', 'margin']);

const layouts: readonly (readonly Column[])[] = [
  ['attribute', 'value', 'n', 'before', 'after', 'drift', 'margin', 'verdict'],
  ['attribute', 'value', 'n', 'drift', 'margin', 'verdict'],
  ['attribute', 'value', 'n', 'drift', 'verdict'],
  ['attribute', 'value', 'n', 'drift', 'brief'],
];

/** The rows as a table of as many columns as fit, or nothing where none does. */
export function tableLines(
  record: JudgedRecord,
  rows: readonly SummaryRow[],
  to: Terminal,
): readonly string[] | undefined {
  const widest = (of: (row: SummaryRow) => string): number => Math.max(0, ...rows.map((row) => displayWidth(of(row))));
  const [change, lower, upper] = [widest((row) => row.change), widest((row) => row.lower), widest((row) => row.upper)];
  const cell = (row: SummaryRow, column: Column): string => {
    if (column !== 'drift') return row[column];
    if (row.change === '') return '';
    const ends = `(${padded(row.lower, lower, 'right')} to ${padded(row.upper, upper, 'right')})`;
    return `${padded(row.change, change, 'right')} ${ends}`;
  };
  const head: Partial<Record<Column, string>> = {
    n: 'n',
    before: 'base',
    after: to.fit(to.say(nameInWords(record.variant.name)), 8),
    drift: 'drift',
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
    sizes.splice(0, 2, ...nameSizes(rows, [attribute, value], room, to));
    return drawn(rows, columns, sizes, cell, head, to);
  }
  return undefined;
}

/** The most lines that a name takes before it is cut. */
const mostLines = 3;

/** How wide attribute and value are, so that the names take as few lines as they can in the room that both share. */
function nameSizes(
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

function drawn(
  rows: readonly SummaryRow[],
  columns: readonly Column[],
  sizes: readonly number[],
  cell: (row: SummaryRow, column: Column) => string,
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
      .flatMap((row) => {
        const [attribute = [''], value = ['']] = [row.attribute, row.value].map((text, i) =>
          wrapped(text, sizes[i] ?? 0, mostLines, to.ellipsis),
        );
        const texts = [attribute[0] ?? '', value[0] ?? '', ...columns.slice(2).map((column) => cell(row, column))];
        const last = texts.length - 1;
        const more = Array.from({ length: Math.max(attribute.length, value.length) - 1 }, (_, i) =>
          `  ${line([attribute[i + 1] ?? '', value[i + 1] ?? ''])}`.trimEnd(),
        );
        return [`  ${line(texts.slice(0, last))}  ${to.paint(texts[last] ?? '', row.tone)}`.trimEnd(), ...more];
      });
    return [...(g > 0 ? [''] : []), ...title.map((text) => text.trimEnd()), ...body];
  });
}

/** Two lines a row, for terminals too narrow for a table. */
export function stackedLines(rows: readonly SummaryRow[], to: Terminal): readonly string[] {
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
          ...to.wrap(`${row.attribute} ${row.value}`.trim(), 4, 2),
          ...to.flow('', [...numbers, ...n, { text: row.brief, tone: row.tone }], 4),
        ];
      }),
  ]);
}
