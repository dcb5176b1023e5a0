import type { TopLevelSpec } from 'vega-lite';
import { unmarked } from './ink.js';
import { bands, drawing, pixel, rules, texts, type Axis } from './layers.js';
import { fitted } from './text-extent.js';

/** How much one column speaks for the answer, by each model. */
export interface ColumnBar {
  readonly name: string;
  readonly value: string;
  readonly baseline: number;
  readonly variant: number;
  readonly baselineText: string;
  readonly variantText: string;
}

/** Two bars a column: the baseline's hollow, the variant's filled. */
export function columnBarsChart(bars: readonly ColumnBar[], width: 340 | 640): TopLevelSpec {
  const isNarrow = width === 340;
  const [row, top] = [isNarrow ? 62 : 42, 8];
  const values = bars.flatMap(({ baseline, variant }) => [baseline, variant]);
  const domain: [number, number] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (domain[0] === domain[1]) domain[1] = 1;
  const axis: Axis = { domain, range: isNarrow ? [4, 270] : [280, 560] };
  const middle = (i: number): number => top + (i + 0.5) * row + (isNarrow ? 10 : 0);
  const zero = pixel(axis, 0);
  const end = width;
  return drawing(width, top + bars.length * row + 8, [
    texts(
      bars.map(({ name, value }, i) => ({
        x: 0,
        y: isNarrow ? middle(i) - 26 : middle(i),
        text: unmarked(fitted(value === '' ? name : `${name}: ${value}`, isNarrow ? 330 : 264)),
      })),
    ),
    bands(
      bars.map(({ baseline }, i) => ({
        from: Math.min(0, baseline),
        to: Math.max(0, baseline),
        y: middle(i) - 14,
        y2: middle(i) - 2,
      })),
      axis,
      { fill: 'paper', stroke: 'text' },
    ),
    bands(
      bars.map(({ variant }, i) => ({
        from: Math.min(0, variant),
        to: Math.max(0, variant),
        y: middle(i) + 2,
        y2: middle(i) + 14,
      })),
      axis,
      { fill: 'quiet', stroke: 'quiet' },
    ),
    rules([{ x: zero, x2: zero, y: top + (isNarrow ? 16 : 0), y2: top + bars.length * row }], {
      ink: 'zero',
      width: 1.25,
    }),
    texts(
      bars.map(({ baselineText }, i) => ({ x: end, y: middle(i) - 8, text: baselineText })),
      { align: 'right', size: 12 },
    ),
    texts(
      bars.map(({ variantText }, i) => ({ x: end, y: middle(i) + 9, text: variantText })),
      { align: 'right', size: 12 },
    ),
  ]);
}
