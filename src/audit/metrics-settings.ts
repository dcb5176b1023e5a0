import { AuditError, didYouMean, listed, quoted } from '../base/index.js';
import type { SliceAttribute } from '../compare/index.js';
import { metricOfName, needsSecondPass, type Metric, type PairTally } from '../metrics/index.js';
import { maxAttributeValues, orderValues, tooManyValues, type Dictionary, type Table } from '../data/index.js';
import type { SearchRequest } from '../record/index.js';
import type { OutcomeSpec, PredictionColumns } from '../outcomes/index.js';
import { assertFewSlices } from './assert-few-slices.js';
import { assertMetricsColumns } from './assert-metrics-columns.js';
import { assertSliced, attributeSpecs, isSensitive, referencesOf } from './attribute-flags.js';
import { assertMarginsFit, marginsOfFlags, type FlagMargin } from './margin-flags.js';
import { assertSearchable } from './assert-searchable.js';
import { assertMarginCrossings, assertMarginValues, valuesForMargins } from './margin-values.js';
import type { MetricsRequest } from './metrics-request.js';
import { ofScoresInMargins, withMargins } from './outcome-numbers.js';
import { outcomeOfPredictions } from './prediction-outcome.js';
import { assertTaskSearchable } from './search-flags.js';
import { searchedColumns } from './searched-columns.js';
import { slicesOfFlags } from './slice-flags.js';

/** What is measured, with every name found in the table. */
export interface MetricsSettings {
  readonly columns: PredictionColumns;
  readonly slices: readonly (readonly string[])[];
  /** The slices to search for; absent where nobody asked. */
  readonly search: SearchRequest | undefined;
  readonly margins: readonly FlagMargin[] | undefined;
  /** Whether predictions are scores, so that calibration and ranking can be told. */
  readonly hasScores: boolean;
}

/**
 * Looks at the table and settles task, classes, attributes and margins.
 *
 * @param isOfSample whether to take the values of the first rows for all: who then meets another one must settle again
 * @throws {AuditError} with what is wrong and the way out
 */
export async function settleMetrics(
  table: Table,
  request: MetricsRequest,
  isOfSample = false,
): Promise<MetricsSettings> {
  assertMetricsColumns(table, request);
  const slices = slicesOfFlags(request.slices);
  const sliced = [...new Set(slices.flat())];
  const search = await searchedColumns(table, request, sliced);
  const specs = attributeSpecs(request, sliced, search);
  if (search) await assertSearchable(table, specs, undefined);
  const coded = specs.filter(({ bins }) => bins === undefined).map(({ column }) => column);
  const models = [request.baseline, ...request.variants];
  const asked = [...new Set([...coded, request.label, ...models])];
  const rough = new Map((await table.roughlyDistinct(asked)).map((count, i) => [asked[i] ?? '', count]));
  for (const column of coded) {
    const count = rough.get(column) ?? 0;
    if (count > maxAttributeValues * 1.05) throw tooManyValues(column, count, maxAttributeValues);
  }
  const few = asked.filter((column) => (rough.get(column) ?? 0) <= maxAttributeValues * 1.05);
  const known = new Map(
    (await dictionariesInTurn(table, few, coded, rough, isOfSample)).map((found) => [found.column, found]),
  );
  for (const column of coded) {
    const count = known.get(column)?.values.length ?? 0;
    if (count > maxAttributeValues) throw tooManyValues(column, count, maxAttributeValues);
  }
  for (const [column, { values }] of known) if (values.length > maxAttributeValues) known.delete(column);
  const { outcome, answers } = await outcomeOfPredictions(
    table,
    request,
    known.get(request.label),
    models.map((column) => known.get(column)),
  );
  const attributes = specs.map((spec) => ({ spec, dictionary: known.get(spec.column) }));
  await assertFewSlices(table, slices, attributes);
  if (search) assertTaskSearchable(outcome.task);
  const hasScores = outcome.task === 'binary' && answers.every((dictionary) => dictionary === undefined);
  const margins = request.margins.length === 0 ? undefined : marginsFor(request, slices, outcome, hasScores);
  assertMarginValues(margins ?? [], await valuesForMargins(table, specs, margins ?? []), strayMargin);
  return {
    columns: {
      label: known.get(request.label) ?? { column: request.label, values: [] },
      attributes,
      unit: request.unit,
      weight: request.weight,
      models: models.map((column, i) => ({ column, answers: answers[i] })),
      outcome: withMarginsOn(outcome, margins ?? []),
    },
    slices,
    search,
    margins,
    hasScores,
  };
}

/** The outcome with the numbers of the metrics that margins name. */
function withMarginsOn(outcome: OutcomeSpec, margins: readonly FlagMargin[]): OutcomeSpec {
  const named = margins.map(({ metric }) => metric);
  if (outcome.task === 'regression') return { ...outcome, quantiles: withMargins('quantiles', undefined, named) };
  return outcome.task === 'binary' ? { ...outcome, ...ofScoresInMargins(named) } : outcome;
}

/** Dictionaries in one pass, where the columns have few combinations; else attributes in one, labels and predictions in another. */
async function dictionariesInTurn(
  table: Table,
  few: readonly string[],
  coded: readonly string[],
  rough: ReadonlyMap<string, number>,
  isOfSample: boolean,
): Promise<readonly Dictionary[]> {
  const combinations = few.reduce((product, column) => product * Math.max(1, rough.get(column) ?? 1), 1);
  if (combinations <= 100_000) return table.dictionaries(few, isOfSample);
  const others = few.filter((column) => !coded.includes(column));
  return [
    ...(await table.dictionaries(
      few.filter((column) => coded.includes(column)),
      isOfSample,
    )),
    ...(await table.dictionaries(others, isOfSample)),
  ];
}

function marginsFor(
  request: MetricsRequest,
  slices: readonly (readonly string[])[],
  { task }: OutcomeSpec,
  hasScores: boolean,
): readonly FlagMargin[] {
  const margins = marginsOfFlags(request.margins, task);
  assertMarginsFit(margins, slices, request.sensitive);
  const ofScores = margins.find(({ metric }) => isOfScores(metricOfName(metric)));
  if (ofScores && !hasScores && task !== 'regression') {
    throw new AuditError(
      'command-line',
      `The margin on ${quoted(ofScores.metric)} needs scores, but the predictions are answers.`,
      {
        wayOut:
          task === 'binary'
            ? 'Name columns with the scores of the positive class, or leave this margin out.'
            : 'Audit the models themselves with audit compare, or leave this margin out.',
      },
    );
  }
  return margins;
}

/** The error of a `--margin` about nobody. */
export function strayMargin(_metric: string, message: string, wayOut: string | undefined): AuditError {
  return new AuditError('command-line', message, { wayOut });
}

function isOfScores(metric: Metric | undefined): boolean {
  return metric !== undefined && (needsSecondPass(metric) || 'loss' in metric.pairing);
}

/** Attributes as slices need them, with the values that rows have. @throws {AuditError} where a reference is none of them */
export function attributesOf(
  request: MetricsRequest,
  { columns, margins }: Pick<MetricsSettings, 'columns' | 'margins'>,
  tally: PairTally,
): readonly SliceAttribute[] {
  const references = new Map(referencesOf(request));
  const names = columns.attributes.map(({ spec }) => spec.name);
  for (const name of references.keys()) assertSliced(name, names);
  const attributes = columns.attributes.map(({ spec }, i) => {
    const values = orderValues(spec, new Set(tally.cells.map(({ attributes }) => attributes[i] ?? '')));
    const reference = references.get(spec.name);
    if (reference !== undefined && !values.includes(reference)) {
      throw new AuditError(
        'command-line',
        `--reference names ${quoted(reference)}, which no row has as ${quoted(spec.name)}.`,
        { wayOut: [didYouMean(reference, values), `Its values are: ${listed(values)}.`].filter(Boolean).join(' ') },
      );
    }
    return { name: spec.name, sensitive: isSensitive(request, spec.name), values, reference };
  });
  assertMarginValues(margins ?? [], attributes, strayMargin);
  assertMarginCrossings(margins ?? [], tally, strayMargin);
  return attributes;
}
