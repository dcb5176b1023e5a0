import { displayWidth, padded, shortened } from './wording/display-width.js';
import type { Tone } from './wording/verdicts.js';

/** How a terminal or a log can be written to. */
export interface TerminalOptions {
  /** Columns; nothing but a path or a command is ever wider. */
  readonly width: number;
  readonly colour: boolean;
  /** False: nothing but ASCII, for logs. */
  readonly unicode: boolean;
}

/** Writes texts for one terminal: its glyphs, its colours, its width. */
export interface Terminal {
  readonly width: number;
  readonly ellipsis: string;
  /** What stands between the parts of a crossing: in ASCII another sign than that for broken. */
  readonly crossing: string;
  /** The text in the characters that the terminal has. */
  readonly say: (text: string) => string;
  /** The text in the colour of its verdict; the text itself already says the same. */
  readonly paint: (text: string, tone: Tone | 'bold') => string;
  /** Words in lines; the first is indented by `start`, the others by `indent`. */
  readonly wrap: (text: string, indent: number, start?: number) => readonly string[];
  /** Pieces on one line while they fit, then on the next. */
  readonly flow: (first: string, pieces: readonly Piece[], indent: number) => readonly string[];
  readonly fit: (text: string, columns: number) => string;
}

export interface Piece {
  readonly text: string;
  readonly tone?: Tone | undefined;
  /** Filled up to this many columns where it stands on a line with others. */
  readonly columns?: number | undefined;
}

const codes: Readonly<Record<Tone | 'bold', string>> = { good: '32', warn: '33', bad: '31', quiet: '2', bold: '1' };

export function terminal({ width, colour, unicode }: TerminalOptions): Terminal {
  const ellipsis = unicode ? '…' : '...';
  const say = (text: string): string => (unicode ? plainSpaces(text) : ascii(text));
  const paint: Terminal['paint'] = (text, tone) =>
    colour && text !== '' ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text;
  const fit = (text: string, columns: number): string => shortened(text, columns, ellipsis);
  const wrap: Terminal['wrap'] = (text, indent, start = 0) => {
    const lines: string[] = [];
    let line = '';
    const room = (): number => width - (lines.length === 0 ? start : indent);
    for (const word of say(text).split(' ').filter(Boolean)) {
      if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > room()) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? word : `${line} ${word}`;
      while (displayWidth(line) > room()) {
        const head = cut(line, room());
        lines.push(head);
        line = line.slice(head.length);
      }
    }
    if (line !== '') lines.push(line);
    return lines.map((item, i) => ' '.repeat(i === 0 ? start : indent) + item);
  };
  const flow: Terminal['flow'] = (first, pieces, indent) => {
    const lines: string[] = [];
    let line = padded(first, indent, 'left');
    let columns = displayWidth(line);
    let isFresh = true;
    for (const piece of pieces) {
      const text = fit(say(piece.text), width - indent);
      if (text === '') continue;
      const own = displayWidth(text);
      if (!isFresh && columns + 2 + own > width) {
        lines.push(line.trimEnd());
        line = ' '.repeat(indent);
        columns = indent;
        isFresh = true;
      }
      const filled = Math.max(own, Math.min(piece.columns ?? 0, width - columns - (isFresh ? 0 : 2)));
      line += `${isFresh ? '' : '  '}${piece.tone ? paint(text, piece.tone) : text}${' '.repeat(filled - own)}`;
      columns += (isFresh ? 0 : 2) + filled;
      isFresh = false;
    }
    lines.push(line.trimEnd());
    return lines;
  };
  return { width, ellipsis, crossing: unicode ? ' × ' : ' & ', say, paint, wrap, flow, fit };
}

function cut(text: string, columns: number): string {
  let shown = '';
  for (const character of text) {
    if (displayWidth(shown + character) > columns) break;
    shown += character;
  }
  return shown === '' ? ([...text][0] ?? '') : shown;
}

/** Thin spaces are for print; here thousands have commas and units a common space. */
function plainSpaces(text: string): string {
  return text.replace(/\u202f(?=\d{3})/g, ',').replace(/[\u202f\u00a0]/g, ' ');
}

const inAscii: Readonly<Record<string, string>> = {
  '✓': 'ok',
  '✗': 'x',
  '–': '-',
  '−': '-',
  '×': 'x',
  '±': '+/-',
  '²': '2',
  '·': '|',
  '…': '...',
  '“': '"',
  '”': '"',
  '’': "'",
};

function ascii(text: string): string {
  let shown = '';
  for (const character of plainSpaces(text)) {
    if (character <= '~') shown += character;
    else if (character !== '\u2068' && character !== '\u2069')
      shown += inAscii[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  }
  return shown;
}
