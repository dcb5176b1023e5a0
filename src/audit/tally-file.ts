import { z } from 'zod';
import { AuditError, canonicalJson, sha256, writeFileAtomically } from '../base/index.js';
import {
  talliesFromJson,
  talliesSchema,
  talliesToJson,
  type AttributeCounts,
  type PairTally,
  type TallyFrame,
} from '../metrics/index.js';
import { frameOf } from '../outcomes/index.js';
import { parseJsonFile, readBounded } from './json-file.js';
import { shardSchema, skippedSchema, sourceSchema, type ShardPart, type Source } from './shard-file.js';

/** What a tally file looks like. */
export const tallyFileSchema = z.strictObject({
  format: z.literal('fairweight-tally/1'),
  source: sourceSchema,
  shard: shardSchema.optional().describe('Absent where the tally is of the whole set.'),
  examples: z.int().min(0).describe('Scored or skipped.'),
  skipped: skippedSchema,
  losses: z.array(z.string()).max(100).describe('What is summed of every example.'),
  tallies: talliesSchema,
});

/** The tallies of all pairs of models over a set or a shard of it, and what they are of. */
export interface TallyOfShard {
  readonly source: Source;
  /** Absent where it is the whole set. */
  readonly shard: ShardPart | undefined;
  readonly examples: number;
  readonly skipped: z.infer<typeof skippedSchema>;
  readonly frame: TallyFrame;
  /** One a pair of models, variant by variant; then those between variants that a deployment mixes. */
  readonly tallies: readonly PairTally[];
  /** By variant: compression-identified exemplars; absent without several trainings. */
  readonly exemplars: readonly AttributeCounts[] | undefined;
}

/** A tally as it was read. */
export interface ReadTally extends TallyOfShard {
  readonly file: string;
  /** Of the file's bytes; equal tallies have equal bytes. */
  readonly sha256: string;
}

/** Larger files are neither written nor read: one that grew so much has a cell an example. */
const maxTallyBytes = 256 * 1_048_576;

/** Which two models each tally of a source is of: those that are compared, then variants that a deployment mixes. */
export function pairsOf(source: Source): readonly { readonly baseline: number; readonly variant: number }[] {
  return [...comparedPairsOf(source), ...(source.between ?? [])];
}

/** Which two models are compared, variant by variant. */
export function comparedPairsOf({
  variants,
}: Source): readonly { readonly baseline: number; readonly variant: number }[] {
  return variants.flatMap(({ pairs }) => pairs);
}

/** The tallies of what is compared, without those that only a deployment needs. */
export function comparedTallies({ source, tallies }: Pick<TallyOfShard, 'source' | 'tallies'>): readonly PairTally[] {
  return tallies.slice(0, comparedPairsOf(source).length);
}

/** Whether exemplars are counted: some variant has several trainings, and there are answers to change. */
export function countsExemplars({ variants, outcome }: Source): boolean {
  return outcome.task !== 'regression' && variants.some(({ pairs }) => pairs.length > 1);
}

/** What the tallies of a source hold. */
export function frameOfSource({ outcome, attributes, unit, weight }: Source): TallyFrame {
  return frameOf(outcome, attributes, unit !== undefined, weight !== undefined);
}

/** Writes a tally file: the same tallies give the same bytes. @throws {AuditError} `resources` where it is too large to be read again */
export async function writeTally(file: string, tally: TallyOfShard): Promise<void> {
  const { source, shard, examples, skipped, frame, tallies, exemplars } = tally;
  const pairs = pairsOf(source).flatMap((pair, i) => (tallies[i] ? [{ ...pair, tally: tallies[i] }] : []));
  const head = { format: 'fairweight-tally/1', source, shard, examples, skipped, losses: [...frame.losses] };
  await writeBounded(
    file,
    head,
    { tallies: talliesToJson(frame, { pairs, exemplars }) },
    'Cut the plan into fewer attributes, or give numbers wider bins.',
  );
}

/**
 * Writes JSON that is not too large to be read again, the same bytes for the same content.
 *
 * @param body whose keys are in a fixed order already: it may be large
 */
export async function writeBounded(file: string, head: object, body: object, wayOut: string): Promise<void> {
  const text = `${JSON.stringify({ ...(JSON.parse(canonicalJson(head)) as object), ...body })}\n`;
  if (text.length > maxTallyBytes) {
    throw new AuditError(
      'resources',
      `This file would have ${text.length} characters; at most ${maxTallyBytes} are read.`,
      {
        place: { file },
        wayOut,
      },
    );
  }
  await writeFileAtomically(file, text);
}

/** The text of a tally or ranks file. @throws {AuditError} `data` where it is missing or too large */
export function readTallyText(file: string): Promise<string> {
  return readBounded(file, maxTallyBytes, 'Make it with: audit tally DIR --out FILE.');
}

/** Reads a tally file, which may come from anywhere. @throws {AuditError} `data`, naming file and place, where it is not as it must be */
export async function readTally(file: string): Promise<ReadTally> {
  return tallyFrom(file, await readTallyText(file));
}

/** A tally from the text of its file. @throws {AuditError} `data` */
export function tallyFrom(file: string, text: string): ReadTally {
  const read = parseJsonFile(file, text, tallyFileSchema);
  const { source, shard, examples, skipped } = read;
  const frame = frameOfSource(source);
  const refuse = (what: string): never => {
    throw new AuditError('data', what, { place: { file }, wayOut: 'Make it again: audit tally DIR --out FILE.' });
  };
  if (canonicalJson(read.losses) !== canonicalJson(frame.losses))
    refuse(`This tally sums ${read.losses.join(', ') || 'nothing'}, where ${frame.losses.join(', ')} are wanted.`);
  const models = pairsOf(source);
  const stray = models.find((pair) => Math.max(pair.baseline, pair.variant) >= source.models.length);
  if (stray)
    refuse(`This tally names ${source.models.length} models, but pairs ${stray.baseline} with ${stray.variant}.`);
  const { pairs, exemplars } = inFile(file, () => talliesFromJson(frame, models, read.tallies));
  if (exemplars?.length !== (countsExemplars(source) ? source.variants.length : undefined))
    refuse(`This tally counts exemplars of ${exemplars?.length ?? 0} variants, where there are others.`);
  const tallied = (pairs[0]?.tally.cells ?? []).reduce((sum, { count }) => sum + count, 0);
  if (tallied + skipped.count !== examples)
    refuse(`This tally names ${examples} examples, but holds ${tallied} and ${skipped.count} that were skipped.`);
  if (examples > source.rows) refuse(`This tally holds ${examples} examples of a table of ${source.rows} rows.`);
  if (!shard && examples !== source.rows)
    refuse(`This tally is of the whole set of ${source.rows} rows, but holds ${examples} examples.`);
  const tallies = pairs.map(({ tally }) => tally);
  return { file, sha256: sha256(text), source, shard, examples, skipped, frame, tallies, exemplars };
}

/** What is wrong with a value is wrong in its file. */
export function inFile<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AuditError) || error.place) throw error;
    throw new AuditError(error.code, error.message, { place: { file }, wayOut: error.wayOut, cause: error });
  }
}
