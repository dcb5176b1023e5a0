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

/**
 * The worst slices of each variant in turn, crossings too; where they leave room, the other slices of one attribute. The worst over
 * all variants on top, everyone at the end.
 */
function slicesOf(subjects: readonly Subject[]): readonly Slice[] {
  const worst = new Map<string, { readonly slice: Slice; readonly worse: number }>();
  const ranked = subjects.map((subject) => {
    const findings = findingsOf(subject);
    for (const { slice, drift } of findings) {
      const key = sliceKey(slice);
      const worse = toTheWorse(drift ?? 0, subject.words.better);
      worst.set(key, { slice, worse: Math.max(worse, worst.get(key)?.worse ?? worse) });
    }
    const open = findings.filter(({ verdict }) => verdict.kind === 'violated' || verdict.kind === 'undecided');
    return [...new Set([subject.main, ...open])].map(({ slice }) => sliceKey(slice));
  });
  const inTurn = Array.from({ length: Math.max(0, ...ranked.map(({ length }) => length)) }, (_, i) =>
    ranked.flatMap((keys) => keys.slice(i, i + 1)),
  ).flat();
  const byWorst = [...worst].filter(([, { slice }]) => slice.length > 0).sort(([, a], [, b]) => b.worse - a.worse);
  const single = byWorst.filter(([, { slice }]) => slice.length === 1).map(([key]) => key);
  const everyone = sliceKey([]);
  const kept = new Set([...new Set([...inTurn, ...single])].filter((key) => key !== everyone).slice(0, mostRows));
  const rest = worst.has(everyone) ? [[] as Slice] : [];
  return [...byWorst.filter(([key]) => kept.has(key)).map(([, { slice }]) => slice), ...rest];
}

/** What was found of what the subject is about, worst first. */
function findingsOf({ record, main, kind }: Subject): readonly Finding[] {
  return (record.fairness?.findings ?? []).filter(
    (finding) => finding.kind === kind && finding.against === main.against && isSameMeasure(finding, main),
  );
}

/** What a variant's findings say of a slice in the panel's metric. */
export function rowOf(subject: Subject, slice: Slice): DriftRow {
  const { record, words } = subject;
  const key = sliceKey(slice);
  const finding = findingsOf(subject).find((item) => sliceKey(item.slice) === key);
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
