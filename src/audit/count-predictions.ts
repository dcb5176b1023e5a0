import { AuditError } from '../base/index.js';
import type { Table } from '../data/index.js';
import type { PairTally, TallyFrame } from '../metrics/index.js';
import { Predictions, frameOf, type PredictionThreads } from '../outcomes/index.js';
import type { MetricsRequest } from './metrics-request.js';
import { settleMetrics, type MetricsSettings } from './metrics-settings.js';

/** Predictions after the first pass, and what they were taken for. */
export interface CountedPredictions {
  readonly settings: MetricsSettings;
  readonly frame: TallyFrame;
  /** For the second pass. */
  readonly predictions: Predictions;
  /** A tally a variant. */
  readonly tallies: readonly PairTally[];
}

/** What predictions are counted with. */
export interface CountingMeans {
  readonly threads: PredictionThreads | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called before rows are counted; what it throws ends the audit. */
  onSettled(settings: MetricsSettings): void;
}

/**
 * Settles what columns hold and counts them. With threads the values of the first rows are taken for all, which saves a pass over the file, and
 * every row is held against them; where one has another value all values are looked at, and the rows counted again.
 *
 * @throws {AuditError} where the table or the request is wrong
 */
export async function countPredictions(
  table: Table,
  request: MetricsRequest,
  means: CountingMeans,
): Promise<CountedPredictions> {
  const found = means.threads && (await countBySample(table, request, means));
  if (found) return found;
  const counted = await count(table, request, await settleMetrics(table, request), means);
  if (!counted) throw new RangeError('a value that no row had');
  return counted;
}

/** Nothing where a row has another value, or something is wrong: then all values must be known to say what. */
async function countBySample(
  table: Table,
  request: MetricsRequest,
  means: CountingMeans,
): Promise<CountedPredictions | undefined> {
  try {
    const settings = await settleMetrics(table, request, true);
    // Whether labels are numbers or classes is not settled by some of them.
    if (settings.columns.outcome.task === 'regression') return undefined;
    return await count(table, request, settings, means);
  } catch (error) {
    if (error instanceof AuditError && (error.code === 'data' || error.code === 'command-line')) return undefined;
    throw error;
  }
}

async function count(
  table: Table,
  request: MetricsRequest,
  settings: MetricsSettings,
  means: CountingMeans,
): Promise<CountedPredictions | undefined> {
  means.onSettled(settings);
  const frame = frameFor(settings);
  const predictions = new Predictions(table, settings.columns, frame, request.variants.length, means);
  const tallies = await predictions.tallies();
  return tallies === 'unknown value' ? undefined : { settings, frame, predictions, tallies };
}

function frameFor({ columns, hasScores }: MetricsSettings): TallyFrame {
  const frame = frameOf(
    columns.outcome,
    columns.attributes.map(({ spec }) => spec.name),
    columns.unit !== undefined,
    columns.weight !== undefined,
  );
  // Answers without scores have no losses but those of being wrong.
  return frame.task === 'regression' || hasScores ? frame : { ...frame, losses: [] };
}
