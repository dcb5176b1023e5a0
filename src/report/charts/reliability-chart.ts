import type { TopLevelSpec } from 'vega-lite';
import { unmarked } from './ink.js';
import { drawing, pixelDots, rules, texts, type Layer } from './layers.js';
import { fitted } from './text-extent.js';

/** Examples whose scores lie close together: what the scores say and what is so, both in [0, 1]. */
export interface ReliabilityDot {
  readonly said: number;
  readonly actual: number;
  /** Of what is so; absent where it has none. */
  readonly interval?: { readonly lower: number; readonly upper: number } | undefined;
}

/** One model's bins, from low scores to high. */
export interface ReliabilityPanel {
  readonly name: string;
  readonly dots: readonly ReliabilityDot[];
}

/** A panel a model, beside each other. */
export function wideReliabilityChart(panels: readonly ReliabilityPanel[]): TopLevelSpec {
  const [width, side, step] = [976, 330, 500];
  return drawing(
    width,
    side + 76,
    panels.flatMap((panel, i) => panelAt(panel, i * step + 46, 28, side)),
  );
}

/** The same for phones, one below the other. */
export function narrowReliabilityChart(panels: readonly ReliabilityPanel[]): TopLevelSpec {
  const [width, side] = [340, 284];
  const step = side + 84;
  return drawing(
    width,
    step * panels.length - 8,
    panels.flatMap((panel, i) => panelAt(panel, 46, i * step + 28, side)),
  );
}

const marks = [0, 25, 50, 75, 100];

function panelAt({ name, dots }: ReliabilityPanel, left: number, top: number, side: number): readonly Layer[] {
  const x = (share: number): number => rounded(left + share * side);
  const y = (share: number): number => rounded(top + (1 - share) * side);
  const joints = dots.slice(1).map((dot, i) => {
    const before = dots[i] ?? dot;
    return { x: x(before.said), y: y(before.actual), x2: x(dot.said), y2: y(dot.actual) };
  });
  const intervals = dots.flatMap(({ said, interval }) =>
    interval ? [{ x: x(said), x2: x(said), y: y(interval.lower), y2: y(interval.upper) }] : [],
  );
  return [
    rules(
      marks.flatMap((mark) => [
        { x: x(0), x2: x(1), y: y(mark / 100), y2: y(mark / 100) },
        { x: x(mark / 100), x2: x(mark / 100), y: y(0), y2: y(1) },
      ]),
      { ink: 'line' },
    ),
    rules([{ x: x(0), y: y(0), x2: x(1), y2: y(1) }], { ink: 'dim', width: 1.5, dash: [4, 3] }),
    texts([{ x: left, y: top - 18, text: unmarked(fitted(name, side)) }], { bold: true }),
    texts(
      marks.map((mark) => ({ x: left - 8, y: y(mark / 100), text: String(mark) })),
      { align: 'right', ink: 'dim', size: 12 },
    ),
    texts(
      marks.map((mark) => ({ x: x(mark / 100), y: top + side + 14, text: String(mark) })),
      { align: 'center', ink: 'dim', size: 12 },
    ),
    texts([{ x: left + side, y: top + side + 34, text: 'mean score, of 100 →' }], { align: 'right', ink: 'dim' }),
    texts([{ x: left + 8, y: top + 14, text: '↑ positive, of 100' }], { ink: 'dim' }),
    rules(joints, { ink: 'quiet', width: 1.5 }),
    rules(intervals, { ink: 'text', width: 2.5 }),
    pixelDots(
      dots.map((dot) => ({ x: x(dot.said), y: y(dot.actual) })),
      'text',
    ),
  ];
}

function rounded(place: number): number {
  return Math.round(place * 100) / 100;
}
