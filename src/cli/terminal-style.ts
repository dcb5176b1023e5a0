import { terminalWidth } from './terminal-width.js';

/** Colour only on a terminal that wants it; glyphs only where they can be shown. */
export function terminalStyle(): { readonly width: number; readonly colour: boolean; readonly unicode: boolean } {
  const { stdout, env } = process;
  const isTerminal = stdout.isTTY;
  return {
    width: terminalWidth(isTerminal ? stdout.columns : undefined, env),
    colour: isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    unicode: isTerminal && env['TERM'] !== 'dumb' && env['TERM'] !== 'linux',
  };
}
