import type { Interval } from '../base/index.js';
import { studentQuantile } from '../metrics/index.js';

/** Raw times of one model in one session. */
export interface LatencySession {
  /** `baseline` or the variant's name. */
  readonly model: string;
  /** Sessions with the same number ran next to each other. */
  readonly session: number;
  /** Milliseconds of each run, warm-up left out. */
  readonly timesMs: readonly number[];
}

/** Percentiles over all runs of one model. */
export interface LatencyFacts {
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

/** Latency of the variant over that of the baseline: below 1 is faster. */
export interface LatencyRatio {
  readonly value: number;
  readonly interval: Interval;
}

/** Percentiles of a model over all its runs. */
export function summarizeLatency(sessions: readonly LatencySession[], model: string): LatencyFacts {
  const times = sessions.filter((session) => session.model === model).flatMap(({ timesMs }) => timesMs);
  return { p50Ms: percentile(times, 0.5), p90Ms: percentile(times, 0.9), p99Ms: percentile(times, 0.99) };
}

/**
 * The latency of the variant over that of the baseline, at a percentile: the geometric mean over pairs of sessions, with Student's
 * 95 % interval over their logarithms. Sessions that ran side by side share the machine's mood, which the ratio takes out.
 *
 * @returns nothing with fewer than three pairs of sessions
 */
export function latencyRatio(
  sessions: readonly LatencySession[],
  variant: string,
  share: number,
): LatencyRatio | undefined {
  const numbers = [...new Set(sessions.map(({ session }) => session))].sort((a, b) => a - b);
  const logs = numbers.flatMap((number) => {
    const of = (model: string): number | undefined => {
      const times = sessions.find((s) => s.session === number && s.model === model)?.timesMs ?? [];
      return times.length > 0 ? percentile(times, share) : undefined;
    };
    const [before, after] = [of('baseline'), of(variant)];
    return before === undefined || after === undefined || before <= 0 || after <= 0 ? [] : [Math.log(after / before)];
  });
  if (logs.length < 3) return undefined;
  const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
  const variance = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (logs.length - 1);
  const half = studentQuantile(0.975, logs.length - 1) * Math.sqrt(variance / logs.length);
  return {
    value: Math.exp(mean),
    interval: {
      lower: Math.exp(mean - half),
      upper: Math.exp(mean + half),
      level: 0.95,
      simultaneousOver: 1,
      method: 'session-t',
    },
  };
}

/** A percentile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const low = Math.floor(position);
  const below = sorted[low] ?? Number.NaN;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN;
  return below + (above - below) * (position - low);
}
