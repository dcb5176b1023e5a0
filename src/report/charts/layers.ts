import type { TopLevelSpec } from 'vega-lite';
import { ink, type Ink } from './ink.js';

/** One layer of a specification. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** Where numbers lie between two pixels. */
export interface Axis {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

/** A drawing whose places are pixels, but for `x` of measured numbers, which lies on a scale. */
export function drawing(width: number, height: number, layer: readonly Layer[]): TopLevelSpec {
  return { width, height, padding: 0, autosize: { type: 'none', contains: 'padding' }, layer: [...layer] };
}

const y = { field: 'y', type: 'quantitative', scale: null, axis: null } as const;

function onAxis(field: string, { domain, range }: Axis): object {
  return {
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: [...domain], range: [...range], nice: false, zero: false, clamp: true },
  };
}

const inPixels = (field: string): object => ({ field, type: 'quantitative', scale: null, axis: null });

export interface TextRow {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Text at pixels; the middle of its small letters lies on `y`. */
export function texts(
  values: readonly TextRow[],
  style: { align?: 'left' | 'right' | 'center'; ink?: Ink; size?: number; bold?: boolean } = {},
): Layer {
  return {
    data: { values: [...values] },
    mark: {
      type: 'text',
      align: style.align ?? 'left',
      baseline: 'middle',
      color: ink[style.ink ?? 'text'],
      fontSize: style.size ?? 13,
      fontWeight: style.bold ? 600 : 400,
    },
    encoding: { x: inPixels('x'), y, text: { field: 'text', type: 'nominal' } },
  };
}

/** Lines at pixels. */
export function rules(
  values: readonly { readonly x: number; readonly y: number; readonly x2: number; readonly y2: number }[],
  style: { ink: Ink; width?: number; dash?: readonly [number, number] },
): Layer {
  return {
    data: { values: [...values] },
    mark: {
      type: 'rule',
      color: ink[style.ink],
      strokeWidth: style.width ?? 1,
      ...(style.dash ? { strokeDash: [...style.dash] } : {}),
    },
    encoding: { x: inPixels('x'), y, x2: { field: 'x2' }, y2: { field: 'y2' } },
  };
}

/** Intervals on the axis, each at a height in pixels. */
export function intervals(
  values: readonly { readonly lower: number; readonly upper: number; readonly y: number }[],
  axis: Axis,
  style: { ink: Ink; width?: number },
): Layer {
  return {
    data: { values: [...values] },
    mark: { type: 'rule', color: ink[style.ink], strokeWidth: style.width ?? 2.5, strokeCap: 'round' },
    encoding: { x: onAxis('lower', axis), x2: { field: 'upper' }, y },
  };
}

/** Dots on the axis. */
export function dots(
  values: readonly { readonly value: number; readonly y: number }[],
  axis: Axis,
  style: { ink: Ink; size?: number; shape?: string },
): Layer {
  return {
    data: { values: [...values] },
    mark: {
      type: 'point',
      filled: true,
      opacity: 1,
      color: ink[style.ink],
      size: style.size ?? 64,
      shape: style.shape ?? 'circle',
    },
    encoding: { x: onAxis('value', axis), y },
  };
}

/** Dots at pixels. */
export function pixelDots(values: readonly { readonly x: number; readonly y: number }[], tone: Ink): Layer {
  return {
    data: { values: [...values] },
    mark: { type: 'point', filled: true, opacity: 1, color: ink[tone], size: 44, shape: 'circle' },
    encoding: { x: inPixels('x'), y },
  };
}

/** Filled rectangles from one number of the axis to another, between two heights in pixels. */
export function bands(
  values: readonly { readonly from: number; readonly to: number; readonly y: number; readonly y2: number }[],
  axis: Axis,
  style: { fill?: Ink; stroke?: Ink },
): Layer {
  return {
    data: { values: [...values] },
    mark: {
      type: 'rect',
      ...(style.fill ? { fill: ink[style.fill] } : { fill: null }),
      ...(style.stroke ? { stroke: ink[style.stroke], strokeWidth: 1.25 } : {}),
    },
    encoding: { x: onAxis('from', axis), x2: { field: 'to' }, y, y2: { field: 'y2' } },
  };
}

/** The pixel of a number. */
export function pixel({ domain: [a, b], range: [p, q] }: Axis, value: number): number {
  return Math.round((p + ((value - a) / (b - a)) * (q - p)) * 100) / 100;
}

/** Round numbers inside the domain, about `count` of them, 0 among them where it lies inside. */
export function ticks([from, to]: readonly [number, number], count: number): readonly number[] {
  const rough = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? 10 * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** The decimals that tell the ticks apart. */
export function tickDecimals(at: readonly number[]): number {
  const step = Math.abs((at[1] ?? 1) - (at[0] ?? 0)) || 1;
  return Math.max(0, Math.min(8, -Math.floor(Math.log10(step) + 1e-9)));
}

/** Moves labels apart, as little as need be, so that each has `room` pixels; the order stays. */
export function apart(places: readonly number[], room: number): readonly number[] {
  const order = places.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place || a.i - b.i);
  let blocks = order.map(({ place, i }) => ({ members: [i], centre: place }));
  for (;;) {
    const merged: typeof blocks = [];
    for (const block of blocks) {
      const before = merged[merged.length - 1];
      const reach = before && ((before.members.length + block.members.length) / 2) * room;
      if (before && reach !== undefined && block.centre - before.centre < reach - 1e-9) {
        const members = [...before.members, ...block.members];
        const sum = before.centre * before.members.length + block.centre * block.members.length;
        merged[merged.length - 1] = { members, centre: sum / members.length };
      } else merged.push(block);
    }
    if (merged.length === blocks.length) break;
    blocks = merged;
  }
  const placed = [...places];
  for (const { members, centre } of blocks) {
    members.forEach((i, k) => {
      placed[i] = centre + (k - (members.length - 1) / 2) * room;
    });
  }
  return placed;
}
