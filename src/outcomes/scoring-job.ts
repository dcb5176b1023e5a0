import type { AttributeSpec, InputSpec } from '../data/index.js';
import type { OutcomeSpec } from './outcome.js';
import type { Shard, ShardRange } from './shard.js';

/** A model to run, by file. */
export interface ModelFile {
  /** `baseline`, or the variant's name. */
  readonly name: string;
  readonly path: string;
}

/** Everything that scoring depends on; plain data, since it travels to other processes. */
export interface ScoringJob {
  /** What the outcomes depend on, in one text, such as a hash: parts of a run with another key are never taken over. */
  readonly key: string;
  /** Real paths of the table's files. */
  readonly files: readonly string[];
  /** The folder that files in cells are relative to. */
  readonly folder: string;
  readonly columns: {
    readonly id?: string | undefined;
    readonly label: string;
    readonly unit?: string | undefined;
    readonly weight?: string | undefined;
  };
  readonly attributes: readonly AttributeSpec[];
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly outcome: OutcomeSpec;
  /** The baseline first. */
  readonly models: readonly ModelFile[];
  /** Examples a batch; a model with a fixed batch gets that instead. */
  readonly batchSize: number;
  readonly workers: number;
  /** Batches a part, at most: wide rows make shorter parts. */
  readonly batchesPerPart: number;
  /** The shard to score; all of the table unless given. */
  readonly shard?: Shard | undefined;
  /** Where the parts go. */
  readonly outcomes: string;
  /** A folder for what does not fit into memory. */
  readonly scratch: string;
}

/** What scoring found. */
export interface ScoringResult {
  /** How many were scored or skipped. */
  readonly examples: number;
  /** How many rows the table has. */
  readonly rows: number;
  /** Which of them these are; absent where it is all of them. */
  readonly range?: ShardRange | undefined;
  /** Examples that an earlier, interrupted run had scored. */
  readonly reused: number;
  /** Examples that a model saw at once. */
  readonly batchSize: number;
  readonly skipped: {
    readonly count: number;
    readonly examples: readonly { readonly id: string; readonly reason: string }[];
  };
}

/** One batch of rows on its way to a worker. */
export interface ScoringTask {
  /** Where each of them stands in the table, from 0. */
  readonly positions?: readonly number[] | undefined;
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, readonly (string | number | boolean | bigint | null)[]>>;
}

/** Scores that a batch and a part may hold, over all models: their rows are kept in memory. */
const [scoresPerBatch, scoresPerPart] = [2 ** 17, 2 ** 21];

/** How many examples go into a batch and into a part, so that wide rows and many models do not fill memory. */
export function sizesOf(
  job: ScoringJob,
  fixedBatch: number | undefined,
): { readonly batchSize: number; readonly rowsPerPart: number } {
  const scores = job.models.length * (job.outcome.task === 'multiclass' ? job.outcome.classes.length : 1);
  const batchSize = fixedBatch ?? Math.max(1, Math.min(job.batchSize, Math.floor(scoresPerBatch / scores)));
  const batches = Math.floor(scoresPerPart / (scores * batchSize));
  return { batchSize, rowsPerPart: batchSize * Math.max(1, Math.min(job.batchesPerPart, batches)) };
}

/** Skipping more than this share of the examples stops a run: what is left is another evaluation set. */
export const maxSkippedShare = 0.01;
