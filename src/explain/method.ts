import type { Random } from '../base/index.js';

/** One example's input as an explanation sees it. */
export type ExplainedInput =
  | {
      readonly kind: 'image';
      /** The tensor's values for this example, laid out as the model wants them. */
      readonly data: Float32Array;
      readonly channels: number;
      readonly height: number;
      readonly width: number;
      readonly layout: 'nchw' | 'nhwc';
    }
  | {
      readonly kind: 'columns';
      readonly data: Float32Array;
      /** Which entries belong to which column of the table. */
      readonly columns: readonly { readonly name: string; readonly from: number; readonly to: number }[];
      /** What stands in for a hidden entry. */
      readonly replacement: Float32Array;
    };

/**
 * Scores altered copies of the input with every model: the same copies for all.
 *
 * @param rows one altered input each
 * @returns for every model the target's score of each row
 */
export type Predict = (rows: readonly Float32Array[]) => Promise<readonly Float64Array[]>;

/** How many masks and where their randomness comes from. */
export interface ExplainSettings {
  readonly masks: number;
  /** Rows that go to the models at once; does not change the result. */
  readonly batch: number;
  readonly random: Random;
}

/** A way to explain one example, the same for every model. */
export interface ExplanationMethod {
  readonly name: string;
  readonly title: string;
  /** Whether values on both sides of zero mean something. */
  readonly isSigned: boolean;
  readonly kinds: readonly ExplainedInput['kind'][];
  /** What shaped the map, for the record. */
  settings(input: ExplainedInput, settings: Pick<ExplainSettings, 'masks'>): Readonly<Record<string, number | string>>;
  /** @returns a map a model: a value a pixel (row-major), or a value a column */
  explain(input: ExplainedInput, predict: Predict, settings: ExplainSettings): Promise<readonly Float64Array[]>;
}
