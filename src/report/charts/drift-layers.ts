import { fixed } from '../wording/numbers.js';
import type { Tone } from '../wording/verdicts.js';
import type { DriftChart, DriftRow } from './drift-row.js';
import type { Ink } from './ink.js';
import { bands, dots, intervals, pixel, rules, texts, tickDecimals, ticks, type Axis, type Layer } from './layers.js';
import { textExtent } from './text-extent.js';

/** Where each row's middle lies; a gap stands before everyone. */
export function placed(rows: readonly DriftRow[], top: number, height: number, gap: number): readonly number[] {
  return rows.map((item, i) => top + (i + 0.5) * height + (item.isEveryone && i > 0 ? gap : 0));
}

/** Grid, axis, margin and what is promised, behind the marks. On narrow charts lines stay in the rows, so that none runs through text. */
export function frame(
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

/** Dots, intervals, and the bounds that decide, each in the colour of its verdict. */
export function marks(chart: DriftChart, axis: Axis, place: readonly number[]): readonly Layer[] {
  return tones.flatMap((tone) => {
    const rows = chart.rows.flatMap((item, i) =>
      item.change && item.verdict.tone === tone ? [{ ...item.change, y: place[i] ?? 0 }] : [],
    );
    if (rows.length === 0) return [];
    const bounds = rows.flatMap(({ bound, y }) => (bound === undefined ? [] : [{ x: pixel(axis, bound), y }]));
    return [
      intervals(rows, axis, { ink: inkOf[tone] }),
      rules(
        bounds.map(({ x, y }) => ({ x, x2: x, y: y - 6, y2: y + 6 })),
        { ink: inkOf[tone], width: 2 },
      ),
      dots(rows, axis, { ink: inkOf[tone], size: 72 }),
    ];
  });
}

/** Each row's verdict in a sign and a word, and what would decide it where there is room. */
export function verdicts(
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
