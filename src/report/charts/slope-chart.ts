import type { TopLevelSpec } from 'vega-lite';
import { dimmed, strong, unmarked } from './ink.js';
import { apart, drawing, pixelDots, rules, texts, type Layer } from './layers.js';
import { fitted, textExtent } from './text-extent.js';

/** One line of the slope chart. */
export interface SlopeLine {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly beforeText: string;
  readonly afterText: string;
  /** Surely moved more than the others. */
  readonly standsOut: boolean;
  readonly isEveryone: boolean;
}

export interface SlopeChart {
  readonly lines: readonly SlopeLine[];
  readonly baseline: string;
  readonly variant: string;
}

/** From the baseline to the variant, a line a group, with its name at its end. */
export function slopeChart(chart: SlopeChart, width: 340 | 440): TopLevelSpec {
  const room = 19;
  const height = Math.max(300, chart.lines.length * room * 1.4 + 40);
  const [left, right] = width === 340 ? [60, 176] : [62, 250];
  const [top, bottom] = [36, height - 12];
  const values = chart.lines.flatMap(({ before, after }) => [before, after]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  const y = (value: number): number => bottom - ((value - low) / span) * (bottom - top);
  const starts = chart.lines.map(({ before }) => y(before));
  const ends = chart.lines.map(({ after }) => y(after));
  const [startLabels, endLabels] = [apart(starts, room), apart(ends, room)];
  const lowest = Math.max(bottom, ...startLabels, ...endLabels);
  const lift = Math.min(0, ...[...startLabels, ...endLabels].map((place) => place - top));
  const shift = (place: number): number => Math.round((place - lift) * 100) / 100;
  const names = width - right - 24;
  const layers = (wanted: boolean): readonly Layer[] => {
    const of = chart.lines.flatMap((line, i) => (line.standsOut === wanted ? [{ line, i }] : []));
    const tone = wanted ? 'bad' : 'text';
    const lines = of.filter(({ line }) => !line.isEveryone);
    const everyone = of.filter(({ line }) => line.isEveryone);
    const segment = ({ i }: { i: number }): { x: number; y: number; x2: number; y2: number } => ({
      x: left,
      y: shift(starts[i] ?? 0),
      x2: right,
      y2: shift(ends[i] ?? 0),
    });
    const leaders = of.flatMap(({ i }) => [
      { x: left - 14, y: shift(startLabels[i] ?? 0), x2: left - 3, y2: shift(starts[i] ?? 0) },
      { x: right + 3, y: shift(ends[i] ?? 0), x2: right + 14, y2: shift(endLabels[i] ?? 0) },
    ]);
    return [
      rules(leaders, { ink: 'zero', width: 0.75 }),
      rules(lines.map(segment), { ink: wanted ? 'bad' : 'quiet', width: wanted ? 2.75 : 1.5 }),
      rules(everyone.map(segment), { ink: 'dim', width: 1.5, dash: [4, 3] }),
      pixelDots(
        of.flatMap(({ i }) => [
          { x: left, y: shift(starts[i] ?? 0) },
          { x: right, y: shift(ends[i] ?? 0) },
        ]),
        wanted ? 'bad' : 'quiet',
      ),
      texts(
        of.map(({ line, i }) => ({ x: left - 18, y: shift(startLabels[i] ?? 0), text: line.beforeText })),
        { align: 'right', ink: tone, bold: wanted },
      ),
      texts(
        of.map(({ line, i }) => ({ x: right + 18, y: shift(endLabels[i] ?? 0), text: endText(line, names, wanted) })),
        { ink: tone, bold: wanted },
      ),
    ];
  };
  return drawing(width, shift(lowest) + 16, [
    rules(
      [left, right].map((x) => ({ x, x2: x, y: top - 8, y2: shift(lowest) + 8 })),
      { ink: 'line' },
    ),
    texts([{ x: left, y: 12, text: unmarked(fitted(chart.baseline, right - left - 10)) }], {
      align: 'center',
      ink: 'dim',
    }),
    texts([{ x: right, y: 12, text: unmarked(fitted(chart.variant, right - left - 10)) }], {
      align: 'center',
      ink: 'dim',
    }),
    ...layers(false),
    ...layers(true),
  ]);
}

function endText({ name, afterText, isEveryone }: SlopeLine, room: number, isStrong: boolean): string {
  const shown = unmarked(fitted(name, room - textExtent(`${afterText} `)));
  if (isEveryone) return `${afterText} ${dimmed(shown)}`;
  return isStrong ? `${afterText} ${strong(shown)}` : `${afterText} ${shown}`;
}
