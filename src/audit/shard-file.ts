import { z } from 'zod';
import { maxShards, unitPlaces } from '../outcomes/index.js';
import { parseJsonFile, readBounded } from './json-file.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/u, 'expected a SHA-256 in lower-case hex');
const name = z.string().min(1).max(1000);
const activation = z.enum(['none', 'sigmoid', 'softmax']);
const whole = z.int().min(0);
const place = z.int().min(0).max(10_000);

const outcomeSchema = z.discriminatedUnion('task', [
  z.strictObject({
    task: z.literal('binary'),
    output: name,
    activation,
    labels: z.tuple([z.string(), z.string()]),
    threshold: z.number(),
    ofScores: z
      .array(name)
      .max(1000)
      .readonly()
      .optional()
      .describe('Metrics of scores with a number in their name that margins name, besides the usual ones.'),
  }),
  z.strictObject({
    task: z.literal('multiclass'),
    output: name,
    activation,
    classes: z.array(z.string()).max(100_000),
    top: z.array(z.int().min(2).max(99_999)).max(1000).readonly().optional().describe('The k of top-k accuracy.'),
  }),
  z.strictObject({
    task: z.literal('regression'),
    output: name,
    quantiles: z.array(z.number().gt(0).lt(1)).max(1000).readonly().optional().describe('Of the pinball loss.'),
  }),
]);

/** What outcomes come from: shards of the same evaluation set agree in all of it. */
export const sourceSchema = z.strictObject({
  tool: name.describe('The version of Fairweight that scored.'),
  runtime: name.describe('The runtime that ran the models, with its version.'),
  planSha256: hash.describe('Of the canonical JSON of the resolved plan.'),
  models: z
    .array(z.strictObject({ name, sha256: hash }))
    .min(2)
    .max(10_000)
    .describe('The baseline, the variants, then further trainings of each.'),
  variants: z
    .array(
      z.strictObject({
        name,
        baselines: z.int().min(1),
        variants: z.int().min(1),
        isPaired: z.boolean(),
        pairs: z
          .array(z.strictObject({ baseline: place, variant: place }))
          .min(1)
          .max(1000),
      }),
    )
    .min(1)
    .max(1000)
    .describe('What is compared: by variant the trainings of each side, and which two models make a pair.'),
  between: z
    .array(z.strictObject({ baseline: place, variant: place }))
    .max(10_000)
    .optional()
    .describe('Variants that a deployment mixes, tallied against each other after all pairs above.'),
  dataSha256: hash.describe('Of the canonical JSON of the table files with their hashes.'),
  files: z.array(name).min(1).max(10_000).describe('The table files, without their folders.'),
  rows: z.int().min(1).describe('How many rows the whole table has.'),
  outcome: outcomeSchema,
  attributes: z.array(name).max(1000),
  searched: z
    .array(z.strictObject({ attribute: name, edges: z.array(z.number()).min(1).max(100) }))
    .max(100)
    .optional()
    .describe(
      'Columns of numbers that were cut for the search, with their inner edges: of the whole table, and so the same in all shards.',
    ),
  unit: name.optional().describe('The column that names what was sampled, where there is one.'),
  weight: name.optional().describe('The column that says how much an example counts, where there is one.'),
});

/** See {@link sourceSchema}. */
export type Source = z.infer<typeof sourceSchema>;

/** Which shard something is of, and the range of examples that this is. */
export const shardSchema = z.strictObject({
  index: z.int().min(1).max(maxShards),
  of: z.int().min(1).max(maxShards),
  range: z
    .strictObject({ by: z.enum(['row', 'unit']), from: whole, to: whole.max(2 ** 53 - 1) })
    .describe(
      `Rows of the table, or units by the first 32 bits of their hash (0 to ${unitPlaces}); the end is left out.`,
    ),
});

/** See {@link shardSchema}. */
export type ShardPart = z.infer<typeof shardSchema>;

/** Examples that could not be read; the first hundred with their reasons. */
export const skippedSchema = z.strictObject({
  count: whole,
  examples: z.array(z.strictObject({ row: whole, id: z.string(), reason: z.string() })).max(100),
});

const scoredShardSchema = z.strictObject({
  format: z.literal('fairweight-shard/1'),
  source: sourceSchema,
  shard: shardSchema.optional(),
  examples: whole,
  skipped: whole,
  outcomes: z.strictObject({ sha256: hash, parts: z.array(z.strictObject({ file: name, sha256: hash })) }),
});

/** What `audit score` leaves beside an outcome table: what it is of, and its hash. */
export type ScoredShard = z.infer<typeof scoredShardSchema>;

/** Its name in the output folder. */
export const shardFileName = 'shard.json';

const maxShardFileBytes = 16 * 1_048_576;

/** Reads what a finished `audit score` left. @throws {AuditError} `data` where it did not finish, or the file is damaged */
export async function readScoredShard(file: string): Promise<ScoredShard> {
  return parseJsonFile(
    file,
    await readBounded(file, maxShardFileBytes, 'Score this shard first: audit score --out.'),
    scoredShardSchema,
  );
}
