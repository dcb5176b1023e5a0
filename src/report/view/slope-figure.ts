import { sliceKey } from '../../base/index.js';
import type { JudgedRecord, FairnessRecord } from '../../record/index.js';
import type { SlopeChart, SlopeLine } from '../charts/slope-chart.js';
import { isSurelyTheWorst, mainFinding } from '../wording/main-finding.js';
import { modelNames } from '../wording/model-names.js';
import { isSameMeasure, metricsInWords, type Measure } from '../wording/metrics.js';
import { percent, thousands } from '../wording/numbers.js';
import { shownDrift, type ShownDrift } from '../wording/shown-drift.js';
import { attributeInWords } from '../wording/slices.js';
import { capital, nameInWords } from '../wording/text.js';

/** The slope chart of the sensitive attribute that needs it most. */
export interface SlopeFigure {
  readonly attribute: string;
  readonly metric: string;
  readonly message: string;
  readonly caption: string;
  readonly chart: SlopeChart;
  /** `drift (95 % interval)`. */
  readonly changeHeading: string;
  readonly table: readonly {
    readonly who: string;
    readonly n: string;
    readonly before: string;
    readonly after: string;
    readonly change: string;
    readonly interval: string;
  }[];
}

const mostLines = 16;

/** Nothing where no sensitive attribute has two groups with numbers. */
export function slopeFigure(record: JudgedRecord): SlopeFigure | undefined {
  const { fairness } = record;
  if (fairness === undefined) return undefined;
  const main = mainFinding(fairness, record.verdict.kind);
  const sensitive = fairness.data.attributes.filter((item) => item.sensitive).map(({ name }) => name);
  const inOrder = [main, ...fairness.findings].flatMap((finding) => (finding?.slice.length === 1 ? finding.slice : []));
  const candidates = [...inOrder.map(({ attribute }) => attribute), ...sensitive].filter((name) =>
    sensitive.includes(name),
  );
  const [first] = fairness.metrics;
  const measure = main ?? (first && { metric: first.name });
  if (measure === undefined) return undefined;
  for (const attribute of new Set(candidates)) {
    const found = figureFor(record, fairness, attribute, measure);
    if (found) return found;
  }
  return undefined;
}

function figureFor(
  record: JudgedRecord,
  fairness: FairnessRecord,
  attribute: string,
  measure: Measure,
): SlopeFigure | undefined {
  const words = metricsInWords(record)(measure);
  const { baseline, variant } = modelNames(record);
  const of = fairness.slices.flatMap(({ slice, shown }) => {
    const isHere = slice.length === 0 || (slice.length === 1 && slice[0]?.attribute === attribute);
    const value =
      isHere && shown.kind === 'shown' ? shown.values.find((item) => isSameMeasure(item, measure)) : undefined;
    if (value?.baseline.kind !== 'value' || value.variant.kind !== 'value') return [];
    const drift = shownDrift(fairness, slice, measure);
    return [{ slice, n: value.n, before: value.baseline.value, after: value.variant.value, drift }];
  });
  const groups = of.filter(({ slice }) => slice.length === 1);
  if (groups.length < 2) return undefined;
  const moved = [...groups]
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .slice(0, mostLines);
  const kept = new Set(moved.map(({ slice }) => sliceKey(slice)));
  const shown = of.filter(({ slice }) => slice.length === 0 || kept.has(sliceKey(slice)));
  const finding = (slice: (typeof of)[number]['slice']): boolean =>
    fairness.findings.some(
      (item) =>
        isSameMeasure(item, measure) && sliceKey(item.slice) === sliceKey(slice) && isSurelyTheWorst(fairness, item),
    );
  const lines = shown.map(({ slice, before, after }): SlopeLine => ({
    name: slice[0] === undefined ? 'everyone' : nameInWords(slice[0].value),
    before: before * words.factor,
    after: after * words.factor,
    beforeText: words.value(before),
    afterText: words.value(after),
    standsOut: slice.length > 0 && finding(slice),
    isEveryone: slice.length === 0,
  }));
  const spread = (values: readonly number[]): string => words.value(Math.max(...values) - Math.min(...values));
  const title = attributeInWords(attribute);
  const gaps = [groups.map(({ before }) => before), groups.map(({ after }) => after)] as const;
  const unit = words.unit === '' ? '' : ` ${words.unit}`;
  const left = groups.length - moved.length;
  const drifts = of.flatMap(({ drift }): readonly ShownDrift[] => (drift === undefined ? [] : [drift]));
  const isAllOwn = drifts.every(({ isOwn }) => isOwn);
  const level = drifts[0]?.level ?? 0.95;
  return {
    attribute: title,
    metric: words.title,
    message: `${capital(words.title)} by ${title}: between the highest and the lowest group lie ${spread(gaps[0])}${unit} with ${baseline} and ${spread(gaps[1])} with ${variant}.`,
    caption: [
      `${capital(words.heading)}, from ${baseline} on the left to ${variant} on the right; the broken line is everyone.`,
      lines.some(({ standsOut }) => standsOut) ? 'Bold: surely moved more than everyone else.' : '',
      !isAllOwn && drifts.some(({ isOwn }) => isOwn)
        ? 'Intervals marked “own” hold for one drift alone, since no promise judges it.'
        : '',
      left > 0 ? `Of ${thousands(groups.length)} groups, the ${thousands(mostLines)} that moved most.` : '',
    ]
      .filter(Boolean)
      .join(' '),
    chart: { lines, baseline, variant },
    changeHeading: `drift (${isAllOwn ? 'own ' : ''}${percent(level)} interval)`,
    table: of.map(({ slice, n, before, after, drift }) => ({
      who: slice[0] === undefined ? 'everyone' : nameInWords(slice[0].value),
      n: n === null ? '–' : thousands(n),
      before: words.value(before),
      after: words.value(after),
      change: drift === undefined ? '–' : words.change(drift.value),
      interval:
        drift === undefined ? '' : `(${words.interval(drift.interval)})${drift.isOwn && !isAllOwn ? ' own' : ''}`,
    })),
  };
}
