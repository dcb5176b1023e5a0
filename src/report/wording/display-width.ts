/** How many columns of a terminal a text takes: wide characters two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character.codePointAt(0) ?? 0);
  return width;
}

/** The text, cut so that it takes at most `columns`, with an ellipsis where something is missing. */
export function shortened(text: string, columns: number, ellipsis = '…'): string {
  if (displayWidth(text) <= columns) return text;
  const room = columns - displayWidth(ellipsis);
  let shown = '';
  let width = 0;
  for (const character of text) {
    width += characterWidth(character.codePointAt(0) ?? 0);
    if (width > room) break;
    shown += character;
  }
  return shown.trimEnd() + ellipsis;
}

/** Filled up with spaces to `columns`. */
export function padded(text: string, columns: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** The text in lines of at most `columns`, broken between words where it can be; in `most` lines, and cut where that is too few. */
export function wrapped(text: string, columns: number, most: number, ellipsis = '…'): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1] ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (lines.length === most || displayWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else if (line === '') lines[lines.length - 1] = word;
    else lines.push(word);
  }
  return lines.map((line) => shortened(line, columns, ellipsis));
}

function characterWidth(point: number): number {
  if (point < 0x300) return 1;
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(String.fromCodePoint(point))) return 0;
  return wide.some(([from, to]) => point >= from && point <= to) ? 2 : 1;
}

/** East Asian wide and full-width blocks, and emoji that terminals draw wide (Unicode 16, annex 11, by block). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f18e],
  [0x1f191, 0x1f19a],
  [0x1f200, 0x1f320],
  [0x1f32d, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f90c, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];
