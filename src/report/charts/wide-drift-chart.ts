import type { TopLevelSpec } from 'vega-lite';
import { frame, marks, placed, verdicts } from './drift-layers.js';
import { sliceLabels, type DriftChart, type DriftRow } from './drift-row.js';
import { unmarked } from './ink.js';
import { bands, drawing, texts, type Axis, type TextRow } from './layers.js';
import { fitted } from './text-extent.js';

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
    texts(sliceLabels(chart.rows, () => 284).map((text, i) => ({ x: 0, y: at(i), text }))),
    texts(
      chart.rows
        .map((item, i) => ({ x: axis.range[0] + 6, y: at(i), text: unmarked(fitted(item.reason, 400)) }))
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
