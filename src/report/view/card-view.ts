import type { AuditRecord } from '../../record/index.js';
import { narrowDriftChart } from '../charts/narrow-drift-chart.js';
import { narrowFlipsChart, wideFlipsChart } from '../charts/flips-chart.js';
import { narrowReliabilityChart, wideReliabilityChart } from '../charts/reliability-chart.js';
import { renderChart, type Chart } from '../charts/render-chart.js';
import { wideDriftChart } from '../charts/wide-drift-chart.js';
import { slopeChart } from '../charts/slope-chart.js';
import type { Markup } from '../page.js';
import { explorationInWords } from '../wording/exploration.js';
import { headlineOf } from '../wording/headline.js';
import { shortened } from '../wording/display-width.js';
import { modelNames } from '../wording/model-names.js';
import { recomputingInWords, sealInWords } from '../wording/checking.js';
import { whyHidden } from '../wording/hidden.js';
import { methodInWords } from '../wording/method.js';
import { thousands } from '../wording/numbers.js';
import { limitsInWords, notesBeside } from '../wording/notes.js';
import { searchInWords } from '../wording/search.js';
import { capital, counted, nameInWords, sentenceInWords } from '../wording/text.js';
import { deploymentView } from './deployment.js';
import { driftFigures } from './drift-figures.js';
import { exemplarViews, scaleViews } from './exemplars.js';
import { claimRows, factsOf } from './facts.js';
import { flipBars } from './flips.js';
import { otherRows } from './others.js';
import { reliabilityFigure } from './reliability-figure.js';
import { slopeFigure } from './slope-figure.js';
import { attributeTables, hasHiddenCounts, hiddenSlices, labelRows, metricDefinitions } from './data-tables.js';
import { disparityRows, findingRows, flipRows, notJudgedRows } from './finding-tables.js';
import { latencyRows, modelRows, outputRows, provenanceRows } from './model-tables.js';

/** A chart drawn twice, for wide and for narrow pages. */
export interface DrawnTwice {
  readonly wide: Markup;
  readonly narrow: Markup;
}

/** Everything that the card's template shows; text in it is plain, only charts are markup. */
export async function cardView(record: AuditRecord, others: readonly AuditRecord[]): Promise<object> {
  const { fairness, explanations } = record;
  const names = modelNames(record);
  const drift = await Promise.all(
    driftFigures(record).map(async (figure) => ({
      ...figure,
      drawn: await twice(
        { id: figure.id, title: figure.message, description: figure.description },
        wideDriftChart(figure.chart),
        narrowDriftChart(figure.chart),
      ),
    })),
  );
  const findings = findingRows(record);
  const folded = findings.length > 40 ? findings.filter(({ isPlainlyKept }) => isPlainlyKept) : [];
  return {
    title: `${nameInWords(record.name)} · ${names.variant} against ${names.baseline}`,
    names,
    // Words of a header are never broken, so none may be too long for a column.
    heads: { baseline: shortened(names.baseline, 24), variant: shortened(names.variant, 24) },
    variantTitle: capital(names.variant),
    released: record.releasedAt.slice(0, 10),
    tool: `${record.tool.name} ${record.tool.version}`,
    headline: headlineOf(record),
    facts: factsOf(record),
    audited: fairness !== undefined,
    firstDrift: drift[0] ?? null,
    moreDrift: drift.slice(1),
    findings: folded.length > 0 ? findings.filter(({ isPlainlyKept }) => !isPlainlyKept) : findings,
    foldedFindings: folded,
    notJudged: notJudgedRows(record),
    notJudgedTitle: `${counted(fairness?.notJudged.length ?? 0, 'promise')} not judged, with too few examples`,
    foldedTitle: counted(folded.length, 'more finding'),
    findingsCount:
      findings.length === 0 ? '' : findings.length === 1 ? 'One finding' : `All ${thousands(findings.length)}`,
    slope: await slopeView(record),
    deployment: deploymentView(record),
    disparities: fairness ? disparityRows(fairness) : [],
    flips: fairness ? flipRows(fairness) : [],
    flipsLead: flipsLead(record),
    flipsDrawn: await flipsDrawn(record),
    reliability: await reliabilityView(record),
    hasMcnemar:
      fairness?.slices.some(({ shown }) => shown.kind === 'shown' && shown.flips.mcnemar.kind === 'value') ?? false,
    search: searchInWords(record) ?? null,
    explored: exploredView(record),
    exemplars: await exemplarViews(record),
    scales: scaleViews(record),
    explanationNote: explanations?.note === undefined ? '' : sentenceInWords(explanations.note),
    hasExplanations: explanations !== undefined,
    claims: claimRows(record),
    models: modelRows(record),
    latencies: latencyRows(record),
    outputs: outputRows(record),
    data: fairness ? dataView(record) : null,
    method: methodInWords(record),
    metrics: fairness ? metricDefinitions(fairness) : [],
    limits: limitsInWords(record),
    notes: notesBeside(record),
    others: others.length > 0 ? otherRows([record, ...others], true) : [],
    provenance: provenanceRows(record),
    seal: sealInWords,
    recomputing: recomputingInWords(record),
  };
}

/** Draws both and marks which is for which width. */
export async function twice(
  chart: Omit<Chart, 'spec'>,
  wide: Chart['spec'],
  narrow: Chart['spec'],
): Promise<DrawnTwice> {
  return {
    wide: await renderChart({ ...chart, id: `${chart.id}-wide`, spec: wide }),
    narrow: await renderChart({ ...chart, id: `${chart.id}-narrow`, spec: narrow }),
  };
}

async function slopeView(record: AuditRecord): Promise<object | null> {
  const figure = slopeFigure(record);
  if (figure === undefined) return null;
  const words = {
    id: 'slope',
    title: figure.message,
    description: 'A line a group, from its value with the baseline to its value with the variant.',
  };
  return { ...figure, drawn: await twice(words, slopeChart(figure.chart, 440), slopeChart(figure.chart, 340)) };
}

async function flipsDrawn(record: AuditRecord): Promise<object | null> {
  const rows = flipBars(record);
  if (rows.length === 0) return null;
  const { variant } = modelNames(record);
  const words = {
    id: 'flips',
    title: `Right answers lost and gained with ${variant}, of 100 examples of each slice.`,
    description: 'A row a slice: the bar to the left is what was lost, the bar to the right what was gained.',
  };
  return twice(words, wideFlipsChart(rows), narrowFlipsChart(rows));
}

async function reliabilityView(record: AuditRecord): Promise<object | null> {
  const figure = reliabilityFigure(record);
  if (figure === undefined) return null;
  const words = {
    id: 'reliability',
    title: figure.message,
    description: 'A panel a model, a dot a bin: the mean score to the right, the share of positives upwards.',
  };
  return {
    ...figure,
    drawn: await twice(words, wideReliabilityChart(figure.panels), narrowReliabilityChart(figure.panels)),
  };
}

function flipsLead(record: AuditRecord): string {
  const everyone = record.fairness?.slices.find(({ slice }) => slice.length === 0)?.shown;
  if (everyone?.kind !== 'shown') return '';
  const { negative, positive } = everyone.flips;
  const { baseline, variant } = modelNames(record);
  return (
    `Of ${thousands(everyone.n)} answers, ${thousands(negative)} were right with ${baseline} and are wrong with ${variant}; ` +
    `${thousands(positive)} went the other way. A mean hides both; the people behind them are not the same people.`
  );
}

/** More rows than this are folded away. */
const mostExplored = 8;

function exploredView(record: AuditRecord): object | null {
  const words = explorationInWords(record);
  if (words === undefined) return null;
  const folded = words.rows.slice(mostExplored);
  return {
    lead: words.lead,
    rows: words.rows.slice(0, mostExplored),
    folded,
    foldedTitle: counted(folded.length, 'more drift'),
  };
}

function dataView({ fairness }: AuditRecord): object | null {
  if (fairness === undefined) return null;
  const { data } = fairness;
  const labels = labelRows(fairness);
  return {
    lead: [
      `${counted(data.examples, 'example')} from ${data.files.map((file) => nameInWords(file)).join(', ')}`,
      data.units === undefined
        ? ''
        : `, sampled as ${counted(data.units.count, 'unit')} (${nameInWords(data.units.column)})`,
      '.',
    ].join(''),
    attributes: attributeTables(fairness),
    labels,
    hasManyLabels: labels.length > 4,
    labelsTitle: counted(labels.length, 'label'),
    hidden: hiddenSlices(fairness),
    whyHidden: hasHiddenCounts(fairness) ? `Hidden: ${whyHidden}.` : '',
    skippedCount: data.skipped.count,
    skippedTitle: `${counted(data.skipped.count, 'example')} left out, because ${data.skipped.count === 1 ? 'it' : 'they'} could not be read`,
    skipped: data.skipped.examples.map(({ id, reason }) => ({ id: nameInWords(id), reason: sentenceInWords(reason) })),
  };
}
