import { AuditError, didYouMean, listed, quoted, type AttributeSpec } from '../base/index.js';
import type { SliceAttribute } from '../compare/index.js';
import { metricOfName, needsSecondPass, type Metric, type PairTally } from '../metrics/index.js';
import { maxAttributeValues, orderValues, tooManyValues, type Dictionary, type Table } from '../data/index.js';
import type { SearchRequest } from '../record/index.js';
import type { OutcomeSpec, PredictionColumns } from '../outcomes/index.js';
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
  assertColumns(table, request);
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

function assertColumns(table: Table, request: MetricsRequest): void {
  const names = table.columns.map(({ name }) => name);
  const need = (name: string | undefined, flag: string): void => {
    if (name === undefined || names.includes(name)) return;
    throw new AuditError('command-line', `${flag} names the column ${quoted(name)}, which the table does not have.`, {
      wayOut: [didYouMean(name, names), `Its columns are: ${listed(names, 40)}.`].filter(Boolean).join(' '),
    });
  };
  need(request.label, '--label');
  need(request.baseline, '--baseline');
  for (const variant of request.variants) {
    need(variant, '--variant');
    if (variant === request.baseline || variant === request.label) {
      throw new AuditError(
        'command-line',
        `--variant names ${quoted(variant)}, which is the ${variant === request.label ? 'label' : 'baseline'}.`,
        {
          wayOut: 'Name the column of the compressed model’s predictions.',
        },
      );
    }
  }
  const twice = request.variants.find((variant, i) => request.variants.indexOf(variant) !== i);
  if (twice !== undefined) {
    throw new AuditError('command-line', `--variant names ${quoted(twice)} twice.`, { wayOut: 'Name each once.' });
  }
  if (request.baseline === request.label) {
    throw new AuditError('command-line', `--baseline names ${quoted(request.label)}, which is the label.`, {
      wayOut: 'Name the column of the full model’s predictions.',
    });
  }
  need(request.unit, '--unit');
  need(request.weight, '--weight');
  const told = new Map([
    [request.label, 'label'],
    [request.baseline, 'baseline'],
    ...request.variants.map((name) => [name, 'variant'] as const),
  ]);
  for (const [flag, name] of [
    ['--unit', request.unit],
    ['--weight', request.weight],
  ] as const) {
    const what = name === undefined ? undefined : told.get(name);
    if (name === undefined || what === undefined) continue;
    throw new AuditError('command-line', `${flag} names ${quoted(name)}, which is the ${what}.`, {
      wayOut: `Name another column, or leave ${flag} out.`,
    });
  }
  for (const slice of slicesOfFlags(request.slices)) for (const name of slice) need(name, '--slice');
}

/** Those of the slices, then those that are searched only. */
function attributeSpecs(
  request: MetricsRequest,
  sliced: readonly string[],
  search: SearchRequest | undefined,
): readonly AttributeSpec[] {
  const names = [...new Set([...sliced, ...(search?.attributes ?? [])])];
  const cut = new Map(search?.binned?.map(({ attribute, edges }) => [attribute, edges]));
  const bins = new Map(pairsOf(request.bins, '--bins', 'age=18,30,65'));
  for (const name of [...bins.keys(), ...request.sensitive]) assertSliced(name, names);
  return names.map((name) => ({ name, column: name, bins: edgesOf(name, bins.get(name)) ?? cut.get(name) }));
}

function edgesOf(name: string, text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const edges = text.split(',').map((edge) => (edge.trim() === '' ? Number.NaN : Number(edge)));
  if (edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] ?? edge)))) return edges;
  throw new AuditError(
    'command-line',
    `The bins of ${quoted(name)} are ${quoted(text)}, where rising numbers are wanted.`,
    {
      wayOut: 'Write inner edges with commas: --bins age=18,30,65.',
    },
  );
}

function assertSliced(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new AuditError('command-line', `No --slice cuts by ${quoted(name)}.`, {
    wayOut: [didYouMean(name, names), names.length === 0 ? 'Add --slice.' : `Sliced by: ${listed(names)}.`]
      .filter(Boolean)
      .join(' '),
  });
}

/** Names with their values, each name once. */
function pairsOf(flags: readonly string[], option: string, example: string): readonly (readonly [string, string])[] {
  const pairs = flags.map((flag) => pairOf(flag, option, example));
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return pairs;
  const said = pairs.filter(([name]) => name === twice).map(([, value]) => quoted(value));
  throw new AuditError('command-line', `${option} says of ${quoted(twice)} both ${listed(said)}.`, {
    wayOut: `Write ${option} once for each column.`,
  });
}

function pairOf(flag: string, option: string, example: string): readonly [string, string] {
  const at = flag.lastIndexOf('=');
  if (at > 0 && at < flag.length - 1) return [flag.slice(0, at), flag.slice(at + 1)];
  throw new AuditError('command-line', `${option} ${quoted(flag)} is no pair of a name and a value.`, {
    wayOut: `Write it like ${option} ${example}.`,
  });
}

/** Each attribute with the group that the others are held against. */
export function referencesOf({ references }: MetricsRequest): readonly (readonly [string, string])[] {
  return pairsOf(references, '--reference', 'sex=Male');
}

/** Whether an attribute names protected groups; every one does unless some are named. */
export function isSensitive({ sensitive }: MetricsRequest, name: string): boolean {
  return sensitive.length === 0 || sensitive.includes(name);
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

/** As many slices as rows cannot hold anybody whose number may be shown. */
async function assertFewSlices(
  table: Table,
  slices: readonly (readonly string[])[],
  attributes: readonly { readonly spec: AttributeSpec; readonly dictionary: Dictionary | undefined }[],
): Promise<void> {
  const rows = await table.rowCount();
  for (const slice of slices) {
    const [only, ...more] = slice;
    const found = attributes.find(({ spec }) => spec.name === only);
    const count = found?.dictionary?.values.length ?? 0;
    if (more.length === 0 && count > 1 && count >= rows) {
      throw new AuditError(
        'data',
        `${quoted(only ?? '')} has a value of its own for each of the ${rows} rows: no slice would hold anyone else.`,
        {
          wayOut: 'Slice by a column whose values many rows share, or give a number bins.',
        },
      );
    }
  }
}
