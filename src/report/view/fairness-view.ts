import type { FairnessRecord, JudgedRecord } from '../../record/index.js';
import { narrowDriftChart } from '../charts/narrow-drift-chart.js';
import { wideDriftChart } from '../charts/wide-drift-chart.js';
import { slopeChart } from '../charts/slope-chart.js';
import { searchInWords } from '../wording/search.js';
import { shortened } from '../wording/display-width.js';
import { headlineOf } from '../wording/headline.js';
import { whyHidden } from '../wording/hidden.js';
import { modelNames } from '../wording/model-names.js';
import { thousands } from '../wording/numbers.js';
import { capital, counted, nameInWords, sentenceInWords } from '../wording/text.js';
import { unseenFootnote } from '../wording/unseen-flips.js';
import { attributeTables, hasHiddenCounts, hiddenSlices, labelRows, metricDefinitions } from './data-tables.js';
import { disparityFolds, disparitySentences, leadingDisparities } from './disparities.js';
import { driftFigures } from './drift-figures.js';
import { spreadSentences, spreadTables } from './drift-spread.js';
import { twice } from './drawn-twice.js';
import { exploredView } from './explored.js';
import { findingRows, notJudgedRows } from './finding-tables.js';
import { flipsDrawn, flipsLead } from './flips.js';
import { flipColumns, flipRows } from './flip-rows.js';
import { metricTables } from './metric-tables.js';
import { movedAnswers } from './moved-answers.js';
import { reliabilityView } from './reliability-view.js';
import { slopeFigure } from './slope-figure.js';

/** Names and headline: what every card begins with. */
export function openingView(record: JudgedRecord): object {
  const names = modelNames(record);
  return {
    names,
    // Words of a header are never broken, so none may be too long for a column.
    heads: { baseline: shortened(names.baseline, 24), variant: shortened(names.variant, 24) },
    variantTitle: capital(names.variant),
    headline: headlineOf(record),
  };
}

/** What any card shows of what was found on an evaluation set, whether models were seen or not. */
export async function fairnessView(record: JudgedRecord): Promise<object> {
  const { fairness } = record;
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
    audited: fairness !== undefined,
    firstDrift: drift[0] ?? null,
    moreDrift: drift.slice(1),
    findings: folded.length > 0 ? findings.filter(({ isPlainlyKept }) => !isPlainlyKept) : findings,
    foldedFindings: folded,
    findingsNote: fairness ? unseenFootnote(fairness, fairness.findings) : '',
    notJudged: notJudgedRows(record),
    notJudgedTitle: `${counted(fairness?.notJudged.length ?? 0, 'promise')} not judged, with too few examples`,
    foldedTitle: counted(folded.length, 'more finding'),
    findingsCount:
      findings.length === 0 ? '' : findings.length === 1 ? 'One finding' : `All ${thousands(findings.length)}`,
    slope: await slopeView(record),
    differences: fairness ? differencesView(record, fairness) : null,
    spread: fairness ? spreadView(fairness) : null,
    moved: (fairness && movedAnswers(fairness)) ?? null,
    metricTables: metricTablesView(record),
    search: searchInWords(record) ?? null,
    explored: exploredView(record),
    reliability: await reliabilityView(record),
    flips: fairness ? flipRows(fairness) : [],
    flipsLead: flipsLead(record),
    flipsDrawn: await flipsDrawn(record),
    flipColumns: fairness ? flipColumns(fairness) : null,
    data: fairness ? dataView(fairness) : null,
    metrics: fairness ? metricDefinitions(fairness) : [],
  };
}

async function slopeView(record: JudgedRecord): Promise<object | null> {
  const figure = slopeFigure(record);
  if (figure === undefined) return null;
  const words = {
    id: 'slope',
    title: figure.message,
    description: 'A line a group, from its value with the baseline to its value with the variant.',
  };
  return { ...figure, drawn: await twice(words, slopeChart(figure.chart, 440), slopeChart(figure.chart, 340)) };
}

function differencesView(record: JudgedRecord, fairness: FairnessRecord): object | null {
  const leading = leadingDisparities(fairness);
  const folds = disparityFolds(fairness);
  if (leading.length + folds.length === 0) return null;
  const { baseline, variant } = modelNames(record);
  const hasRelative = fairness.disparities.some(({ relativeDrift }) => relativeDrift !== undefined);
  return {
    sentences: disparitySentences(record),
    leading,
    caption: `How far groups lie apart, with ${baseline} and with ${variant}; each interval is of 95\u202f% and holds alone. How many each group has stands under “Who is in the data”`,
    hasRelative,
    folds: folds.map(({ title, count, measures }) => ({
      summary: `${title}: ${counted(count, 'number')}`,
      title,
      measures,
    })),
    foldsTitle: `All ${thousands(fairness.disparities.length)}, by what they are made of`,
    printNote: 'Each interval holds alone. What is folded here is not printed; card.json has it too.',
  };
}

function spreadView(fairness: FairnessRecord): object | null {
  const attributes = spreadTables(fairness);
  if (attributes.length === 0) return null;
  return {
    sentences: spreadSentences(fairness),
    attributes: attributes.map(({ attribute, tables }) => ({
      attribute,
      tables: tables.map((table) => ({ ...table, attribute })),
    })),
  };
}

/** Nothing where findings already show every metric. */
function metricTablesView(record: JudgedRecord): object | null {
  const tables = metricTables(record);
  if (tables.length === 0) return null;
  const hasCrossings = record.fairness?.slices.some(({ slice }) => slice.length > 1) ?? false;
  return {
    tables,
    lead:
      `${counted(tables.length, 'metric')}, each on both sides, with its drift, its drift relative to what it was, and how much further it moved than ` +
      'everyone else in the attribute. Intervals hold for one number alone, so among so many some miss; what is judged has wider ones under every finding.' +
      (hasCrossings ? ' Those of crossings are in card.json alone.' : '') +
      ' What is folded here is not printed.',
  };
}

function dataView(fairness: FairnessRecord): object {
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
