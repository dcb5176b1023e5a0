import type { AttributeSpec, InputSpec } from '../data/index.js';
import type { OutcomeSpec } from './outcome.js';

/** A model to run, by file. */
export interface ModelFile {
  /** `baseline`, or the variant's name. */
  readonly name: string;
  readonly path: string;
}

/** Everything that scoring depends on; plain data, since it travels to other processes. */
export interface ScoringJob {
  /** Real paths of the table's files. */
  readonly files: readonly string[];
  /** The folder that files in cells are relative to. */
  readonly folder: string;
  readonly columns: { readonly id?: string | undefined; readonly label: string; readonly unit?: string | undefined };
  readonly attributes: readonly AttributeSpec[];
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly outcome: OutcomeSpec;
  /** The baseline first. */
  readonly models: readonly ModelFile[];
  /** Examples a batch; a model with a fixed batch gets that instead. */
  readonly batchSize: number;
  readonly workers: number;
  /** Batches a part. */
  readonly batchesPerPart: number;
  /** Where the parts go. */
  readonly outcomes: string;
  /** A folder for what does not fit into memory. */
  readonly scratch: string;
}

/** What scoring found. */
export interface ScoringResult {
  readonly examples: number;
  /** Examples that an earlier, interrupted run had scored. */
  readonly reused: number;
  readonly skipped: {
    readonly count: number;
    readonly examples: readonly { readonly id: string; readonly reason: string }[];
  };
}

/** One batch of rows on its way to a worker. */
export interface ScoringTask {
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, readonly (string | number | boolean | bigint | null)[]>>;
}

/** Skipping more than this share of the examples stops a run: what is left is another evaluation set. */
export const maxSkippedShare = 0.01;
