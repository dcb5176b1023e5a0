import { AuditError, quoted, type Activation } from '../base/index.js';
import type { Outcome, OutcomeSpec } from './outcome.js';

/** A numeric output of a model: a row an example. */
export interface OutputTensor {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number | bigint>;
}

/** The rows that a model was given. */
export interface AskedRows {
  /** How many: more than there are ids where a batch was filled up. */
  readonly count: number;
  /** Of the examples, in the order of the rows. */
  readonly ids: readonly string[];
  /** Rows that hold nothing to judge, since their example could not be read. */
  readonly skipped?: ReadonlySet<number> | undefined;
}

/**
 * Turns an output into one outcome an example that was not skipped, in their order. What a model says of other rows is never looked
 * at: one that normalises says NaN of zeros.
 *
 * Scores are computed in 64 bits and kept as 32-bit floats. Without an activation they must be scores already.
 *
 * @param name how the model is called in messages
 * @throws {AuditError} `model` for NaN or infinite numbers, scores outside [0, 1], or a shape that does not fit rows and outcome,
 *   naming the model and the example; `plan` for a softmax over one number
 */
export function readAnswers(
  output: OutputTensor,
  spec: OutcomeSpec,
  name: string,
  rows: AskedRows,
): readonly Outcome[] {
  const width = rowWidth(output, spec, name, rows.count);
  return [...rows.ids.entries()]
    .filter(([row]) => rows.skipped?.has(row) !== true)
    .map(([row, id]) => readAnswer(output, row * width, width, spec, name, id));
}

function readAnswer(
  output: OutputTensor,
  start: number,
  width: number,
  spec: OutcomeSpec,
  name: string,
  id: string,
): Outcome {
  const raw = Array.from({ length: width }, (_, k) => Number(output.data[start + k]));
  const bad = raw.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new AuditError(
      'model',
      `The model ${quoted(name)} said ${raw[bad]} for the example ${quoted(id)} (output ${quoted(spec.output)}).`,
      { wayOut: 'Nothing can be judged from such an answer: mend the model, or leave the example out of the table.' },
    );
  }
  if (spec.task === 'regression') {
    const [value = 0] = raw;
    if (Math.abs(value) <= 1e50) return { kind: 'value', value };
    throw new AuditError(
      'model',
      `The model ${quoted(name)} predicted ${value} for the example ${quoted(id)}, which is too large to judge.`,
    );
  }
  const scores = activate(raw, spec.activation);
  assertScores(scores, name, id);
  if (spec.task === 'multiclass') return { kind: 'scores', scores };
  return { kind: 'score', score: scores[scores.length - 1] ?? 0 };
}

function rowWidth(output: OutputTensor, spec: OutcomeSpec, name: string, rows: number): number {
  const [first = 1] = output.dims;
  const width = output.data.length / rows;
  const expected = spec.task === 'multiclass' ? [spec.classes.length] : spec.task === 'binary' ? [1, 2] : [1];
  const output_ = `The output ${quoted(spec.output)} of the model ${quoted(name)}`;
  if (first !== rows || !expected.includes(width)) {
    throw new AuditError(
      'model',
      `${output_} has the shape [${output.dims.join(', ')}] for ${rows} examples; ` +
        `expected ${rows} rows of ${expected.join(' or ')} numbers (${spec.task}).`,
      { wayOut: 'Name the right output, task and classes under outcome in the plan.' },
    );
  }
  if (spec.task === 'binary' && width === 1 && spec.activation === 'softmax') {
    throw new AuditError('plan', `${output_} is one number an example, of which a softmax makes 1 for everybody.`, {
      wayOut: oneLogit,
    });
  }
  return width;
}

const oneLogit = 'If the output holds a logit, set "activation: sigmoid" under outcome in the plan.';
const manyLogits = 'If the output holds logits, set "activation: softmax" under outcome in the plan.';

function activate(raw: readonly number[], activation: Activation): readonly number[] {
  if (activation === 'none') return raw.map(Math.fround);
  if (activation === 'sigmoid') return raw.map((x) => Math.fround(1 / (1 + Math.exp(-x))));
  const largest = Math.max(...raw);
  const powers = raw.map((x) => Math.exp(x - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => Math.fround(power / sum));
}

/** Rounding in a model may leave a score a hair outside [0, 1] and a sum a hair off one. */
const slack = 1e-3;

function assertScores(scores: readonly number[], name: string, id: string): void {
  const outside = scores.find((score) => score < -1e-6 || score > 1 + 1e-6);
  const sum = scores.reduce((a, b) => a + b, 0);
  const isOff = scores.length > 1 && Math.abs(sum - 1) > slack;
  if (outside === undefined && !isOff) return;
  throw new AuditError(
    'model',
    outside === undefined
      ? `The scores of the model ${quoted(name)} for the example ${quoted(id)} add up to ${sum}, not to 1.`
      : `The model ${quoted(name)} gave the example ${quoted(id)} a score of ${outside}, outside [0, 1].`,
    { wayOut: scores.length > 1 ? manyLogits : oneLogit },
  );
}
