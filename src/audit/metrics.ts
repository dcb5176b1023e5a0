import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AuditError, assertNoAddress, isMissing, sha256OfFile, type Progress } from '../base/index.js';
import { cutSlices, defaultMargins, type SliceAttribute } from '../compare/index.js';
import { openTable, type Table } from '../data/index.js';
import type { PairTally, Rankings } from '../metrics/index.js';
import { PredictionThreads, type Predictions } from '../outcomes/index.js';
import {
  fairnessRecord,
  metricsFormat,
  progressOfOne,
  releaseVerdict,
  type MetricsRecord,
  type OutcomeFacts,
} from '../record/index.js';
import { isSensitive, referencesOf } from './attribute-flags.js';
import { countPredictions } from './count-predictions.js';
import { limitsOf } from './limits.js';
import { assertMarginsSha256, marginsSha256, type Promises } from './margins-hash.js';
import type { MetricsRequest } from './metrics-request.js';
import { attributesOf, type MetricsSettings } from './metrics-settings.js';
import { usualThreshold } from './prediction-outcome.js';
import { wantedRests } from './rank-variants.js';
import { version } from './version.js';

/** What was found about predictions, a variant. */
export interface MetricsResult {
  readonly records: readonly MetricsRecord[];
  /** The worst of all. */
  readonly exitCode: 0 | 1 | 3;
  /** What the columns were taken for. */
  readonly task: OutcomeFacts['task'];
  readonly hasScores: boolean;
}

/**
 * Audits predictions that were made elsewhere: columns of a table, no models. Two passes over the file; memory does not grow with it.
 *
 * @throws {AuditError} where the table or the request is wrong
 */
export async function auditMetrics(
  request: MetricsRequest,
  signal?: AbortSignal,
  onProgress?: Progress,
): Promise<MetricsResult> {
  assertNoAddress(request.table, 'command-line');
  const file = resolve(request.table);
  const hash = hashOf(file, request.table, signal);
  hash.catch(() => undefined);
  // Names of units are slow to hand on to threads.
  const isWorthThreads = request.unit === undefined && (await sizeOf(file)) >= worthThreads;
  const threads = isWorthThreads ? new PredictionThreads(signal) : undefined;
  try {
    return await auditTable(await openTable([file], { signal }), request, hash, { threads, signal, onProgress });
  } finally {
    await threads?.close();
  }
}

/** Files below so many bytes are counted before threads have started. */
const worthThreads = 4e6;

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    // Who reads the file says what is wrong with it.
    return 0;
  }
}

interface AuditMeans {
  readonly threads: PredictionThreads | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: Progress | undefined;
}

async function auditTable(
  table: Table,
  request: MetricsRequest,
  hash: Promise<string>,
  { threads, signal, onProgress }: AuditMeans,
): Promise<MetricsResult> {
  try {
    const { settings, frame, predictions, tallies } = await countPredictions(table, request, {
      threads,
      signal,
      onSettled: (found) => assertMarginsSha256(promisesOf(request, found), request.marginsSha256, 'options'),
    });
    const tables = [{ file: basename(resolve(request.table)), sha256: await hash }];
    const records: MetricsRecord[] = [];
    for (const [i, tally] of tallies.entries()) {
      if (frame.hasWeights && !tally.cells.some(({ weights }) => (weights?.sum.value() ?? 0) > 0))
        throw nothingWeighs();
      const attributes = attributesOf(request, settings, tally);
      const rankings = await rank(predictions, settings, attributes, tally, i + 1);
      const progress = progressOfOne(onProgress, i, tallies.length);
      records.push(recordOf(request, settings, attributes, tally, rankings, i, tables, progress));
    }
    const codes = records.map(({ verdict }) => verdict.exitCode);
    return {
      records,
      exitCode: codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0,
      task: frame.task,
      hasScores: settings.hasScores,
    };
  } finally {
    table.close();
  }
}

async function hashOf(file: string, name: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await sha256OfFile(file, signal);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new AuditError('data', 'There is no such table.', { place: { file: name }, cause: error });
  }
}

function nothingWeighs(): AuditError {
  return new AuditError('data', 'Every row weighs 0, so nothing is left to compare.', {
    wayOut: 'Correct the column of weights, or leave --weight out: rows then count alike.',
  });
}

function rank(
  predictions: Predictions,
  { slices, margins }: MetricsSettings,
  attributes: readonly SliceAttribute[],
  tally: PairTally,
  variant: number,
): Promise<Rankings | undefined> {
  const declared = margins ?? defaultMargins(tally.frame.task);
  const rests = wantedRests(tally, cutSlices(tally, attributes, slices), declared);
  return predictions.rank(tally, { variant, crossings: slices, rests });
}

function recordOf(
  request: MetricsRequest,
  settings: MetricsSettings,
  attributes: readonly SliceAttribute[],
  tally: PairTally,
  rankings: Rankings | undefined,
  variant: number,
  tables: MetricsRecord['provenance']['tables'],
  onProgress: Progress | undefined,
): MetricsRecord {
  const { margins, slices, columns, search } = settings;
  const fairness = fairnessRecord(
    {
      tally,
      rankings,
      attributes,
      crossings: slices,
      minSlice: request.minSlice,
      margins: margins ?? defaultMargins(tally.frame.task),
      marginSource: margins ? 'plan' : 'default',
      search,
      marginsSha256: marginsSha256(promisesOf(request, settings)),
      outcome: outcomeFacts(settings, request),
      data: {
        files: tables.map(({ file }) => file),
        skipped: { count: 0, examples: [] },
        unitColumn: columns.unit,
        weightColumn: columns.weight,
      },
    },
    onProgress,
  );
  return {
    format: metricsFormat,
    tool: { name: 'fairweight', version },
    verdict: releaseVerdict(fairness, []),
    baseline: { name: request.baseline },
    variant: { name: request.variants[variant] ?? '' },
    fairness,
    claims: [],
    limits: limitsOf(fairness, {}),
    provenance: { tables, settings: settingsOf(request) },
  };
}

function outcomeFacts({ columns: { outcome } }: MetricsSettings, { label }: MetricsRequest): OutcomeFacts {
  if (outcome.task === 'binary') {
    return { task: 'binary', output: outcome.output, positive: outcome.labels[1], threshold: outcome.threshold, label };
  }
  return outcome.task === 'multiclass'
    ? { task: 'multiclass', output: outcome.output, classes: outcome.classes, label }
    : { task: 'regression', output: outcome.output, label };
}

function promisesOf(request: MetricsRequest, { margins, slices, columns }: MetricsSettings): Promises {
  const references = new Map(referencesOf(request));
  return {
    margins: margins ?? defaultMargins(columns.outcome.task),
    source: margins ? 'plan' : 'default',
    minSlice: request.minSlice,
    slices,
    attributes: columns.attributes.map(({ spec }) => ({
      ...spec,
      sensitive: isSensitive(request, spec.name),
      reference: references.get(spec.name),
    })),
    unit: columns.unit,
    weight: columns.weight,
  };
}

/** All that was asked for, but for the table's path and the variants: hash and name stand beside; so does that of the margins. */
const besides: ReadonlySet<string> = new Set(['table', 'variants', 'marginsSha256']);

function settingsOf(request: MetricsRequest): Readonly<Record<string, unknown>> {
  const settings = { ...request, threshold: request.threshold ?? usualThreshold };
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !besides.has(name)));
}
