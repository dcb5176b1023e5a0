import type { TopLevelSpec } from 'vega-lite';
import { sliceLabels } from './drift-row.js';
import { bands, drawing, pixel, rules, texts, type Axis } from './layers.js';
import { textExtent } from './text-extent.js';

/** Right answers that one slice lost and gained, of 100 examples. */
export interface FlipBar {
  readonly attribute: string;
  readonly value: string;
  readonly isEveryone: boolean;
  readonly lost: number;
  readonly gained: number;
  readonly lostText: string;
  readonly gainedText: string;
  readonly counts: string;
  readonly n: string;
}

/** A row a slice, what was lost to the left, what was gained to the right. */
export function wideFlipsChart(bars: readonly FlipBar[]): TopLevelSpec {
  const [width, row, top] = [976, 26, 28];
  const axis = axisOf(bars, [320, 690]);
  const y = (i: number): number => top + (i + 0.5) * row;
  const zero = pixel(axis, 0);
  return drawing(width, top + bars.length * row + 6, [
    ...barsOf(bars, axis, y, 8),
    texts(sliceLabels(bars, () => 280).map((text, i) => ({ x: 0, y: y(i), text }))),
    texts([{ x: zero - 8, y: 10, text: '← lost, of 100' }], { align: 'right', ink: 'dim' }),
    texts([{ x: zero + 8, y: 10, text: 'gained, of 100 →' }], { ink: 'dim' }),
    texts(
      bars.map(({ counts }, i) => ({ x: 880, y: y(i), text: counts })),
      { align: 'right', ink: 'dim' },
    ),
    texts(
      bars.map(({ n }, i) => ({ x: width, y: y(i), text: n })),
      { align: 'right' },
    ),
    texts(
      [
        { x: 880, y: 10, text: 'answers' },
        { x: width, y: 10, text: 'examples' },
      ],
      { align: 'right', ink: 'dim' },
    ),
    rules([{ x: zero, x2: zero, y: top, y2: top + bars.length * row }], { ink: 'zero', width: 1.25 }),
  ]);
}

/** The same for phones, the label over the bars. */
export function narrowFlipsChart(bars: readonly FlipBar[]): TopLevelSpec {
  const [width, row, top] = [340, 48, 24];
  const axis = axisOf(bars, [40, 300]);
  const y = (i: number): number => top + i * row + 32;
  const zero = pixel(axis, 0);
  const isLeft = zero < 170;
  return drawing(width, top + bars.length * row + 4, [
    ...barsOf(bars, axis, y, 7),
    texts(
      sliceLabels(bars, ({ n }) => width - 24 - textExtent(`n = ${n}`)).map((text, i) => ({
        x: 0,
        y: y(i) - 19,
        text,
      })),
    ),
    texts(
      bars.map(({ n }, i) => ({ x: width, y: y(i) - 19, text: `n = ${n}` })),
      { align: 'right', ink: 'dim' },
    ),
    texts([{ x: isLeft ? 0 : zero - 6, y: 8, text: '← lost, of 100' }], {
      align: isLeft ? 'left' : 'right',
      ink: 'dim',
      size: 12,
    }),
    texts([{ x: isLeft ? zero + 6 : width, y: 8, text: 'gained →' }], {
      align: isLeft ? 'left' : 'right',
      ink: 'dim',
      size: 12,
    }),
    rules(
      bars.map((_, i) => ({ x: zero, x2: zero, y: y(i) - 9, y2: y(i) + 9 })),
      { ink: 'zero', width: 1.25 },
    ),
  ]);
}

function axisOf(bars: readonly FlipBar[], range: readonly [number, number]): Axis {
  const lost = Math.max(...bars.map((bar) => bar.lost), 0);
  const gained = Math.max(...bars.map((bar) => bar.gained), 0);
  const least = Math.max(lost + gained, 1) * 0.08;
  return { domain: [-Math.max(lost, least), Math.max(gained, least)], range };
}

function barsOf(
  bars: readonly FlipBar[],
  axis: Axis,
  y: (i: number) => number,
  half: number,
): ReturnType<typeof texts>[] {
  const bar = (
    of: (item: FlipBar) => readonly [number, number],
  ): { from: number; to: number; y: number; y2: number }[] =>
    bars.map((item, i) => ({ from: of(item)[0], to: of(item)[1], y: y(i) - half, y2: y(i) + half }));
  return [
    bands(
      bar(({ lost }) => [-lost, 0]),
      axis,
      { fill: 'bad' },
    ),
    bands(
      bar(({ gained }) => [0, gained]),
      axis,
      { fill: 'good' },
    ),
    texts(
      bars.map(({ lost, lostText }, i) => ({ x: pixel(axis, -lost) - 6, y: y(i), text: lostText })),
      { align: 'right' },
    ),
    texts(bars.map(({ gained, gainedText }, i) => ({ x: pixel(axis, gained) + 6, y: y(i), text: gainedText }))),
  ];
}
