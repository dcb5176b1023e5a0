import type { Estimate, Slice } from '../base/index.js';

/** Maps of examples that flipped, both models under the same masks. */
export interface ExplanationsRecord {
  readonly methods: readonly ExplanationMethod[];
  readonly exemplars: readonly ExemplarRecord[];
  /** Why there are none, or fewer than asked for. */
  readonly note?: string | undefined;
}

export interface ExplanationMethod {
  readonly name: string;
  readonly title: string;
  readonly settings: Readonly<Record<string, number | string>>;
}

export interface ExemplarRecord {
  readonly id: string;
  /** The slice for which it stands. */
  readonly slice: Slice;
  readonly label: string;
  readonly baseline: AnswerRecord;
  readonly variant: AnswerRecord;
  readonly input: ExemplarInput;
  readonly maps: readonly ExemplarMap[];
}

export interface AnswerRecord {
  readonly answer: string;
  /** The score of the answer, in [0, 1] for classifiers. */
  readonly score: number;
  readonly isRight: boolean;
}

export type ExemplarInput =
  /** A PNG as a data URI of the picture as the models saw it. */
  | { readonly kind: 'image'; readonly png: string; readonly width: number; readonly height: number }
  | { readonly kind: 'columns'; readonly columns: readonly { readonly name: string; readonly value: string }[] };

export interface ExemplarMap {
  readonly method: string;
  /** What is explained: the score of this class, or the output. */
  readonly target: string;
  /** Spearman rank correlation of the two maps, in [−1, 1]. */
  readonly agreement: Estimate;
  readonly maps:
    /** Row-major values on the input's own grid; higher: hiding it lowers the target's score more. */
    | {
        readonly kind: 'image';
        readonly width: number;
        readonly height: number;
        readonly isSigned: boolean;
        readonly baseline: readonly number[];
        readonly variant: readonly number[];
      }
    | {
        readonly kind: 'columns';
        readonly columns: readonly { readonly name: string; readonly baseline: number; readonly variant: number }[];
      };
}
