import { sliceKey } from '../../base/index.js';
import type { AuditRecord, Finding } from '../../record/index.js';
import { compactDriftChart } from '../charts/compact-drift-chart.js';
import type { DriftRow } from '../charts/drift-chart.js';
import { renderChart } from '../charts/render-chart.js';
import type { Markup } from '../page.js';
import { comparisonSentence } from '../wording/comparison.js';
import { headlineOf, mainFinding, modelNames } from '../wording/headline.js';
import { metricsInWords } from '../wording/metrics.js';
import { sliceInWords, sliceParts } from '../wording/slices.js';
import { capital, counted, nameInWords } from '../wording/text.js';
import { driftRow } from './drift-figures.js';
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
  const metric = metricOf(records);
  const audited = records.filter(({ fairness }) => fairness?.findings.some((finding) => finding.metric === metric));
  const slices = slicesOf(audited, metric);
  const drawn = audited.map((record) => ({
    record,
    rows: slices.map(({ key, slice }) => rowOf(record, metric, key, slice)),
  }));
  const domain = domainOf(drawn.flatMap((item) => item.rows));
  const words = first && metricsInWords(first)(metric);
  const multiples: Multiple[] = [];
  for (const [i, item] of drawn.entries()) {
    const { glyph, word, tone, sentence } = headlineOf(item.record);
    const spec = compactDriftChart(item.rows, domain, `change in ${words?.heading ?? ''}`);
    const svg = await renderChart({
      id: `variant-${i + 1}`,
      title: sentence,
      description: 'A row a slice: the dot is the change, the bar its interval; the shaded side is what was promised.',
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

/** The metric that the first verdict is about; the same for all, so that they can be compared. */
function metricOf(records: readonly AuditRecord[]): string {
  for (const record of records) {
    const found = record.fairness && mainFinding(record.fairness, record.verdict.kind);
    if (found) return found.metric;
  }
  return '';
}

/** Slices of one attribute that any variant was judged on, the worst over all variants on top, everyone at the end. */
function slicesOf(
  records: readonly AuditRecord[],
  metric: string,
): readonly { key: string; slice: Finding['slice'] }[] {
  const worst = new Map<string, { slice: Finding['slice']; drift: number }>();
  for (const { fairness } of records) {
    const sign = fairness?.metrics.find(({ name }) => name === metric)?.better === 'lower' ? -1 : 1;
    for (const { kind, metric: of, slice, drift } of fairness?.findings ?? []) {
      if (kind !== 'drift' || of !== metric || slice.length > 1) continue;
      const key = sliceKey(slice);
      const value = sign * (drift ?? 0);
      const before = worst.get(key);
      if (before === undefined || value < before.drift) worst.set(key, { slice, drift: value });
    }
  }
  const all = [...worst].map(([key, { slice, drift }]) => ({ key, slice, drift }));
  const parts = all.filter(({ slice }) => slice.length > 0).sort((a, b) => a.drift - b.drift);
  return [...parts.slice(0, mostRows), ...all.filter(({ slice }) => slice.length === 0)];
}

function rowOf(record: AuditRecord, metric: string, key: string, slice: Finding['slice']): DriftRow {
  const finding = record.fairness?.findings.find(
    (item) => item.kind === 'drift' && item.metric === metric && sliceKey(item.slice) === key,
  );
  if (finding) return driftRow(record, metricsInWords(record)(metric), finding);
  const verdict = { tone: 'quiet', glyph: '–', word: 'not judged', briefDetail: '' } as const;
  return { ...sliceParts(slice), isEveryone: slice.length === 0, changeText: '', n: '', reason: 'not judged', verdict };
}

function domainOf(rows: readonly DriftRow[]): readonly [number, number] {
  const ends = rows
    .flatMap(({ change, allowed }) => [change?.lower, change?.upper, allowed?.from, allowed?.to])
    .filter((end) => end !== undefined && end !== null);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const pad = (high - low || 1) * 0.05;
  return [low - pad, high + pad];
}
