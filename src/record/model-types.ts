import type { LatencyFacts, LatencyRatio } from '../claims/index.js';

/** What the file of one model says of itself; nothing here was measured by running it. */
export interface ModelFacts {
  /** `baseline`, or the variant's name in the plan. */
  readonly name: string;
  /** The file's name without its folder. */
  readonly file: string;
  readonly format: 'onnx';
  /** Over the file; with external data, over the list of all files' names and hashes. */
  readonly sha256: string;
  readonly bytes: number;
  /** Bytes after gzip at level 9: about what a phone downloads. */
  readonly gzipBytes: number;
  readonly parameters: number;
  /** Parameters that are exactly zero (for quantized weights: equal to their zero point). */
  readonly zeros: number;
  /** Parameters by data type, `int8`, `float32` …; sorted by name. */
  readonly dataTypes: Readonly<Record<string, number>>;
  /** How often each operator stands in the graph, `domain.Name` outside the default domain; sorted by name. */
  readonly operators: Readonly<Record<string, number>>;
  /** Operator set versions by domain; the default domain is `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly producer: string;
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  /** Names of the files that hold weights outside the model file. */
  readonly externalData: readonly string[];
}

export interface TensorFacts {
  readonly name: string;
  readonly type: string;
  /** Numbers, names of symbolic dimensions, or `null` where the model says nothing. */
  readonly shape: readonly (number | string | null)[];
}

/** Latency of one example, both models in turns in fresh processes. */
export interface LatencyComparison {
  readonly baseline: LatencyFacts;
  readonly variant: LatencyFacts;
  /** Variant over baseline: below 1 is faster. */
  readonly ratioP50: LatencyRatio;
  readonly ratioP90: LatencyRatio;
  readonly sessions: number;
  readonly runsPerSession: number;
  readonly threads: number;
  /** What was run. */
  readonly input?: LatencyInput | undefined;
  /** `lscpu`'s model name and the like: the machine that measured. */
  readonly machine: string;
}

/** An example of the evaluation set, by its id; or an input that was made up, where there are no data. */
export type LatencyInput = { readonly kind: 'example'; readonly id: string } | { readonly kind: 'generated' };
