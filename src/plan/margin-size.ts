import { quoted } from '../base/index.js';
import type { Refuse } from './refuse.js';

/** How far a metric may move: in its own unit, or as a share of what the baseline has. Above 0; a share is below 1. */
export interface MarginSize {
  readonly kind: 'absolute' | 'relative';
  readonly value: number;
}

/** Reads `2 points`, `5 %` or a number. @throws {AuditError} where it is none, out of range, or in points for a metric that is no rate */
export function resolveMarginSize(
  size: string | number,
  unit: 'rate' | 'number',
  path: readonly PropertyKey[],
  refuse: Refuse,
): MarginSize {
  const isText = typeof size === 'string';
  const isRelative = isText && size.includes('%');
  const isPoints = isText && !isRelative;
  if (isPoints && unit === 'number') {
    const own = `Points are for rates; this metric has its own unit, found ${quoted(size)}.`;
    return refuse(path, own, 'Write a number in that unit, or a share of what the baseline has, such as "5 %".');
  }
  const value = isText ? Number.parseFloat(size) / 100 : size;
  if (value === 0) {
    const least = isRelative ? '"1 %"' : unit === 'rate' ? '"0.5 points"' : '0.01';
    return refuse(
      path,
      'A margin must be above 0: that nothing moved at all can never be shown from examples.',
      `Write the least that you would let pass, such as ${least}.`,
    );
  }
  if (isRelative && value >= 1) {
    return refuse(path, `A share of what the baseline has must be below 100 %, found ${quoted(size)}.`);
  }
  if (!(value > 0) || (unit === 'rate' && value >= 1)) {
    return refuse(
      path,
      `A margin must be above 0${unit === 'rate' ? ' and below 100 points' : ''}, found ${quoted(String(size))}.`,
      unit === 'rate' && !isText ? `For ${size} points of a hundred write "${size} points".` : undefined,
    );
  }
  return { kind: isRelative ? 'relative' : 'absolute', value };
}
