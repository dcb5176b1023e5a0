import { join } from 'node:path';
import { AuditError, quoted } from '../base/index.js';
import type { AttributeCounts } from '../metrics/index.js';
import {
  countExemplars,
  hashOutcomes,
  readOutcomes,
  tallyOutcomes,
  type OutcomeTableShape,
  type ScoredExample,
} from '../outcomes/index.js';
import { outcomesFolder } from './scoring-of-plan.js';
import { readScoredShard, shardFileName, type ScoredShard, type Source } from './shard-file.js';
import { countsExemplars, frameOfSource, pairsOf, type TallyOfShard } from './tally-file.js';
import { workFolderName } from './work-folder.js';

/** A finished outcome table that `audit score` left in a folder. */
export interface FinishedShard {
  readonly scored: ScoredShard;
  /** Streams the outcome table from its beginning. */
  readonly read: () => AsyncGenerator<readonly ScoredExample[]>;
}

/** Opens what `audit score` left. @throws {AuditError} `data` where it did not finish, or the table is not the one it left */
export async function openShard(folder: string, signal?: AbortSignal): Promise<FinishedShard> {
  const file = join(folder, shardFileName);
  const scored = await readScoredShard(file);
  const { source, shard } = scored;
  const outcomes = join(folder, workFolderName, outcomesFolder);
  const found = await hashOutcomes(outcomes);
  if (found.sha256 !== scored.outcomes.sha256) {
    const known = new Map(scored.outcomes.parts.map((part) => [part.file, part.sha256]));
    const changed = found.parts.find((part) => known.get(part.file) !== part.sha256)?.file;
    const lost = scored.outcomes.parts.find((part) => !found.parts.some(({ file: name }) => name === part.file))?.file;
    throw new AuditError(
      'data',
      `The outcome table is not the one that was scored: ${quoted(changed ?? lost ?? '')} was changed, added or lost.`,
      { place: { file: outcomes }, wayOut: 'Run the same audit score again: it keeps what is whole.' },
    );
  }
  const shape: OutcomeTableShape = {
    task: source.outcome.task,
    attributes: source.attributes,
    models: source.models.map(({ name }) => name),
    range: shard?.range,
  };
  return { scored, read: () => readOutcomes(outcomes, shape, signal) };
}

/** Reduces the outcome table of a shard to its tallies, one a pair of models. */
export async function tallyShard(folder: string, signal?: AbortSignal): Promise<TallyOfShard> {
  const { scored, read } = await openShard(folder, signal);
  const { source, shard, examples } = scored;
  const frame = frameOfSource(source);
  const skipped: { row: number; id: string; reason: string }[] = [];
  let [count, skippedCount] = [0, 0];
  const counted = async function* (): AsyncGenerator<readonly ScoredExample[]> {
    for await (const batch of read()) {
      count += batch.length;
      for (const { row, id, result } of batch) {
        if (result.kind !== 'skipped') continue;
        skippedCount += 1;
        if (skipped.length < 100) skipped.push({ row, id, reason: result.reason });
      }
      yield batch;
    }
  };
  const tallies = await tallyOutcomes(counted(), source.outcome, frame, pairsOf(source));
  const exemplars = countsExemplars(source) ? await exemplarsOf(source, read()) : undefined;
  if (count !== examples) {
    throw new AuditError('data', `Expected ${examples} examples in the outcome table, found ${count}.`, {
      place: { file: folder },
      wayOut: 'Score this shard again.',
    });
  }
  return { source, shard, examples, skipped: { count: skippedCount, examples: skipped }, frame, tallies, exemplars };
}

/** Compression-identified exemplars of each variant; none of those with one training a side. */
async function exemplarsOf(
  { outcome, variants }: Source,
  examples: AsyncIterable<readonly ScoredExample[]>,
): Promise<readonly AttributeCounts[]> {
  const found = await countExemplars(
    examples,
    outcome,
    variants.map(({ pairs }) => pairs),
  );
  return found.map((list, i) => ((variants[i]?.pairs.length ?? 0) > 1 ? list : []));
}
