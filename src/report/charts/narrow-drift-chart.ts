import type { TopLevelSpec } from 'vega-lite';
import { frame, marks, placed, verdicts } from './drift-layers.js';
import { sliceLabels, type DriftChart } from './drift-row.js';
import { unmarked } from './ink.js';
import { drawing, rules, texts, type Axis } from './layers.js';
import { fitted, textExtent } from './text-extent.js';

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
      sliceLabels(chart.rows, ({ verdict }) => width - 24 - textExtent(`${verdict.glyph} ${verdict.word}`)).map(
        (text, i) => ({ x: 0, y: at(i) - 20, text }),
      ),
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
