import { sliceKey, type Slice } from '../../base/index.js';
import type { AuditRecord } from '../../record/index.js';
import { compactDriftChart } from '../charts/compact-drift-chart.js';
import { renderChart } from '../charts/render-chart.js';
import type { Markup } from '../page.js';
import { othersInWords } from '../wording/against.js';
import { comparisonSentence } from '../wording/comparison.js';
import { headlineOf } from '../wording/headline.js';
import { modelNames } from '../wording/model-names.js';
import { sliceInWords } from '../wording/slices.js';
import { capital, counted, nameInWords } from '../wording/text.js';
import { deploymentView, type DeploymentView } from './deployment.js';
import { otherRows, type OtherRow } from './others.js';
import { panelsOf, rowOf, type Panel } from './panels.js';

/** What the comparison page shows. */
export interface ComparisonView {
  readonly title: string;
  readonly released: string;
  readonly tool: string;
  readonly sentence: string;
  readonly rows: readonly OtherRow[];
  /** What the small charts show, and what they have in common. */
  readonly about: string;
  readonly multiples: readonly Multiple[];
  readonly columns: readonly { readonly name: string; readonly metric: string }[];
  readonly slices: readonly {
    readonly who: string;
    readonly cells: readonly { readonly name: string; readonly text: string; readonly tone: string }[];
  }[];
  /** What each group gets as deployed, which is of all variants together. */
  readonly deployment: DeploymentView | null;
  /** More columns than a page is wide for. */
  readonly isCrowded: boolean;
}

/** One variant's small chart. */
interface Multiple {
  readonly name: string;
  readonly tone: string;
  readonly verdict: string;
  readonly sentence: string;
  /** What is drawn: `accuracy, points`. */
  readonly metric: string;
  /** How many broken promises are not drawn, and where they are; nothing where all are. */
  readonly more: string;
  readonly svg: Markup;
}

/** How many variants a table has columns for without breaking their names. */
const mostColumns = 5;

export async function comparisonView(records: readonly AuditRecord[]): Promise<ComparisonView> {
  const [first] = records;
  const panels = panelsOf(records);
  const isOneMeasure = new Set(panels.map(({ key }) => key)).size < 2;
  const slices = new Map<string, Slice>(
    panels.flatMap((panel) => panel.slices.map((slice) => [sliceKey(slice), slice] as const)),
  );
  return {
    title: first
      ? `${nameInWords(first.name)} · ${counted(records.length, 'variant')} against ${modelNames(first).baseline}`
      : 'no variants',
    released: first?.releasedAt.slice(0, 10) ?? '',
    tool: first ? `${first.tool.name} ${first.tool.version}` : '',
    sentence: comparisonSentence(records),
    rows: otherRows(records, false),
    about: first && panels.length > 0 ? about(modelNames(first).baseline, panels, isOneMeasure) : '',
    multiples: await Promise.all(panels.map(multiple)),
    columns: panels.map(({ record, title }) => ({
      name: nameInWords(record.variant.name, 24),
      metric: isOneMeasure ? '' : title,
    })),
    slices: everyoneLast([...slices.values()]).map((slice) => ({
      who: sliceInWords(slice),
      cells: panels.map((panel) => cell(panel, slice)),
    })),
    deployment: first ? deploymentView(first) : null,
    isCrowded: panels.length > mostColumns,
  };
}

function about(baseline: string, panels: readonly Panel[], isOneMeasure: boolean): string {
  return isOneMeasure
    ? `${capital(panels[0]?.title ?? '')}: drift from ${baseline}. The worst slices of each variant, the same for all, in the same order on the same axis; the shaded side was promised.`
    : `Drift from ${baseline}, of each variant in the metric that its verdict is about; they differ. The worst slices of each; the shaded side was promised.`;
}

function everyoneLast(slices: readonly Slice[]): readonly Slice[] {
  return [...slices.filter(({ length }) => length > 0), ...slices.filter(({ length }) => length === 0)];
}

async function multiple(panel: Panel, i: number): Promise<Multiple> {
  const { record, rows, domain, words, main } = panel;
  const { glyph, word, tone, sentence } = headlineOf(record);
  const beyond =
    main.kind === 'differential'
      ? ` beyond ${main.against === undefined ? 'everyone else’s' : `that of ${othersInWords(main)}`}`
      : '';
  const svg = await renderChart({
    id: `variant-${i + 1}`,
    title: sentence,
    description: 'A row a slice: the dot is the drift, the bar its interval; the shaded side is what was promised.',
    spec: compactDriftChart(
      rows,
      domain,
      `drift of ${words.title}${beyond}${words.unit === '' ? '' : `, ${words.unit}`}`,
    ),
  });
  const broken = record.fairness?.findings.filter(({ verdict }) => verdict.kind === 'violated').length ?? 0;
  const more = broken - rows.filter(({ verdict }) => verdict.tone === 'bad').length;
  return {
    name: nameInWords(record.variant.name),
    tone,
    verdict: `${glyph} ${word}`,
    sentence,
    metric: panel.title,
    more: more > 0 ? `${counted(more, 'more promise')} broken: on its card, under “Every finding”.` : '',
    svg,
  };
}

function cell(panel: Panel, slice: Slice): { readonly name: string; readonly text: string; readonly tone: string } {
  const row = rowOf(panel, slice);
  return {
    name: nameInWords(panel.record.variant.name),
    text: row.change ? `${row.changeText} ${row.verdict.glyph}` : row.reason || '–',
    tone: row.verdict.tone,
  };
}
