import { safeText } from '../base/index.js';
import type { AuditRecord, JudgedRecord } from '../record/index.js';
import { factLines } from './summary-facts.js';
import { searchLines } from './summary-search.js';
import { findingLines } from './summary-findings.js';
import { groupLines } from './summary-groups.js';
import { terminal, type Terminal, type TerminalOptions } from './terminal.js';
import { displayWidth, padded } from './wording/display-width.js';
import { headlineOf } from './wording/headline.js';

/** How the summary is written, and what it points to. */
export interface SummaryOptions extends TerminalOptions {
  readonly links: SummaryLinks;
}

/** Where the results lie. */
export interface SummaryLinks {
  readonly card: string;
  readonly dossier: string;
  /** The sealing key's fingerprint, as short as is shown; absent: the dossier is not sealed. */
  readonly key?: string | undefined;
  /** The file of the public key that belongs to it, as `verify` wants it; absent where that is not known, as of a seal left in place. */
  readonly publicKey?: string | undefined;
}

/**
 * What `compare` prints when it is done: the verdict, the slices that need attention, size and latency beside what was
 * claimed, and where the card is. Lines end with a line feed; none is wider than `width`, but for a path, a hash or a command.
 */
export function renderSummary(record: AuditRecord, options: SummaryOptions): string {
  const to = terminal(options);
  return joined([...verdictBlocks(record, to), factLines(record, to), linkLines(options.links, to)]);
}

/** How a summary without models is written. */
export interface MetricsSummaryOptions extends TerminalOptions {
  /** Where the card lies, where one was written. */
  readonly card?: string | undefined;
}

/** What `metrics` and `judge` print: the verdict, the slices that need attention, and where the card is. */
export function renderMetricsSummary(record: JudgedRecord, options: MetricsSummaryOptions): string {
  const to = terminal(options);
  const card = options.card === undefined ? [] : pathLines('card', options.card, to);
  return joined([...verdictBlocks(record, to), card]);
}

function verdictBlocks(record: JudgedRecord, to: Terminal): readonly (readonly string[])[] {
  const { glyph, word, sentence, mayGoOut, tone } = headlineOf(record);
  const [first = '', ...more] = to.wrap(`${glyph} ${word}: ${sentence} ${mayGoOut}`, 2);
  return [
    [to.paint(first, tone), ...more.map((line) => to.paint(line, tone))],
    (record.fairness?.caveats ?? []).flatMap(({ text }) => to.wrap(`! ${text}`, 2)),
    findingLines(record, to),
    groupLines(record, to),
    marginsLines(record, to),
    searchLines(record, to),
  ];
}

/** What a release pins with `--margins-sha256`. */
function marginsLines({ fairness }: JudgedRecord, to: Terminal): readonly string[] {
  const hash = fairness?.marginsSha256;
  return hash === undefined ? [] : [`${padded('margins', 9, 'left')}${to.say(safeText(hash, 64))}`];
}

function joined(blocks: readonly (readonly string[])[]): string {
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** A name and a path on one line where they fit, else on two. */
function pathLines(name: string, path: string, to: Terminal): readonly string[] {
  const value = to.say(safeText(path, 4000));
  return 9 + displayWidth(value) <= to.width ? [padded(name, 9, 'left') + value] : [name, `  ${value}`];
}

function linkLines({ card, dossier, key, publicKey }: SummaryLinks, to: Terminal): readonly string[] {
  const path = (text: string): string => to.say(safeText(text, 4000));
  const pair = (name: string, value: string): readonly string[] =>
    9 + displayWidth(value) <= to.width ? [padded(name, 9, 'left') + value] : [name, `  ${value}`];
  if (key === undefined) return [...pair('card', path(card)), ...pair('dossier', `${path(dossier)} (not sealed)`)];
  return [
    ...pair('card', path(card)),
    ...pair('sealed', `key ${path(key)}`),
    ...pair(
      'verify',
      `audit verify ${path(dossier)} --key ${publicKey === undefined ? '<its public key>' : path(publicKey)}`,
    ),
  ];
}
