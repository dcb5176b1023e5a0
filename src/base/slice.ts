/** One condition of a slice: an attribute has a value (as shown: bins have become labels already). */
export interface Condition {
  readonly attribute: string;
  readonly value: string;
}

/**
 * The examples that satisfy every condition; no condition is everyone.
 *
 * Conditions stand in the order in which the plan names the attributes of the crossing.
 */
export type Slice = readonly Condition[];

/** Everyone. */
export const everyone: Slice = [];

/** A key that is equal for equal slices and different for different ones, whatever the names contain. */
export function sliceKey(slice: Slice): string {
  return JSON.stringify(slice.map(({ attribute, value }) => [attribute, value]));
}

/** How a slice is written where there is one line for it: `skin_tone dark × gender woman`, `all`. */
export function sliceName(slice: Slice): string {
  if (slice.length === 0) return 'all';
  return slice.map(({ attribute, value }) => `${attribute} ${value}`).join(' × ');
}

/** Orders text by code points, the same on every machine: no locale takes part. */
export function compareText(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
