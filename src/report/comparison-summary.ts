import type { AuditRecord } from '../record/index.js';
import { terminal, type TerminalOptions } from './terminal.js';
import { otherRows, type OtherRow } from './view/others.js';
import { comparisonSentence } from './wording/comparison.js';
import { displayWidth } from './wording/display-width.js';

/** Several variants of one baseline for the terminal: a line each where it fits, else a few. */
export function renderComparisonSummary(records: readonly AuditRecord[], options: TerminalOptions): string {
  const to = terminal(options);
  const rows = otherRows(records, false, to.crossing);
  const names = rows.map(({ name }) => to.fit(to.say(name), Math.min(20, options.width - 2)));
  const isNarrow = options.width < 64;
  const indent = isNarrow ? 4 : Math.max(4, ...names.map(displayWidth)) + 4;
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => displayWidth(to.say(text))));
  const columns = {
    verdict: widest(rows.map(({ verdict }) => verdict)),
    whom: Math.min(widest(rows.map(({ whom }) => whom)), 40),
    change: widest(rows.map(changeOf)),
    size: widest(rows.map(({ size }) => size)),
  };
  const lines = rows.flatMap((row, i) => [
    ...(isNarrow ? [`  ${names[i] ?? ''}`] : []),
    ...to.flow(
      isNarrow ? '' : `  ${names[i] ?? ''}`,
      [
        { text: row.verdict, tone: row.tone, columns: columns.verdict },
        { text: row.whom, columns: columns.whom },
        { text: changeOf(row), columns: columns.change },
        { text: row.size, columns: columns.size },
        { text: row.latency },
      ],
      indent,
    ),
  ]);
  return `${[...to.wrap(comparisonSentence(records), 2), '', ...lines].join('\n')}\n`;
}

/** `accuracy −20.0 points (−29.1 to −11.3)`: variants may be about different metrics. */
function changeOf({ metric, change }: OtherRow): string {
  return change === '–' || metric === '' ? change : `${metric} ${change}`;
}
