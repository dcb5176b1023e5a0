import { crossing } from '../wording/slices.js';
import type { VerdictWords } from '../wording/verdicts.js';
import { dimmed, strong, unmarked } from './ink.js';
import { fitted, textExtent } from './text-extent.js';

/** One row of the drift chart: a slice with its change, or with the reason why it has none. */
export interface DriftRow {
  readonly attribute: string;
  readonly value: string;
  /** Where the row ends the chart and stands for everyone. */
  readonly isEveryone: boolean;
  /** In the units of the axis; absent where `reason` says why. */
  readonly change?:
    | {
        readonly value: number;
        readonly lower: number;
        readonly upper: number;
        /** The one-sided bound that keeps the promise or leaves it open. */
        readonly bound?: number | undefined;
      }
    | undefined;
  /** As written beside it. */
  readonly changeText: string;
  readonly n: string;
  readonly reason: string;
  readonly verdict: Pick<VerdictWords, 'tone' | 'glyph' | 'word' | 'briefDetail'>;
  /** How far the change may lie on either side of zero, in the units of the axis; absent: not judged. */
  readonly allowed?: { readonly from: number | null; readonly to: number | null } | undefined;
}

/** What a drift chart draws, at any width. */
export interface DriftChart {
  readonly rows: readonly DriftRow[];
  readonly domain: readonly [number, number];
  /** `drift of accuracy, points`. */
  readonly axisTitle: string;
  /** `promised: at most −2.0`; nothing where margins differ. */
  readonly marginLabel: string;
  /** `drift (95 % interval)`. */
  readonly changeHeading: string;
}

type Named = Pick<DriftRow, 'attribute' | 'value' | 'isEveryone'>;

/**
 * The names of a chart's rows, each in its room. The value counts more than the attribute: where one crossing has no room for
 * both, none of the chart names its attributes, so that all are written alike.
 */
export function sliceLabels<Row extends Named>(rows: readonly Row[], room: (row: Row) => number): readonly string[] {
  const isCrossing = ({ attribute }: Row): boolean => attribute.includes(crossing);
  const hasRoom = rows.filter(isCrossing).every((row) => textExtent(`${row.attribute} ${row.value}`) <= room(row));
  return rows.map((row) =>
    isCrossing(row) && !hasRoom ? fitted(unmarked(row.value), room(row)) : label(row, room(row)),
  );
}

function label({ attribute, value, isEveryone }: Named, room: number): string {
  if (isEveryone) return strong(unmarked(fitted(value, room)));
  const [front, back] = [unmarked(value), unmarked(attribute)];
  const left = room - textExtent(front) - 5.6;
  if (textExtent(back) <= left) return `${dimmed(`${back} `)}${front}`;
  const short = fitted(back, Math.max(60, left));
  return `${dimmed(`${short} `)}${fitted(front, room - textExtent(short) - 5.6)}`;
}
