import type { OutputGap } from './compare-outputs.js';
import { entryUrl } from './entry-url.js';
import type { TensorSpec } from './model.js';
import type { ProbeRequest } from './probe-child.js';
import { startWatchedChild, type ChildLimits } from './watched-child.js';

async function probe(request: ProbeRequest, limits: ChildLimits, signal?: AbortSignal): Promise<unknown> {
  const child = startWatchedChild(entryUrl(import.meta.url, './probe-child.js'), { limits, signal });
  try {
    return await child.ask(request);
  } finally {
    await child.close();
  }
}

/** Loads a model in a watched child and returns its inputs and outputs as the runtime sees them. */
export async function describeModel(
  name: string,
  path: string,
  limits: ChildLimits,
  signal?: AbortSignal,
): Promise<{
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}> {
  return (await probe({ kind: 'describe', name, path }, limits, signal)) as {
    inputs: readonly TensorSpec[];
    outputs: readonly TensorSpec[];
  };
}

/** Compares two models on generated inputs, in a watched child. */
export async function probeOutputs(
  baseline: string,
  variant: string,
  options: {
    readonly inputs: number;
    readonly seed: string;
    readonly limits: ChildLimits;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<readonly OutputGap[]> {
  const { inputs, seed, limits, signal } = options;
  return (await probe({ kind: 'compare', baseline, variant, inputs, seed }, limits, signal)) as readonly OutputGap[];
}
