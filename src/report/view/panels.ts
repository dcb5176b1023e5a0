import { sliceKey, type Slice } from '../../base/index.js';
import type { AuditRecord, Finding } from '../../record/index.js';
import type { DriftRow } from '../charts/drift-row.js';
import { againstInWords } from '../wording/against.js';
import { mainFinding } from '../wording/main-finding.js';
import { isSameMeasure, metricsInWords, toTheWorse, type MetricWords } from '../wording/metrics.js';
import { sliceParts } from '../wording/slices.js';
import { driftRow } from './drift-rows.js';

/** One variant's drift by slice, in the metric that its verdict is about. */
export interface Panel extends Subject {
  /** Of all variants whose verdict is about the same: the worst over all of them on top, everyone at the end. */
  readonly slices: readonly Slice[];
  readonly rows: readonly DriftRow[];
  /** The same for all panels whose numbers have the same unit. */
  readonly domain: readonly [number, number];
}

/** What one variant's verdict is about. */
interface Subject {
  readonly record: AuditRecord;
  readonly main: Finding;
  readonly kind: Finding['kind'];
  readonly words: MetricWords;
  /** `accuracy`, `accuracy, against everyone else`. */
  readonly title: string;
  /** Two subjects with the same key are about the same metric, class and kind of drift. */
  readonly key: string;
}

const mostRows = 20;

/** A panel for each variant that was judged, in their order. */
export function panelsOf(records: readonly AuditRecord[]): readonly Panel[] {
  const subjects = records.flatMap(subjectOf);
  const panels = subjects.map((subject): Omit<Panel, 'domain'> => {
    const slices = slicesOf(subjects.filter(({ key }) => key === subject.key));
    return { ...subject, slices, rows: slices.map((slice) => rowOf(subject, slice)) };
  });
  return panels.map((panel) => {
    const isRate = panel.words.factor === 100;
    const beside = panels.filter(({ key, words }) => key === panel.key || (isRate && words.factor === 100));
    return { ...panel, domain: domainOf(beside.flatMap(({ rows }) => rows)) };
  });
}

function subjectOf(record: AuditRecord): readonly Subject[] {
  const main = record.fairness && mainFinding(record.fairness, record.verdict.kind);
  if (main === undefined) return [];
  const { kind, metric, class: of } = main;
  const words = metricsInWords(record)(main);
  const title = `${words.title}${againstInWords(main)}`;
  return [{ record, main, kind, words, title, key: JSON.stringify([kind, main.against ?? null, metric, of ?? null]) }];
}

/** Slices of one attribute that any of the variants was judged on, and the crossings that a verdict is about. */
function slicesOf(subjects: readonly Subject[]): readonly Slice[] {
  const worst = new Map<string, { slice: Slice; worse: number; isMain: boolean }>();
  const mains = new Set(subjects.map(({ main }) => sliceKey(main.slice)));
  for (const { record, main, kind, words } of subjects) {
    for (const finding of record.fairness?.findings ?? []) {
      const isMain = mains.has(sliceKey(finding.slice));
      if (
        finding.kind !== kind ||
        finding.against !== main.against ||
        !isSameMeasure(finding, main) ||
        (finding.slice.length > 1 && !isMain)
      )
        continue;
      const key = sliceKey(finding.slice);
      const worse = toTheWorse(finding.drift ?? 0, words.better);
      worst.set(key, { slice: finding.slice, worse: Math.max(worse, worst.get(key)?.worse ?? worse), isMain });
    }
  }
  const all = [...worst.values()];
  const parts = all.filter(({ slice }) => slice.length > 0).sort((a, b) => b.worse - a.worse);
  const kept = new Set([...parts].sort((a, b) => Number(b.isMain) - Number(a.isMain)).slice(0, mostRows));
  return [...parts.filter((part) => kept.has(part)), ...all.filter(({ slice }) => slice.length === 0)].map(
    ({ slice }) => slice,
  );
}

/** What a variant's findings say of a slice in the panel's metric. */
export function rowOf({ record, main, kind, words }: Subject, slice: Slice): DriftRow {
  const key = sliceKey(slice);
  const finding = record.fairness?.findings.find(
    (item) =>
      item.kind === kind && item.against === main.against && isSameMeasure(item, main) && sliceKey(item.slice) === key,
  );
  // The heading names the class, so that rows need not.
  const who = { ...sliceParts(slice), isEveryone: slice.length === 0 };
  if (finding) return { ...driftRow(record, words, finding), ...who };
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
