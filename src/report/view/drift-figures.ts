import type { JudgedRecord, FairnessRecord, Finding } from '../../record/index.js';
import type { DriftChart, DriftRow } from '../charts/drift-row.js';
import { decidingBound } from '../wording/deciding-bound.js';
import { heldSides, marginInWords } from '../wording/margin.js';
import { metricsInWords, type MetricWords } from '../wording/metrics.js';
import { percent } from '../wording/numbers.js';
import { sliceInWords } from '../wording/slices.js';
import { capital, counted } from '../wording/text.js';
import { unitOf, verdictInWords } from '../wording/verdicts.js';
import { driftRow, hiddenRows, mostHiddenRows } from './drift-rows.js';
import { driftCaption, driftMessage, type DriftGroup } from './drift-words.js';

/** One drift chart with what a reader needs to know who does not see it. */
export interface DriftFigure {
  readonly id: string;
  /** Over the figure: `accuracy`, `accuracy, against everyone else`. */
  readonly heading: string;
  readonly message: string;
  readonly description: string;
  readonly caption: string;
  readonly chart: DriftChart;
  readonly table: readonly DriftTableRow[];
}

/** A row of the table behind a drift chart. */
export interface DriftTableRow {
  readonly who: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly n: string;
  readonly promised: string;
  readonly tone: string;
  readonly verdict: string;
}

/** How many rows a chart may have before it says that the rest is in the table. */
const mostRows = 22;
const mostFigures = 6;

/** The drift charts of all judged findings: a metric each, drift before differential drift, over one axis for rates. */
export function driftFigures(record: JudgedRecord): readonly DriftFigure[] {
  const { fairness } = record;
  if (fairness === undefined) return [];
  const metrics = metricsInWords(record);
  const axisOf = (metric: string): MetricWords => metrics({ metric });
  const names = [...new Set(fairness.findings.map(({ metric }) => metric))];
  const groups = kinds.flatMap(({ kind, isNamed }) =>
    names.map((metric) => ({
      kind,
      isNamed,
      metric,
      findings: fairness.findings.filter(
        (f) => f.kind === kind && f.metric === metric && (f.against !== undefined) === isNamed,
      ),
    })),
  );
  const judged = groups.filter(({ findings }) => findings.length > 0);
  const used = judged.slice(0, mostFigures);
  const undrawn = judged.length - used.length;
  const drawn = used.map((group) => ({ ...group, shown: shownFindings(group.findings) }));
  return drawn.map((group, i) => {
    const words = axisOf(group.metric);
    const sameAxis = drawn.filter(
      ({ metric }) => metric === group.metric || (words.factor === 100 && axisOf(metric).factor === 100),
    );
    const domain = domainOf(
      sameAxis.flatMap(({ shown, metric }) => shown.map((finding) => [finding, axisOf(metric)] as const)),
    );
    const hidden = i === 0 ? hiddenRows(fairness) : [];
    const drawnFigure = figure(record, fairness, group, words, domain, hidden, `drift-${i + 1}`);
    return i === drawn.length - 1 && undrawn > 0
      ? {
          ...drawnFigure,
          caption: `${drawnFigure.caption} ${counted(undrawn, 'more chart')} would show what only the table of every finding does.`,
        }
      : drawnFigure;
  });
}

const kinds = [
  { kind: 'drift', isNamed: false },
  { kind: 'differential', isNamed: false },
  { kind: 'differential', isNamed: true },
] as const;

/** The worst ones, those of which nothing can be said among them, and everyone at the end. */
function shownFindings(findings: readonly Finding[]): readonly Finding[] {
  const isLast = (finding: Finding): boolean => finding.slice.length === 0 && finding.class === undefined;
  const everyone = findings.filter(isLast);
  const others = findings.filter((finding) => !isLast(finding));
  const unknown = others.filter(({ verdict }) => verdict.kind === 'not-estimable').slice(0, mostHiddenRows);
  const worst = others.filter((finding) => !unknown.includes(finding)).slice(0, mostRows - unknown.length);
  return [...others.filter((finding) => worst.includes(finding) || unknown.includes(finding)), ...everyone];
}

function figure(
  record: JudgedRecord,
  fairness: FairnessRecord,
  group: DriftGroup,
  words: MetricWords,
  domain: readonly [number, number],
  hidden: readonly DriftRow[],
  id: string,
): DriftFigure {
  const { kind, isNamed, findings, shown } = group;
  const others = isNamed ? 'a named group' : 'everyone else';
  const rows = shown.map((finding) => driftRow(record, words, finding));
  const last = rows.findIndex(({ isEveryone }) => isEveryone);
  const all = last === -1 ? [...rows, ...hidden] : [...rows.slice(0, last), ...hidden, ...rows.slice(last)];
  const margins = [...new Set(findings.map(({ margin }) => marginInWords(words, margin)))];
  const against = kind === 'differential' ? `${words.title}, against ${others}` : words.title;
  const level = percent(findings.find(({ interval }) => interval)?.interval?.level ?? 0.95);
  return {
    id,
    heading: capital(against),
    message: driftMessage(record, fairness, group, words),
    description:
      `A row a slice: the dot is the drift of the ${words.title}, the bar its ${level} interval, which holds for all judged ` +
      `findings at once; the shaded side of the thick line is what was promised.`,
    caption: driftCaption(record, fairness, group),
    chart: {
      rows: all,
      domain,
      axisTitle: `drift of ${words.title}${kind === 'differential' ? ` beyond that of ${others}` : ''}${words.unit === '' ? '' : `, ${words.unit}`}`,
      marginLabel: margins.length === 1 && margins[0] !== undefined ? `promised: at most ${margins[0]}` : 'promised',
      changeHeading: `drift (${level} interval)`,
    },
    table: shown.map((finding) => tableRow(record, words, finding)),
  };
}

function tableRow(record: JudgedRecord, words: MetricWords, finding: Finding): DriftTableRow {
  const row = driftRow(record, words, finding);
  const { verdict } = row;
  const detail = verdictInWords(finding, unitOf(record)).detail;
  return {
    who: sliceInWords(finding.slice, finding.class),
    before: words.estimate(finding.baseline),
    after: words.estimate(finding.variant),
    change: [row.changeText || '–', decidingBound(words, finding)?.text].filter(Boolean).join('; '),
    n: row.n || '–',
    promised: marginInWords(words, finding.margin),
    tone: verdict.tone,
    verdict: `${verdict.glyph} ${verdict.word}${detail === '' ? '' : `: ${detail}`}`,
  };
}

function domainOf(findings: readonly (readonly [Finding, MetricWords])[]): readonly [number, number] {
  const ends = findings.flatMap(([{ interval, drift, margin }, words]) =>
    [
      drift,
      interval?.lower,
      interval?.upper,
      heldSides(words.better, margin) === 'up' ? 0 : -margin.allowed * 1.15,
      heldSides(words.better, margin) === 'down' ? 0 : margin.allowed * 1.15,
    ].flatMap((value) => (value === undefined ? [] : [value * words.factor])),
  );
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const pad = (high - low || 1) * 0.05;
  return [low - pad, high + pad];
}
