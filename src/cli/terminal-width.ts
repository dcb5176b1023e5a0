/** Below this nothing could be read anyway. */
const narrowest = 20;
const usual = 80;

/**
 * How many columns there are to write in: the terminal's own, else what `COLUMNS` says, else 80.
 *
 * A pseudo-terminal that nobody gave a size says 0.
 */
export function terminalWidth(columns: number | undefined, env: Readonly<Record<string, string | undefined>>): number {
  for (const known of [columns, Number(env['COLUMNS'])])
    if (known !== undefined && Number.isInteger(known) && known > 0) return Math.max(narrowest, known);
  return usual;
}
