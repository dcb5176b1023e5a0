import { displayWidth } from '../wording/display-width.js';

/**
 * About how many pixels a text takes at 13 pixels in DejaVu Sans, which is among the widest fonts that a page may be shown
 * in: nothing is measured, so that a chart has the same bytes everywhere.
 */
export function textExtent(text: string): number {
  let extent = 0;
  for (const character of text) extent += characterExtent(character);
  return extent;
}

/** The text, cut so that it fits into `room` pixels, with an ellipsis where something is missing. */
export function fitted(text: string, room: number): string {
  if (textExtent(text) <= room) return text;
  let shown = '';
  let extent = 13;
  for (const character of text) {
    extent += characterExtent(character);
    if (extent > room) break;
    shown += character;
  }
  return `${shown.trimEnd()}…`;
}

function characterExtent(character: string): number {
  if (/[ijl|.,:;'!I]/.test(character)) return 4.4;
  if (/[ tfr()[\]/\\\-"]/.test(character)) return 5.6;
  if (/[mMW@%…]/.test(character)) return 13;
  if (/[w×<>=+~^]/.test(character)) return 10.9;
  if (/[A-Z&]/.test(character)) return 9.4;
  if (character < '\u0300') return 8.3;
  return displayWidth(character) * 7.5;
}
