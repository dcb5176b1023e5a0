import { inputColumns, openTable } from '../data/index.js';
import type { ChildLimits, Tensor, TensorSpec } from '../models/index.js';
import { prepareExample, readOutcomes, type ScoredExample, type ScoringTask } from '../outcomes/index.js';
import type { ScoredSet } from './fairness.js';

/**
 * The first example of the evaluation set that could be read, as the models are fed with it; nothing where none could.
 *
 * @param inputs what each model reads, the baseline first
 */
export async function firstExample(
  { job, shape }: ScoredSet,
  inputs: readonly (readonly TensorSpec[])[],
  options: { readonly limits: ChildLimits; readonly signal?: AbortSignal | undefined },
): Promise<{ readonly id: string; readonly feeds: Readonly<Record<string, Tensor>> } | undefined> {
  const example = await firstScored(readOutcomes(job.outcomes, shape, options.signal));
  if (!example) return undefined;
  const request = {
    row: await readRow(job, example),
    folder: job.folder,
    inputs: job.inputs,
    targets: inputs[0] ?? [],
    fixedBatch: inputs
      .flat()
      .map(({ shape: sides }) => sides[0])
      .find((side) => typeof side === 'number'),
  };
  return { id: example.id, feeds: await prepareExample(request, options) };
}

async function firstScored(examples: AsyncIterable<readonly ScoredExample[]>): Promise<ScoredExample | undefined> {
  for await (const batch of examples) {
    const found = batch.find(({ result }) => result.kind === 'scored');
    if (found) return found;
  }
  return undefined;
}

/** Reads one row from the table again: the outcome table holds no inputs. */
async function readRow(job: ScoredSet['job'], { id, row }: ScoredExample): Promise<ScoringTask> {
  const table = await openTable(job.files, { scratch: job.scratch });
  const columns = [...new Set(Object.values(job.inputs).flatMap(inputColumns))];
  try {
    for await (const batch of table.rows({ columns, from: row, limit: 1 }))
      return { ids: [id], columns: batch.columns };
    return { ids: [id], columns: {} };
  } finally {
    table.close();
  }
}
