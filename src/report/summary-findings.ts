import type { JudgedRecord, Finding } from '../record/index.js';
import { stackedLines, tableLines, type SummaryRow } from './summary-table.js';
import type { Terminal } from './terminal.js';
import { againstInWords } from './wording/against.js';
import { decidingBound } from './wording/deciding-bound.js';
import { whyHidden } from './wording/hidden.js';
import { marginInWords } from './wording/margin.js';
import { metricsInWords } from './wording/metrics.js';
import { thousands } from './wording/numbers.js';
import { sliceInWords, sliceParts } from './wording/slices.js';
import { counted, nameInWords } from './wording/text.js';
import { unitOf, verdictInWords } from './wording/verdicts.js';

/** The most rows of broken promises, and of all where fewer are broken: those of a screen of text. */
const mostBroken = 40;
const mostRows = 20;

/** The findings that need attention as a table, and how many others there are. */
export function findingLines(record: JudgedRecord, to: Terminal): readonly string[] {
  const { fairness } = record;
  if (fairness === undefined) return [];
  const shown = chosen(fairness.findings);
  const rows = shown.map((finding) => rowOf(record, finding, to));
  const lines = rows.length === 0 ? [] : (tableLines(record, rows, to) ?? stackedLines(rows, to));
  return [...lines, ...restLines(record, shown, to), ...moreLines(record, rows, to)];
}

/** Every broken promise, then what else is not simply kept, worst first; where all is kept, the three that moved furthest. */
function chosen(findings: readonly Finding[]): readonly Finding[] {
  const open = findings.filter(({ verdict, surelyWorse }) => verdict.kind !== 'kept' || surelyWorse);
  const broken = open.filter(({ verdict }) => verdict.kind === 'violated').length;
  return open.length === 0 ? findings.slice(0, 3) : open.slice(0, Math.max(mostRows, Math.min(broken, mostBroken)));
}

function rowOf(record: JudgedRecord, finding: Finding, to: Terminal): SummaryRow {
  const words = metricsInWords(record)({ metric: finding.metric });
  const verdict = verdictInWords(finding, unitOf(record));
  const { attribute, value } = sliceParts(finding.slice, finding.class, to.crossing);
  const isEveryone = finding.slice.length === 0;
  const brief = verdict.briefDetail === '' ? '' : `, ${verdict.briefDetail}`;
  return {
    who: to.say(sliceInWords(finding.slice, finding.class, to.crossing)),
    attribute: to.say(isEveryone ? value : attribute),
    value: to.say(isEveryone ? '' : value),
    n: finding.n === null ? '' : to.say(thousands(finding.n)),
    before: to.say(words.estimate(finding.baseline)),
    after: to.say(words.estimate(finding.variant)),
    change: finding.drift === undefined ? '' : to.say(words.change(finding.drift)),
    lower: finding.interval === undefined ? '' : to.say(words.change(finding.interval.lower)),
    upper: finding.interval === undefined ? '' : to.say(words.change(finding.interval.upper)),
    bound: to.say(decidingBound(words, finding)?.brief ?? ''),
    margin: to.say(marginInWords(words, finding.margin)),
    verdict: to.say(`${verdict.glyph} ${verdict.word}${brief}`),
    more: to.say(verdict.briefDetail),
    brief: to.say(`${verdict.glyph} ${verdict.word}`),
    tone: verdict.tone,
    group: to.say(`${words.heading}${againstInWords(finding)}`),
  };
}

/** What the numbers behind undecided findings count. */
function moreLines(record: JudgedRecord, rows: readonly SummaryRow[], to: Terminal): readonly string[] {
  if (!rows.some(({ more }) => / more$/u.test(more))) return [];
  const unit = unitOf(record);
  const what = unit === undefined ? 'examples' : `units (${nameInWords(unit, 40)})`;
  return to
    .wrap(`“n more”: about so many more ${what} would decide`, 2, 2)
    .map((line) => to.paint(to.say(line), 'quiet'));
}

/** How many findings are not shown above, and how many slices nowhere. */
function restLines(record: JudgedRecord, shown: readonly Finding[], to: Terminal): readonly string[] {
  const { fairness } = record;
  if (fairness === undefined) return [];
  const rest = fairness.findings.filter((finding) => !shown.includes(finding));
  const count = (kind: Finding['verdict']['kind'], word: string): string => {
    const n = rest.filter(({ verdict }) => verdict.kind === kind).length;
    return n === 0 ? '' : `${thousands(n)} more ${word}`;
  };
  const hidden = fairness.slices.filter((slice) => slice.shown.kind === 'hidden').length;
  const parts = [
    count('violated', 'broken'),
    count('undecided', 'undecided'),
    count('not-estimable', 'not estimable'),
    count('kept', 'kept'),
    fairness.notJudged.length === 0 ? '' : `${counted(fairness.notJudged.length, 'promise')} not judged`,
    hidden === 0 ? '' : `${counted(hidden, 'slice')} hidden: ${whyHidden}`,
  ].filter(Boolean);
  return parts.length === 0 ? [] : to.wrap(parts.join(' · '), 2, 2).map((line) => to.paint(line, 'quiet'));
}
