import { AuditError, quoted } from '../base/index.js';
import { generateInputs } from './generated-inputs.js';
import type { Tensor } from './model.js';
import { openOnnxModel } from './onnx.js';
import { peakMemoryBytes } from './process-memory.js';
import { serveWatchedChild } from './serve-watched-child.js';

/** One session: a fresh process that loads one model and runs one example again and again. */
export interface LatencyRequest {
  readonly name: string;
  readonly path: string;
  readonly threads: number;
  readonly warmUp: number;
  readonly runs: number;
  readonly seed: string;
  /** The example; without it, one is made up from the seed. */
  readonly feeds?: Readonly<Record<string, Tensor>> | undefined;
}

/** What one session measured. */
export interface LatencyAnswer {
  readonly timesMs: readonly number[];
  readonly loadMs: number;
  readonly peakMemoryBytes: number;
}

/** How often the parent hears that runs go on; in between, nothing but the model runs. */
const updateMs = 500;

serveWatchedChild(async (request: LatencyRequest, tools): Promise<LatencyAnswer> => {
  const name = quoted(request.name);
  tools.doing(`loading the model ${name}`);
  const begin = process.hrtime.bigint();
  const model = await openOnnxModel(request.path, { threads: request.threads });
  const loadMs = msSince(begin);
  try {
    if (request.runs < 1) throw new AuditError('model', 'A latency needs at least one run.');
    tools.doing(`timing the model ${name}`);
    const feeds = request.feeds ?? generateInputs(model.inputs, request.seed);
    const timesMs: number[] = [];
    let told = process.hrtime.bigint();
    for (let i = 0; i < request.warmUp + request.runs; i++) {
      const start = process.hrtime.bigint();
      await model.run(feeds);
      const elapsed = msSince(start);
      if (i >= request.warmUp) timesMs.push(elapsed);
      if (msSince(told) > updateMs) {
        tools.update(i);
        told = process.hrtime.bigint();
      }
    }
    return { timesMs, loadMs, peakMemoryBytes: peakMemoryBytes() };
  } finally {
    await model.close();
  }
});

function msSince(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e6;
}
