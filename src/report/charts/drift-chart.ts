import type { TopLevelSpec } from 'vega-lite';
import { fixed } from '../wording/numbers.js';
import type { Tone, VerdictWords } from '../wording/verdicts.js';
import { dimmed, strong, unmarked, type Ink } from './ink.js';
import {
  bands,
  dots,
  drawing,
  intervals,
  pixel,
  rules,
  texts,
  tickDecimals,
  ticks,
  type Axis,
  type Layer,
  type TextRow,
} from './layers.js';
import { fitted, textExtent } from './text-extent.js';

/** One row of the drift chart: a slice with its change, or with the reason why it has none. */
export interface DriftRow {
  readonly attribute: string;
  readonly value: string;
  /** Where the row ends the chart and stands for everyone. */
  readonly isEveryone: boolean;
  /** In the units of the axis; absent where `reason` says why. */
  readonly change?: { readonly value: number; readonly lower: number; readonly upper: number } | undefined;
  /** As written beside it. */
  readonly changeText: string;
  readonly n: string;
  readonly reason: string;
  readonly verdict: Pick<VerdictWords, 'tone' | 'glyph' | 'word' | 'briefDetail'>;
  /** How far the change may lie on either side of zero, in the units of the axis; absent: not judged. */
  readonly allowed?: { readonly from: number | null; readonly to: number | null } | undefined;
}

export interface DriftChart {
  readonly rows: readonly DriftRow[];
  readonly domain: readonly [number, number];
  /** `change in accuracy, points`. */
  readonly axisTitle: string;
  /** `promised: at most −2.0`; nothing where margins differ. */
  readonly marginLabel: string;
  /** `change, points (95 %)`. */
  readonly changeHeading: string;
}

/** A wide one for screens and paper: everything about a slice in one row. */
export function wideDriftChart(chart: DriftChart): TopLevelSpec {
  const [width, row, top] = [976, 26, 34];
  const axis: Axis = { domain: chart.domain, range: [296, 548] };
  const place = placed(chart.rows, top, row, 6);
  const bottom = place[place.length - 1] ?? top;
  const at = (i: number): number => place[i] ?? 0;
  const column = (x: number, of: (item: DriftRow) => string): TextRow[] =>
    chart.rows.map((item, i) => ({ x, y: at(i), text: of(item) })).filter(({ text }) => text !== '');
  return drawing(width, bottom + row / 2 + 38, [
    ...frame(
      chart,
      axis,
      chart.rows.map((_, i) => [at(i) - row / 2, at(i) + row / 2] as const),
      { count: 6, isNarrow: false, bottom: bottom + row / 2 },
    ),
    bands(
      chart.rows.flatMap(({ change }, i) =>
        change ? [] : [{ from: chart.domain[0], to: chart.domain[1], y: at(i) - row / 2, y2: at(i) + row / 2 }],
      ),
      axis,
      { fill: 'paper' },
    ),
    ...marks(chart, axis, place),
    texts(
      column(0, (item) => sliceLabel(item, 284)),
      {},
    ),
    texts(
      chart.rows
        .map((item, i) => ({ x: axis.range[0] + 6, y: at(i), text: unmarked(fitted(item.reason, 246)) }))
        .filter(({ text }) => text !== ''),
      { ink: 'dim' },
    ),
    texts(
      column(712, ({ changeText }) => changeText),
      { align: 'right' },
    ),
    texts(
      column(790, ({ n }) => n),
      { align: 'right' },
    ),
    ...verdicts(chart.rows, place, 808, 'left', true),
    texts(
      [
        { x: 712, y: 12, text: chart.changeHeading },
        { x: 790, y: 12, text: 'examples' },
      ],
      { align: 'right', ink: 'dim' },
    ),
    texts([{ x: 808, y: 12, text: 'promise' }], { ink: 'dim' }),
  ]);
}

/** A narrow one for phones: a slice takes three lines, so that the plot has the whole width. */
export function narrowDriftChart(chart: DriftChart): TopLevelSpec {
  const [width, row, top] = [340, 64, 40];
  const axis: Axis = { domain: chart.domain, range: [8, 332] };
  const place = placed(chart.rows, top, row, 0);
  const bottom = (place[place.length - 1] ?? top) + row / 2;
  const at = (i: number): number => place[i] ?? 0;
  return drawing(width, bottom + 38, [
    ...frame(
      chart,
      axis,
      chart.rows.map((_, i) => [at(i) - 9, at(i) + 9] as const),
      { count: 5, isNarrow: true, bottom },
    ),
    rules(
      chart.rows.slice(1).map((_, i) => ({ x: 0, x2: width, y: at(i + 1) - row / 2, y2: at(i + 1) - row / 2 })),
      { ink: 'line' },
    ),
    ...marks(chart, axis, place),
    texts(
      chart.rows.map((item, i) => ({
        x: 0,
        y: at(i) - 20,
        text: sliceLabel(item, width - 24 - textExtent(`${item.verdict.glyph} ${item.verdict.word}`)),
      })),
    ),
    ...verdicts(
      chart.rows,
      place.map((y) => y - 20),
      width,
      'right',
      false,
    ),
    texts(
      chart.rows.map((item, i) => ({
        x: 0,
        y: at(i) + (item.change ? 20 : 0),
        text: item.change ? item.changeText : unmarked(fitted(item.reason, width)),
      })),
      { ink: 'text' },
    ),
    texts(
      chart.rows
        .map((item, i) => ({ x: width, y: at(i) + 20, text: item.n === '' ? '' : `n = ${item.n}` }))
        .filter(({ text }) => text !== ''),
      { align: 'right', ink: 'dim' },
    ),
  ]);
}

/** Where each row's middle lies; a gap stands before everyone. */
function placed(rows: readonly DriftRow[], top: number, height: number, gap: number): readonly number[] {
  return rows.map((item, i) => top + (i + 0.5) * height + (item.isEveryone && i > 0 ? gap : 0));
}

/** Grid, axis, margin and what is promised, behind the marks. On narrow charts lines stay in the rows, so that none runs through text. */
function frame(
  chart: DriftChart,
  axis: Axis,
  spans: readonly (readonly [number, number])[],
  { count, isNarrow, bottom }: { readonly count: number; readonly isNarrow: boolean; readonly bottom: number },
): readonly Layer[] {
  const at = ticks(axis.domain, count);
  const decimals = tickDecimals(at);
  const first = spans[0]?.[0] ?? 0;
  const stretches = isNarrow ? spans.filter((_, i) => chart.rows[i]?.change) : [[first, bottom] as const];
  const upright = (value: number): { x: number; x2: number; y: number; y2: number }[] =>
    stretches.map(([y, y2]) => ({ x: pixel(axis, value), x2: pixel(axis, value), y, y2 }));
  const judged = chart.rows.flatMap(({ allowed, change }, i) =>
    allowed && change && spans[i] ? [{ allowed, span: spans[i] }] : [],
  );
  const bandsOf = judged.map(({ allowed, span: [y, y2] }) => ({
    from: allowed.from ?? axis.domain[0],
    to: allowed.to ?? axis.domain[1],
    y,
    y2,
  }));
  const edges = judged.flatMap(({ allowed, span: [y, y2] }) =>
    [allowed.from, allowed.to].flatMap((edge) =>
      edge === null ? [] : [{ x: pixel(axis, edge), x2: pixel(axis, edge), y, y2 }],
    ),
  );
  const everyone = chart.rows.findIndex(({ isEveryone }) => isEveryone);
  const isRuled = !isNarrow && everyone > 0;
  const ruleY = (spans[everyone]?.[0] ?? 0) - 3;
  return [
    bands(bandsOf, axis, { fill: 'allowed' }),
    rules(at.filter((tick) => tick !== 0).flatMap(upright), { ink: 'line' }),
    rules(upright(0), { ink: 'zero', width: 1.25 }),
    rules(edges, { ink: 'margin', width: 1.75 }),
    ...(isRuled ? [rules([{ x: 0, x2: 976, y: ruleY, y2: ruleY }], { ink: 'line' })] : []),
    texts(
      at.map((tick) => ({ x: pixel(axis, tick), y: bottom + 12, text: fixed(tick, decimals) })),
      { align: 'center', ink: 'dim', size: 12 },
    ),
    texts([{ x: (axis.range[0] + axis.range[1]) / 2, y: bottom + 30, text: chart.axisTitle }], {
      align: 'center',
      ink: 'dim',
      size: 12,
    }),
    ...marginLabel(
      chart,
      axis,
      edges.map(({ x }) => x),
    ),
  ];
}

/** Over the margin where there is one, its end or its beginning at the line, whichever side has the room. */
function marginLabel({ marginLabel: text }: DriftChart, { range }: Axis, edges: readonly number[]): readonly Layer[] {
  const places = [...new Set(edges)];
  if (places.length === 0 || text === '') return [];
  const middle = (range[0] + range[1]) / 2;
  const x = places.length === 1 ? (places[0] ?? middle) : middle;
  const extent = textExtent(text);
  const align = places.length > 1 ? 'center' : x + extent <= range[1] + 12 ? 'left' : 'right';
  return [texts([{ x, y: 12, text }], { align, ink: 'margin', bold: true, size: 12 })];
}

function marks(chart: DriftChart, axis: Axis, place: readonly number[]): readonly Layer[] {
  return tones.flatMap((tone) => {
    const rows = chart.rows.flatMap((item, i) =>
      item.change && item.verdict.tone === tone ? [{ ...item.change, y: place[i] ?? 0 }] : [],
    );
    if (rows.length === 0) return [];
    return [intervals(rows, axis, { ink: inkOf[tone] }), dots(rows, axis, { ink: inkOf[tone], size: 72 })];
  });
}

function verdicts(
  rows: readonly DriftRow[],
  place: readonly number[],
  x: number,
  align: 'left' | 'right',
  isLong: boolean,
): readonly Layer[] {
  return tones.flatMap((tone) => {
    const of = rows.flatMap(({ verdict }, i) => {
      if (verdict.tone !== tone) return [];
      const brief = isLong && verdict.briefDetail !== '' ? `, ${verdict.briefDetail}` : '';
      return [{ x, y: place[i] ?? 0, text: `${verdict.glyph} ${verdict.word}${brief}` }];
    });
    return of.length === 0 ? [] : [texts(of, { align, ink: inkOf[tone], bold: tone === 'bad' })];
  });
}

const tones: readonly Tone[] = ['good', 'warn', 'bad', 'quiet'];
const inkOf: Readonly<Record<Tone, Ink>> = { good: 'good', warn: 'warn', bad: 'bad', quiet: 'dim' };

/** The value counts more than the attribute: where there is no room for both, the attribute of a crossing goes first. */
export function sliceLabel(
  { attribute, value, isEveryone }: Pick<DriftRow, 'attribute' | 'value' | 'isEveryone'>,
  room: number,
): string {
  if (isEveryone) return strong(unmarked(fitted(value, room)));
  const [front, back] = [unmarked(value), unmarked(attribute)];
  const left = room - textExtent(front) - 5.6;
  if (textExtent(back) <= left) return `${dimmed(`${back} `)}${front}`;
  if (back.includes(' × ')) return fitted(front, room);
  const short = fitted(back, Math.max(60, left));
  return `${dimmed(`${short} `)}${fitted(front, room - textExtent(short) - 5.6)}`;
}
