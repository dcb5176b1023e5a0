import type { JudgedRecord } from '../record/index.js';
import type { Terminal } from './terminal.js';
import { searchedInWords, searchInWords } from './wording/search.js';

/** What slice search found, in a few lines; nothing where nobody asked. */
export function searchLines(record: JudgedRecord, to: Terminal): readonly string[] {
  const words = searchInWords(record);
  const search = record.fairness?.search;
  if (words === undefined || search === undefined) return [];
  const lead = `where it got worst, of ${searchedInWords(search)}: found in one half, judged in the other; it decides nothing`;
  return [
    ...to.wrap(lead, 2),
    ...words.metrics.flatMap(({ heading, rows, none, withheld }) => [
      ...(rows.length > 0 ? [`  ${to.fit(to.say(heading), to.width - 2)}`] : []),
      ...rows.flatMap((row) => [
        ...to.wrap(whoOf(row.attribute, row.value, to), 6, 2),
        ...to.flow(
          '',
          [
            { text: `${row.change} ${row.interval}` },
            { text: `beyond others ${row.beyond} ${row.beyondInterval}` },
            { text: `n ${row.n}` },
            { text: row.said, tone: row.tone },
          ],
          4,
        ),
      ]),
      ...[none, withheld].filter(Boolean).flatMap((text) => to.wrap(text, 2, 2).map((line) => to.paint(line, 'quiet'))),
    ]),
  ];
}

function whoOf(attribute: string, value: string, to: Terminal): string {
  return attribute === '' ? value : `${attribute}: ${value}`.replaceAll(' × ', to.crossing);
}
