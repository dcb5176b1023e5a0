import type { InputSpec } from '../data/index.js';
import { entryUrl, startWatchedChild, type ChildLimits, type Tensor, type TensorSpec } from '../models/index.js';
import type { ScoringTask } from './scoring-job.js';

/** One example and how models are fed with it; plain data, since it travels to another process. */
export interface ExampleToPrepare {
  /** One row of the table: the columns that the inputs read. */
  readonly row: ScoringTask;
  /** The folder that files in cells are relative to. */
  readonly folder: string;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly targets: readonly TensorSpec[];
  /** The batch that the models insist on, if any does. */
  readonly fixedBatch: number | undefined;
}

/** Prepares one example as scoring does, in a watched child: pictures are decoded in none but those. */
export async function prepareExample(
  example: ExampleToPrepare,
  options: { readonly limits: ChildLimits; readonly signal?: AbortSignal | undefined },
): Promise<Readonly<Record<string, Tensor>>> {
  const child = startWatchedChild(entryUrl(import.meta.url, './prepare-example-child.js'), options);
  try {
    // The two files agree on what is answered.
    return (await child.ask(example)) as Readonly<Record<string, Tensor>>;
  } finally {
    await child.close();
  }
}
