import { sliceKey } from '../../base/index.js';
import type { AuditRecord, Finding } from '../../record/index.js';
import { compactDriftChart } from '../charts/compact-drift-chart.js';
import type { DriftRow } from '../charts/drift-row.js';
import { renderChart } from '../charts/render-chart.js';
import type { Markup } from '../page.js';
import { comparisonSentence } from '../wording/comparison.js';
import { headlineOf } from '../wording/headline.js';
import { mainFinding } from '../wording/main-finding.js';
import { modelNames } from '../wording/model-names.js';
import { isSameMeasure, metricsInWords, toTheWorse, type Measure } from '../wording/metrics.js';
import { sliceInWords, sliceParts } from '../wording/slices.js';
import { capital, counted, nameInWords } from '../wording/text.js';
import { driftRow } from './drift-rows.js';
import { otherRows, type OtherRow } from './others.js';

/** What the comparison page shows. */
export interface ComparisonView {
  readonly title: string;
  readonly released: string;
  readonly tool: string;
  readonly sentence: string;
  readonly names: { readonly baseline: string };
  readonly rows: readonly OtherRow[];
  readonly metric: string;
  readonly multiples: readonly Multiple[];
  readonly slices: readonly {
    readonly who: string;
    readonly cells: readonly { readonly name: string; readonly text: string; readonly tone: string }[];
  }[];
}

/** One variant's small chart. */
interface Multiple {
  readonly name: string;
  readonly tone: string;
  readonly verdict: string;
  readonly sentence: string;
  readonly svg: Markup;
}

const mostRows = 20;

export async function comparisonView(records: readonly AuditRecord[]): Promise<ComparisonView> {
  const [first] = records;
  const rows = otherRows(records, false);
  const measure = measureOf(records);
  const isOf = (finding: Finding): boolean => measure !== undefined && isSameMeasure(finding, measure);
  const audited = records.filter(({ fairness }) => fairness?.findings.some(isOf));
  const slices = slicesOf(audited, isOf);
  const drawn = audited.map((record) => ({
    record,
    rows: slices.map(({ key, slice }) => rowOf(record, isOf, key, slice)),
  }));
  const domain = domainOf(drawn.flatMap((item) => item.rows));
  const words = first && measure && metricsInWords(first)(measure);
  const multiples: Multiple[] = [];
  for (const [i, item] of drawn.entries()) {
    const { glyph, word, tone, sentence } = headlineOf(item.record);
    const spec = compactDriftChart(item.rows, domain, `drift of ${words?.heading ?? ''}`);
    const svg = await renderChart({
      id: `variant-${i + 1}`,
      title: sentence,
      description: 'A row a slice: the dot is the drift, the bar its interval; the shaded side is what was promised.',
      spec,
    });
    multiples.push({ name: nameInWords(item.record.variant.name), tone, verdict: `${glyph} ${word}`, sentence, svg });
  }
  return {
    title: first
      ? `${nameInWords(first.name)} · ${counted(records.length, 'variant')} against ${modelNames(first).baseline}`
      : 'no variants',
    released: first?.releasedAt.slice(0, 10) ?? '',
    tool: first ? `${first.tool.name} ${first.tool.version}` : '',
    sentence: comparisonSentence(records),
    names: { baseline: first ? modelNames(first).baseline : '' },
    rows,
    metric: words ? capital(words.title) : '',
    multiples,
    slices: slices.map(({ slice }, k) => ({
      who: sliceInWords(slice),
      cells: drawn.map(({ record, rows: of }) => ({
        name: nameInWords(record.variant.name),
        text: of[k]?.change ? `${of[k].changeText} ${of[k].verdict.glyph}` : (of[k]?.reason ?? '–'),
        tone: of[k]?.verdict.tone ?? 'quiet',
      })),
    })),
  };
}

/** What the first verdict is about, the class included; the same for all, so that they can be compared. */
function measureOf(records: readonly AuditRecord[]): Measure | undefined {
  for (const record of records) {
    const found = record.fairness && mainFinding(record.fairness, record.verdict.kind);
    if (found) return found;
  }
  return undefined;
}

/** Slices of one attribute that any variant was judged on, the worst over all variants on top, everyone at the end. */
function slicesOf(
  records: readonly AuditRecord[],
  isOf: (finding: Finding) => boolean,
): readonly { key: string; slice: Finding['slice'] }[] {
  const worst = new Map<string, { slice: Finding['slice']; worse: number }>();
  for (const record of records) {
    const metrics = metricsInWords(record);
    for (const finding of record.fairness?.findings ?? []) {
      const { kind, slice, drift } = finding;
      if (kind !== 'drift' || !isOf(finding) || slice.length > 1) continue;
      const key = sliceKey(slice);
      const worse = toTheWorse(drift ?? 0, metrics(finding).better);
      const before = worst.get(key);
      if (before === undefined || worse > before.worse) worst.set(key, { slice, worse });
    }
  }
  const all = [...worst].map(([key, { slice, worse }]) => ({ key, slice, worse }));
  const parts = all.filter(({ slice }) => slice.length > 0).sort((a, b) => b.worse - a.worse);
  return [...parts.slice(0, mostRows), ...all.filter(({ slice }) => slice.length === 0)];
}

function rowOf(
  record: AuditRecord,
  isOf: (finding: Finding) => boolean,
  key: string,
  slice: Finding['slice'],
): DriftRow {
  const finding = record.fairness?.findings.find(
    (item) => item.kind === 'drift' && isOf(item) && sliceKey(item.slice) === key,
  );
  // The heading names the class, so that rows need not.
  const who = { ...sliceParts(slice), isEveryone: slice.length === 0 };
  if (finding) return { ...driftRow(record, metricsInWords(record)(finding), finding), ...who };
  const verdict = { tone: 'quiet', glyph: '–', word: 'not judged', briefDetail: '' } as const;
  return { ...who, changeText: '', n: '', reason: 'not judged', verdict };
}

function domainOf(rows: readonly DriftRow[]): readonly [number, number] {
  const ends = rows
    .flatMap(({ change, allowed }) => [change?.lower, change?.upper, allowed?.from, allowed?.to])
    .filter((end) => end !== undefined && end !== null);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const pad = (high - low || 1) * 0.05;
  return [low - pad, high + pad];
}
