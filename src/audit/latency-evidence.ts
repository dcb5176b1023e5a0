import { latencyRatio, summarizeLatency } from '../claims/index.js';
import type { LatencyMeasurement } from '../models/index.js';
import type { LatencyComparison } from '../record/index.js';

/** What the raw times say of one variant; nothing where there were too few sessions for an interval. */
export function latencyOf(
  measured: LatencyMeasurement,
  variant: string,
  machine: string,
): LatencyComparison | undefined {
  const ratioP50 = latencyRatio(measured.sessions, variant, 0.5);
  const ratioP90 = latencyRatio(measured.sessions, variant, 0.9);
  if (!ratioP50 || !ratioP90) return undefined;
  return {
    baseline: summarizeLatency(measured.sessions, 'baseline'),
    variant: summarizeLatency(measured.sessions, variant),
    ratioP50,
    ratioP90,
    sessions: new Set(measured.sessions.map(({ session }) => session)).size,
    runsPerSession: measured.runsPerSession,
    threads: measured.threads,
    machine,
  };
}
