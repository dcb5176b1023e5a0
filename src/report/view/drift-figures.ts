import { sliceKey } from '../../base/index.js';
import type { AuditRecord, FairnessRecord, Finding, SliceRecord } from '../../record/index.js';
import type { DriftChart, DriftRow } from '../charts/drift-chart.js';
import { modelNames } from '../wording/headline.js';
import { metricsInWords, type MetricWords } from '../wording/metrics.js';
import { percent, thousands } from '../wording/numbers.js';
import { sliceInWords, sliceParts } from '../wording/slices.js';
import { capital, counted, sentenceInWords } from '../wording/text.js';
import { unitOf, verdictInWords } from '../wording/verdicts.js';

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
const mostHiddenRows = 3;
const mostFigures = 6;

/** The drift charts of all judged findings: a metric each, drift before differential drift, over one axis for rates. */
export function driftFigures(record: AuditRecord): readonly DriftFigure[] {
  const { fairness } = record;
  if (fairness === undefined) return [];
  const metrics = metricsInWords(record);
  const names = [...new Set(fairness.findings.map(({ metric }) => metric))];
  const groups = (['drift', 'differential'] as const).flatMap((kind) =>
    names.map((metric) => ({
      kind,
      metric,
      findings: fairness.findings.filter((f) => f.kind === kind && f.metric === metric),
    })),
  );
  const used = groups.filter(({ findings }) => findings.length > 0).slice(0, mostFigures);
  const drawn = used.map((group) => ({ ...group, shown: shownFindings(group.findings) }));
  return drawn.map((group, i) => {
    const words = metrics(group.metric);
    const sameAxis = drawn.filter(
      ({ metric }) => metric === group.metric || (words.factor === 100 && metrics(metric).factor === 100),
    );
    const domain = domainOf(
      sameAxis.flatMap(({ shown, metric }) => shown.map((finding) => [finding, metrics(metric)] as const)),
    );
    const hidden = i === 0 ? hiddenRows(fairness) : [];
    return figure(record, fairness, group, words, domain, hidden, `drift-${i + 1}`);
  });
}

interface Group {
  readonly kind: Finding['kind'];
  readonly metric: string;
  readonly findings: readonly Finding[];
  readonly shown: readonly Finding[];
}

/** The worst ones, those of which nothing can be said among them, and everyone at the end. */
function shownFindings(findings: readonly Finding[]): readonly Finding[] {
  const everyone = findings.filter(({ slice }) => slice.length === 0);
  const others = findings.filter(({ slice }) => slice.length > 0);
  const unknown = others.filter(({ verdict }) => verdict.kind === 'not-estimable').slice(0, mostHiddenRows);
  const worst = others.filter((finding) => !unknown.includes(finding)).slice(0, mostRows - unknown.length);
  return [...others.filter((finding) => worst.includes(finding) || unknown.includes(finding)), ...everyone];
}

function figure(
  record: AuditRecord,
  fairness: FairnessRecord,
  group: Group,
  words: MetricWords,
  domain: readonly [number, number],
  hidden: readonly DriftRow[],
  id: string,
): DriftFigure {
  const { kind, findings, shown } = group;
  const rows = shown.map((finding) => driftRow(record, words, finding));
  const last = rows.findIndex(({ isEveryone }) => isEveryone);
  const all = last === -1 ? [...rows, ...hidden] : [...rows.slice(0, last), ...hidden, ...rows.slice(last)];
  const margins = [...new Set(findings.map(({ margin }) => margin.allowed))];
  const against = kind === 'differential' ? `${words.title}, against the rest` : words.title;
  const missing = findings.length - shown.length;
  const level = percent(findings.find(({ interval }) => interval)?.interval?.level ?? 0.95);
  return {
    id,
    heading: capital(against),
    message: message(record, group, words),
    description:
      `A row a slice: the dot is the change of the ${words.title}, the bar its ${level} interval, which holds for all judged ` +
      `findings at once; the shaded side of the thick line is what was promised.`,
    caption: caption(record, fairness, group, missing),
    chart: {
      rows: all,
      domain,
      axisTitle: `change in ${words.title}${kind === 'differential' ? ' beyond that of the rest' : ''}${words.unit === '' ? '' : `, ${words.unit}`}`,
      marginLabel:
        margins.length === 1 && margins[0] !== undefined ? `promised: at most ${words.margin(margins[0])}` : 'promised',
      changeHeading: `change (${level} interval)`,
    },
    table: shown.map((finding) => tableRow(record, words, finding)),
  };
}

/** A finding as the chart draws it. */
export function driftRow(record: AuditRecord, words: MetricWords, finding: Finding): DriftRow {
  const { factor } = words;
  const { drift, interval } = finding;
  const verdict = verdictInWords(finding, unitOf(record));
  const allowed = finding.margin.allowed * factor;
  const hasChange = drift !== undefined && interval !== undefined;
  return {
    ...sliceParts(finding.slice),
    isEveryone: finding.slice.length === 0,
    change: hasChange
      ? { value: drift * factor, lower: interval.lower * factor, upper: interval.upper * factor }
      : undefined,
    changeText: hasChange ? `${words.change(drift)} (${words.interval(interval)})` : '',
    n: finding.n === null ? '' : thousands(finding.n),
    reason: hasChange ? '' : verdict.detail || 'not estimable',
    verdict,
    allowed: {
      from: words.better === 'lower' ? null : -allowed,
      to: words.better === 'higher' ? null : allowed,
    },
  };
}

function tableRow(record: AuditRecord, words: MetricWords, finding: Finding): DriftTableRow {
  const row = driftRow(record, words, finding);
  const { verdict } = row;
  const detail = verdictInWords(finding, unitOf(record)).detail;
  return {
    who: sliceInWords(finding.slice),
    before: words.estimate(finding.baseline),
    after: words.estimate(finding.variant),
    change: row.changeText || '–',
    n: row.n || '–',
    promised: words.margin(finding.margin.allowed),
    tone: verdict.tone,
    verdict: `${verdict.glyph} ${verdict.word}${detail === '' ? '' : `: ${detail}`}`,
  };
}

function hiddenRows(fairness: FairnessRecord): readonly DriftRow[] {
  const judged = new Set(fairness.findings.map(({ slice }) => sliceKey(slice)));
  const hidden = fairness.slices.filter(({ slice, shown }) => shown.kind === 'hidden' && !judged.has(sliceKey(slice)));
  const one = (parts: Pick<DriftRow, 'attribute' | 'value'>, reason: string): DriftRow => ({
    ...parts,
    isEveryone: false,
    changeText: '',
    n: '',
    reason,
    verdict: { tone: 'quiet', glyph: '–', word: 'hidden', briefDetail: '' },
  });
  const rows = hidden.slice(0, hidden.length > mostHiddenRows ? mostHiddenRows - 1 : mostHiddenRows);
  const more = hidden.length - rows.length;
  return [
    ...rows.map(({ slice, shown }) => one(sliceParts(slice), hiddenReason(shown))),
    ...(more > 0
      ? [one({ attribute: 'and', value: `${thousands(more)} more slices` }, 'hidden, too few examples')]
      : []),
  ];
}

/** Why a slice has no numbers, without a full stop. */
export function hiddenReason(shown: SliceRecord['shown']): string {
  if (shown.kind !== 'hidden') return '';
  const reason = sentenceInWords(shown.reason).replace(/\.$/, '');
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}

function domainOf(findings: readonly (readonly [Finding, MetricWords])[]): readonly [number, number] {
  const ends = findings.flatMap(([{ interval, drift, margin }, words]) =>
    [
      drift,
      interval?.lower,
      interval?.upper,
      words.better === 'lower' ? 0 : -margin.allowed * 1.15,
      words.better === 'higher' ? 0 : margin.allowed * 1.15,
    ].flatMap((value) => (value === undefined ? [] : [value * words.factor])),
  );
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const pad = (high - low || 1) * 0.05;
  return [low - pad, high + pad];
}

function message(record: AuditRecord, { kind, findings }: Group, words: MetricWords): string {
  const { variant } = modelNames(record);
  const broken = findings.filter(({ verdict }) => verdict.kind === 'violated').length;
  const undecided = findings.filter(({ verdict }) => verdict.kind === 'undecided').length;
  const sentence = (text: string): string => (against === '' ? text : capital(text));
  const sign = words.better === 'lower' ? -1 : 1;
  const furthest = [...findings]
    .filter(({ drift, slice }) => drift !== undefined && slice.length > 0)
    .sort((a, b) => sign * ((a.drift ?? 0) - (b.drift ?? 0)))[0];
  const against = kind === 'differential' ? 'against the rest of its attribute, ' : '';

  const judged =
    broken > 0
      ? `${against}${variant} breaks its promise on ${words.title} in ${thousands(broken)} of ${counted(findings.length, 'slice')}`
      : undecided > 0
        ? `${against}${variant} breaks no promise on ${words.title} for sure, ${thousands(undecided)} of ${counted(findings.length, 'slice')} undecided`
        : `${against}${variant} breaks no promise on ${words.title}`;
  if (furthest?.drift === undefined) return `${sentence(judged)}.`;
  return `${sentence(judged)}; the largest move to the worse is ${words.changeWithUnit(furthest.drift)}, for ${sliceInWords(furthest.slice)}.`;
}

function caption(record: AuditRecord, fairness: FairnessRecord, { kind, findings }: Group, missing: number): string {
  const unit = fairness.data.units;
  const over = Math.max(1, ...findings.map(({ interval }) => interval?.simultaneousOver ?? 1));
  const { baseline, variant } = modelNames(record);
  return [
    kind === 'differential'
      ? `How much more each part moved than everyone else in its attribute: this is the unfair part of a change.`
      : `Change from ${baseline} to ${variant}, the same examples for both.`,
    over > 1 ? `Intervals hold for all ${thousands(over)} judged findings at once` : 'Each interval holds alone',
    unit === undefined
      ? ''
      : `, with ${thousands(unit.count)} units (${sentenceInWords(unit.column, 60)}) as what was sampled`,
    unit !== undefined && findings.some(({ verdict }) => verdict.kind === 'undecided')
      ? '. Behind “undecided” stands how many more units would probably decide'
      : '',
    missing > 0
      ? `. ${counted(missing, 'more slice')}, none of them worse, ${missing === 1 ? 'is' : 'are'} in the table of every finding`
      : '',
  ]
    .join(' ')
    .replace(/ ([,.])/g, '$1')
    .replace(/\s+$/, '')
    .concat('.');
}
