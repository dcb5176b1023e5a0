import { join } from 'node:path';
import { z } from 'zod';
import { prettyJson, writeFileAtomically } from '../base/index.js';
import { latencyRatio, summarizeLatency } from '../claims/index.js';
import { measureLatency, type LatencyMeasurement, type TensorSpec } from '../models/index.js';
import type { LatencyComparison, LatencyInput } from '../record/index.js';
import type { CompareOptions } from './compare-options.js';
import { explanationSeed } from './explain-variant.js';
import type { ScoredSet } from './fairness.js';
import { firstExample } from './first-example.js';
import { readKept } from './kept-file.js';
import type { LoadedPlan } from './load-plan.js';

/** Raw times, and what was run. */
export interface LatencyEvidence extends LatencyMeasurement {
  readonly input: LatencyInput;
}

/** Times every model on the first example that could be read, else on a made-up input; once a run, then it is kept. */
export async function latencyEvidence(
  loaded: LoadedPlan,
  work: string,
  scored: ScoredSet | undefined,
  inputs: readonly (readonly TensorSpec[])[],
  options: CompareOptions,
): Promise<LatencyEvidence | undefined> {
  if (options.sessions === 0) return undefined;
  const file = join(work, 'latencies.json');
  const earlier = await readKept(file, schema);
  if (earlier) return earlier;
  const example = scored && (await firstExample(scored, inputs, options));
  const measured = await measureLatency([loaded.baseline, ...loaded.variants], {
    sessions: options.sessions,
    threads: 1,
    seed: explanationSeed,
    feeds: example?.feeds,
    limits: options.limits,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  const evidence: LatencyEvidence = {
    input: example ? { kind: 'example', id: example.id } : { kind: 'generated' },
    ...measured,
  };
  await writeFileAtomically(file, prettyJson(evidence));
  return evidence;
}

/** What the raw times say of one variant; nothing where there were too few sessions for an interval. */
export function latencyOf(measured: LatencyEvidence, variant: string, machine: string): LatencyComparison | undefined {
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
    input: measured.input,
    machine,
  };
}

const count = z.number().int().min(0);

const schema: z.ZodType<LatencyEvidence> = z.object({
  input: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('example'), id: z.string() }),
    z.object({ kind: z.literal('generated') }),
  ]),
  sessions: z.array(
    z.object({
      model: z.string(),
      session: count,
      timesMs: z.array(z.number()),
      loadMs: z.number(),
      peakMemoryBytes: z.number(),
    }),
  ),
  runsPerSession: count,
  warmUp: count,
  threads: count,
});
