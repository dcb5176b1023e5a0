import type { TopLevelSpec } from 'vega-lite';
import { fixed } from '../wording/numbers.js';
import { sliceLabels, type DriftRow } from './drift-row.js';
import { unmarked } from './ink.js';
import { bands, dots, drawing, intervals, pixel, rules, texts, tickDecimals, ticks, type Axis } from './layers.js';
import { fitted } from './text-extent.js';

/** A small one among several of the same rows and the same axis: a label, a dot and its interval, a glyph. */
export function compactDriftChart(
  rows: readonly DriftRow[],
  domain: readonly [number, number],
  axisTitle: string,
): TopLevelSpec {
  const [width, height, top] = [340, 24, 6];
  const axis: Axis = { domain, range: [166, 318] };
  const middle = (i: number): number => top + (i + 0.5) * height;
  const bottom = top + rows.length * height;
  const at = ticks(domain, 3);
  const decimals = tickDecimals(at);
  const inkOf = { good: 'good', warn: 'warn', bad: 'bad', quiet: 'dim' } as const;
  return drawing(width, bottom + 42, [
    bands(
      rows.flatMap(({ allowed }, i) =>
        allowed
          ? [{ from: allowed.from ?? domain[0], to: allowed.to ?? domain[1], y: middle(i) - 12, y2: middle(i) + 12 }]
          : [],
      ),
      axis,
      { fill: 'allowed' },
    ),
    rules(
      at.map((tick) => ({ x: pixel(axis, tick), x2: pixel(axis, tick), y: top, y2: bottom })),
      { ink: 'line' },
    ),
    rules([{ x: pixel(axis, 0), x2: pixel(axis, 0), y: top, y2: bottom + 4 }], { ink: 'zero', width: 1.25 }),
    rules(
      rows.flatMap(({ allowed }, i) =>
        [allowed?.from, allowed?.to].flatMap((edge) =>
          edge === undefined || edge === null
            ? []
            : [{ x: pixel(axis, edge), x2: pixel(axis, edge), y: middle(i) - 12, y2: middle(i) + 12 }],
        ),
      ),
      { ink: 'margin', width: 1.5 },
    ),
    bands(
      rows.flatMap(({ change }, i) =>
        change ? [] : [{ from: domain[0], to: domain[1], y: middle(i) - height / 2, y2: middle(i) + height / 2 }],
      ),
      axis,
      { fill: 'paper' },
    ),
    ...(['good', 'warn', 'bad', 'quiet'] as const).flatMap((tone) => {
      const of = rows.flatMap(({ change, verdict }, i) =>
        change && verdict.tone === tone ? [{ ...change, y: middle(i) }] : [],
      );
      const glyphs = rows.flatMap(({ verdict }, i) =>
        verdict.tone === tone ? [{ x: width, y: middle(i), text: verdict.glyph }] : [],
      );
      return [
        intervals(of, axis, { ink: inkOf[tone] }),
        dots(of, axis, { ink: inkOf[tone] }),
        texts(glyphs, { align: 'right', ink: inkOf[tone], bold: true }),
      ];
    }),
    // Extents are those of 13 pixels; at 12 there is room for more.
    texts(
      sliceLabels(rows, () => 184).map((text, i) => ({ x: 0, y: middle(i), text })),
      { size: 12 },
    ),
    texts(
      rows.flatMap(({ change, reason }, i) =>
        change ? [] : [{ x: 170, y: middle(i), text: unmarked(fitted(reason, 150)) }],
      ),
      { ink: 'dim', size: 12 },
    ),
    texts(
      at.map((tick) => ({ x: pixel(axis, tick), y: bottom + 14, text: fixed(tick, decimals) })),
      { align: 'center', ink: 'dim', size: 12 },
    ),
    texts([{ x: 242, y: bottom + 32, text: axisTitle }], { align: 'center', ink: 'dim', size: 12 }),
  ]);
}
