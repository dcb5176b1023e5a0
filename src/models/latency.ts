import { quoted, type Progress } from '../base/index.js';
import { entryUrl } from './entry-url.js';
import type { LatencyAnswer, LatencyRequest } from './latency-child.js';
import type { Tensor } from './model.js';
import { startWatchedChild, type ChildLimits } from './watched-child.js';

/** Raw times of one model in one session. */
export interface TimedSession {
  readonly model: string;
  /** Sessions of the same number ran next to each other. */
  readonly session: number;
  /** Runs after the warm-up, in the order they were made. */
  readonly timesMs: readonly number[];
  /** From the path to a session that can run, the file's checks included. */
  readonly loadMs: number;
  /** The most memory that the session's process ever held, Node's own included. */
  readonly peakMemoryBytes: number;
}

/** The raw times of all models, and how they were taken. */
export interface LatencyMeasurement {
  readonly sessions: readonly TimedSession[];
  readonly runsPerSession: number;
  readonly warmUp: number;
  readonly threads: number;
}

/** How models are timed. */
export interface LatencyOptions {
  readonly sessions: number;
  readonly threads: number;
  /** From which an example is made up, unless one is given. */
  readonly seed: string;
  /** One example for every model, instead of a made-up one. */
  readonly feeds?: Readonly<Record<string, Tensor>> | undefined;
  /** Timed runs a session; without it, about a quarter of a second's worth of the slowest model, from 10 to 200. */
  readonly runs?: number | undefined;
  /** Runs before them that are not kept; 10 unless said otherwise. */
  readonly warmUp?: number | undefined;
  readonly limits: ChildLimits;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}

/** About how long a session's timed runs may take, so that slow models get fewer. */
const sessionMs = 250;

interface NamedModel {
  readonly name: string;
  readonly path: string;
}

/**
 * Times one example on each model: a fresh process a session, the models in turns (forwards, then backwards), so that the
 * machine's moods fall on all of them alike. Times are evidence, never the same twice.
 *
 * @throws {AuditError} `model` or `resources` where a model cannot be loaded or run within the limits; `interrupted`
 */
export async function measureLatency(
  models: readonly NamedModel[],
  options: LatencyOptions,
): Promise<LatencyMeasurement> {
  const { threads, warmUp = 10 } = options;
  const runs = options.runs ?? (await fittingRuns(models, { ...options, warmUp }));
  const sessions: TimedSession[] = [];
  const total = options.sessions * models.length;
  for (let session = 0; session < options.sessions; session++) {
    const order = session % 2 === 0 ? models : [...models].reverse();
    for (const model of order) {
      sessions.push({ model: model.name, session, ...(await timeSession(model, { ...options, warmUp, runs })) });
      options.onProgress?.({ step: 'timing', done: sessions.length, total, of: 'sessions' });
    }
  }
  return { sessions, runsPerSession: runs, warmUp, threads };
}

async function fittingRuns(
  models: readonly NamedModel[],
  options: LatencyOptions & { warmUp: number },
): Promise<number> {
  let slowest = 0;
  for (const model of models) {
    slowest = Math.max(slowest, ...(await timeSession(model, { ...options, runs: 3 })).timesMs);
  }
  return runsFitting(slowest);
}

/** How many runs make about a quarter of a second, from 10 to 200. @param slowestMs the longest that a run took */
export function runsFitting(slowestMs: number): number {
  return Math.max(10, Math.min(200, Math.round(sessionMs / slowestMs)));
}

async function timeSession(
  { name, path }: NamedModel,
  { threads, warmUp, runs, seed, feeds, limits, signal }: LatencyOptions & { warmUp: number; runs: number },
): Promise<LatencyAnswer> {
  const entry = entryUrl(import.meta.url, './latency-child.js');
  const child = startWatchedChild(entry, { limits, signal, doing: `starting to time the model ${quoted(name)}` });
  try {
    const request: LatencyRequest = { name, path, threads, warmUp, runs, seed, feeds };
    // The two files agree on what is answered.
    return (await child.ask(request)) as LatencyAnswer;
  } finally {
    await child.close();
  }
}
