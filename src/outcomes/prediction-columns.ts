import type { AttributeSpec } from '../base/index.js';
import type { Dictionary } from '../data/index.js';
import type { OutcomeSpec } from './outcome.js';

/** Predictions that were made elsewhere, in columns of a table. */
export interface PredictionColumns {
  readonly label: Dictionary;
  readonly attributes: readonly { readonly spec: AttributeSpec; readonly dictionary: Dictionary | undefined }[];
  readonly unit?: string | undefined;
  readonly weight?: string | undefined;
  /** The baseline's, then the variants'. */
  readonly models: readonly PredictionColumn[];
  readonly outcome: OutcomeSpec;
}

/** What one model said: scores of the positive class or values as numbers, or answers as codes of a dictionary. */
export interface PredictionColumn {
  readonly column: string;
  readonly answers: Dictionary | undefined;
}

/** One row as both passes see it; the same object for every row. */
export interface PredictionRow {
  /** One number a combination of attribute values. */
  attributesCode: number;
  attributes(): readonly string[];
  unit: string;
  weight: number;
  /** Index of the label's class; 0 for regression. */
  label: number;
  /** The label of a regression. */
  truth: number;
  /** Scores or values by model; what answers hold there means nothing. */
  readonly numbers: Float64Array;
  /** Answers by model. */
  readonly answers: Int32Array;
}
