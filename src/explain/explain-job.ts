import type { InputSpec } from '../data/index.js';
import type { ModelFile, OutcomeSpec, ScoringTask } from '../outcomes/index.js';

/** Which examples to explain, how, and with which models; plain data, since it travels to other processes. */
export interface ExplainJob {
  /** The baseline, then one variant. */
  readonly models: readonly ModelFile[];
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly outcome: OutcomeSpec;
  /** The folder that files in cells are relative to. */
  readonly folder: string;
  readonly methods: readonly string[];
  readonly masks: number;
  /** Published, so that anyone can draw the same masks. */
  readonly seed: string;
  readonly workers: number;
  readonly examples: readonly ExampleToExplain[];
}

export interface ExampleToExplain {
  readonly id: string;
  readonly label: string;
  /** One row of the table: the columns that the inputs read. */
  readonly row: ScoringTask;
}

/** What came of one example. */
export interface ExplainedExample {
  readonly id: string;
  readonly input:
    | {
        readonly kind: 'image';
        readonly width: number;
        readonly height: number;
        readonly channels: 1 | 3;
        readonly pixels: Uint8Array;
      }
    | { readonly kind: 'columns'; readonly columns: readonly { readonly name: string; readonly value: string }[] };
  readonly maps: readonly {
    readonly method: string;
    readonly settings: Readonly<Record<string, number | string>>;
    readonly baseline: Float64Array;
    readonly variant: Float64Array;
  }[];
}
