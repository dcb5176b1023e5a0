import { AuditError } from '../base/index.js';
import type { Plan } from '../plan/index.js';
import { mergeRanks, rankShard, ranksFrom, writeRanks } from './ranks-file.js';
import { mergeTallyFiles, type NamedTally } from './merge-tallies.js';
import { readTally, readTallyText, tallyFrom, writeTally } from './tally-file.js';
import { tallyShard } from './tally-shard.js';

/** What a file that was written is of. */
export interface WrittenCounts {
  /** `ranks` for the second pass. */
  readonly kind: 'tally' | 'ranks';
  readonly examples: number;
  /** Absent where it is of the whole set. */
  readonly shard?: { readonly index: number; readonly of: number } | undefined;
}

/**
 * Reduces what `audit score` left in a folder to a tally file; of several folders, which must be all shards of a set, to the
 * merged one.
 *
 * @throws {AuditError} where a folder holds no finished shard, or they are not all shards of one set
 */
export async function tally(folders: readonly string[], out: string, signal?: AbortSignal): Promise<WrittenCounts> {
  const each = async function* (): AsyncGenerator<NamedTally> {
    for (const file of folders) yield { file, ...(await tallyShard(file, signal)) };
  };
  const [only = ''] = folders;
  const found = folders.length === 1 ? await tallyShard(only, signal) : await mergeTallyFiles(each());
  await writeTally(out, found);
  return { kind: 'tally', examples: found.examples, shard: found.shard };
}

/**
 * The second pass: how the scores in a folder rank among those of the whole set, as a ranks file.
 *
 * @param ranks the merged tally
 * @param plan that it was made under
 */
export async function tallyRanks(
  folders: readonly string[],
  { ranks, plan, out, signal }: { ranks: string; plan: Plan; out: string; signal?: AbortSignal | undefined },
): Promise<WrittenCounts> {
  const merged = await readTally(ranks);
  const found = [];
  for (const file of folders) found.push({ file, ...(await rankShard(file, merged, plan, signal)) });
  const [only] = found;
  const all = found.length === 1 && only ? only : mergeRanks(found);
  await writeRanks(out, all);
  return { kind: 'ranks', examples: all.examples, shard: all.shard };
}

/**
 * Adds the tallies, or the ranks, of all shards of a set up into one file: the same bytes as without shards.
 *
 * @throws {AuditError} `data` where a file is damaged, of something else, there twice or missing
 */
export async function merge(files: readonly string[], out: string): Promise<WrittenCounts> {
  const [first = ''] = files;
  if (formatOf(await readTallyText(first)) === 'fairweight-ranks/1') {
    const parts = [];
    for (const file of files)
      parts.push(ranksFrom(file, expectFormat(file, await readTallyText(file), 'fairweight-ranks/1')));
    const all = mergeRanks(parts);
    await writeRanks(out, all);
    return { kind: 'ranks', examples: all.examples };
  }
  const each = async function* (): AsyncGenerator<NamedTally> {
    for (const file of files)
      yield tallyFrom(file, expectFormat(file, await readTallyText(file), 'fairweight-tally/1'));
  };
  const all = await mergeTallyFiles(each());
  await writeTally(out, all);
  return { kind: 'tally', examples: all.examples };
}

/** Says which of both a file is, where it is the other one. */
function expectFormat(file: string, text: string, wanted: string): string {
  const found = formatOf(text);
  if (found === undefined || found === wanted) return text;
  throw new AuditError('data', `Expected the format ${wanted}, found ${found}.`, {
    place: { file },
    wayOut: 'Tallies are merged with tallies, and ranks with ranks.',
  });
}

/** What a file says it is; nothing where it does not say, or is neither. */
function formatOf(text: string): string | undefined {
  const found = /"format":\s*"(fairweight-(?:tally|ranks)\/\d+)"/u.exec(text);
  return found?.[1];
}
