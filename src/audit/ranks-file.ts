import { z } from 'zod';
import { AuditError, sliceKey, sliceName } from '../base/index.js';
import { cutSlices } from '../compare/index.js';
import {
  addRankings,
  mergeRankings,
  rankingsSchema,
  rankingsToJson,
  type Rankings,
  type RankingsJson,
} from '../metrics/index.js';
import type { ScoredExample } from '../outcomes/index.js';
import type { Plan } from '../plan/index.js';
import { rankedSetsOf } from './fairness-of-tallies.js';
import { rankVariants } from './rank-variants.js';
import { hashOfPlan } from './score.js';
import { withSearchedColumns } from './searched-plan.js';
import { parseJsonFile } from './json-file.js';
import { shardSchema, type ShardPart } from './shard-file.js';
import { assertComplete, assertSameSource } from './shard-roll.js';
import { comparedPairsOf, comparedTallies, inFile, readTallyText, writeBounded, type ReadTally } from './tally-file.js';
import { openShard } from './tally-shard.js';

/** What a ranks file looks like. */
export const ranksFileSchema = z.strictObject({
  format: z.literal('fairweight-ranks/1'),
  tallySha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/u, 'expected a SHA-256 in lower-case hex')
    .describe('Of the bytes of the merged tally that scores were ranked against.'),
  shard: shardSchema.optional().describe('Absent where the whole set was ranked.'),
  examples: z.int().min(0),
  pairs: z.array(rankingsSchema).min(1).max(10_000).describe('By pair of models, as in the tally.'),
});

/** What the second pass over a set, or over a shard of it, found. */
export interface RanksOfShard {
  /** Of the merged tally. */
  readonly tallySha256: string;
  /** Absent where it is the whole set. */
  readonly shard: ShardPart | undefined;
  /** Without those that were skipped. */
  readonly examples: number;
  /** One a pair of models, as in the tally. */
  readonly pairs: readonly RankingsJson[];
}

/**
 * The second pass over one shard: how its scores rank among those of the whole set.
 *
 * @param folder that `audit score` left
 * @param merged the tally of the whole set
 * @throws {AuditError} `data` where they do not belong together, or outcomes are no scores of a positive class
 */
export async function rankShard(
  folder: string,
  merged: ReadTally,
  declared: Plan,
  signal?: AbortSignal,
): Promise<RanksOfShard> {
  assertWhole(merged);
  const plan = withSearchedColumns(declared, merged.source.searched);
  assertPlan(merged, plan);
  const { scored, read } = await openShard(folder, signal);
  assertSameSource({ file: folder, source: scored.source }, merged);
  const rankings = await rankAll(merged, plan, read).catch((error: unknown) => {
    if (!(error instanceof RangeError)) throw error;
    throw new AuditError('data', 'This tally lacks an example that the shard holds.', {
      place: { file: merged.file },
      wayOut: 'Rank against the tally that was merged from this very shard and the others.',
      cause: error,
    });
  });
  const [first] = rankings;
  const examples = [...(first?.slices.values() ?? [])][0];
  return {
    tallySha256: merged.sha256,
    shard: scored.shard,
    examples: (examples?.negatives ?? 0) + (examples?.positives ?? 0),
    pairs: rankings.map(rankingsToJson),
  };
}

async function rankAll(
  merged: ReadTally,
  plan: Plan,
  read: () => AsyncIterable<readonly ScoredExample[]>,
): Promise<readonly Rankings[]> {
  const { file, source } = merged;
  const tallies = comparedTallies(merged);
  const found = await rankVariants(tallies, comparedPairsOf(source), rankedSetsOf(plan, source.outcome, tallies), read);
  const rankings = found.filter((one) => one !== undefined);
  if (rankings.length === tallies.length) return rankings;
  throw new AuditError('data', 'No metric of this tally needs a second pass, so there is nothing to rank.', {
    place: { file },
    wayOut: 'Judge the tally as it is: audit judge.',
  });
}

/** Writes a ranks file: the same ranks give the same bytes. */
export async function writeRanks(file: string, { tallySha256, shard, examples, pairs }: RanksOfShard): Promise<void> {
  const head = { format: 'fairweight-ranks/1', tallySha256, shard, examples };
  await writeBounded(file, head, { pairs }, 'Cut the plan into fewer slices.');
}

/** Reads a ranks file, which may come from anywhere. @throws {AuditError} `data`, naming file and place */
export async function readRanks(file: string): Promise<RanksOfShard & { readonly file: string }> {
  return ranksFrom(file, await readTallyText(file));
}

/** Ranks from the text of their file. @throws {AuditError} `data` */
export function ranksFrom(file: string, text: string): RanksOfShard & { readonly file: string } {
  const { tallySha256, shard, examples, pairs } = parseJsonFile(file, text, ranksFileSchema);
  return { file, tallySha256, shard, examples, pairs };
}

/** Adds the ranks of all shards of a set up, exactly. @throws {AuditError} `data` where shards overlap, are missing or foreign */
export function mergeRanks(parts: readonly (RanksOfShard & { readonly file: string })[]): RanksOfShard {
  const [first] = parts;
  if (!first) throw new AuditError('command-line', 'Name the files to merge.');
  for (const { file, tallySha256, pairs } of parts) {
    if (tallySha256 !== first.tallySha256 || pairs.length !== first.pairs.length) {
      throw new AuditError(
        'data',
        `This shard does not belong to the others. Expected ranks against the tally ${first.tallySha256.slice(0, 12)}…, as ${first.file} has, found ${tallySha256.slice(0, 12)}….`,
        { place: { file }, wayOut: 'Rank every shard against the same merged tally.' },
      );
    }
  }
  assertComplete(parts);
  return {
    tallySha256: first.tallySha256,
    shard: undefined,
    examples: parts.reduce((sum, { examples }) => sum + examples, 0),
    pairs: first.pairs.map((like, i) =>
      parts.slice(1).reduce((sum, { file, pairs }) => inFile(file, () => mergeRankings([sum, pairs[i] ?? like])), like),
    ),
  };
}

/** What merged ranks say of each variant of the tally that they are of. @throws {AuditError} `data` where they are of another */
export async function rankingsOf(
  ranks: RanksOfShard & { readonly file: string },
  merged: ReadTally,
  plan: Plan,
): Promise<readonly Rankings[]> {
  const refuse = (what: string, wayOut: string): never => {
    throw new AuditError('data', what, { place: { file: ranks.file }, wayOut });
  };
  if (ranks.shard) {
    const { index, of } = ranks.shard;
    refuse(`Expected ranks of the whole set, found shard ${index} of ${of}.`, 'Merge all shards first: audit merge.');
  }
  if (ranks.tallySha256 !== merged.sha256 || ranks.pairs.length !== comparedTallies(merged).length) {
    refuse(
      `These ranks are against another tally: expected ${merged.sha256.slice(0, 12)}…, found ${ranks.tallySha256.slice(0, 12)}….`,
      'Rank every shard against this tally: audit tally DIR --ranks.',
    );
  }
  const empty = await rankAll(merged, plan, nobody);
  const rankings = empty.map((sets, i) => inFile(ranks.file, () => addRankings(sets, ranks.pairs.slice(i, i + 1))));
  for (const [i, tally] of comparedTallies(merged).entries()) {
    const sets = rankedSetsOf(plan, merged.source.outcome, merged.tallies);
    for (const { slice, n } of cutSlices(tally, sets.attributes, sets.crossings)) {
      const found = rankings[i]?.slices.get(sliceKey(slice));
      const ranked = (found?.negatives ?? 0) + (found?.positives ?? 0);
      if (ranked !== n) {
        refuse(
          `Expected ${n} ranked examples in ${sliceName(slice)}, as the tally counts, found ${ranked}.`,
          'Rank every shard against this tally, and merge all of them.',
        );
      }
    }
  }
  return rankings;
}

/** Whether there is something that a second pass would rank. */
export async function isRanked({ source, tallies }: ReadTally, plan: Plan): Promise<boolean> {
  const sets = rankedSetsOf(plan, source.outcome, tallies);
  const [first] = await rankVariants(tallies.slice(0, 1), comparedPairsOf(source), sets, nobody);
  return first !== undefined;
}

/** For what follows from the tally alone: which sets there are, and the error of their grid. */
async function* nobody(): AsyncGenerator<readonly ScoredExample[]> {
  // No example.
}

/** A tally can be judged and ranked against where it is of the whole set. @throws {AuditError} `data` */
export function assertWhole({ file, shard }: Pick<ReadTally, 'file' | 'shard'>): void {
  if (!shard) return;
  throw new AuditError('data', `Expected the tally of the whole set, found shard ${shard.index} of ${shard.of}.`, {
    place: { file },
    wayOut: 'Merge all shards first: audit merge.',
  });
}

/** A tally is judged by the plan that it was made under. @throws {AuditError} `plan` */
export function assertPlan({ file, source }: Pick<ReadTally, 'file' | 'source'>, plan: Plan): void {
  const found = hashOfPlan(plan);
  if (found === source.planSha256) return;
  throw new AuditError(
    'plan',
    `This tally was made under another plan: expected ${source.planSha256.slice(0, 12)}…, found ${found.slice(0, 12)}….`,
    { place: { file }, wayOut: 'Name the plan that was scored with --plan; another plan needs a run of its own.' },
  );
}
