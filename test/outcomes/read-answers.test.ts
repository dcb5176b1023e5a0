import { describe, expect, it } from 'vitest';
import type { Activation } from '../../src/base/index.js';
import { readAnswers, type OutcomeSpec } from '../../src/outcomes/index.js';

const binary = (activation: Activation): OutcomeSpec => ({
  task: 'binary',
  output: 'y',
  activation,
  labels: ['no', 'yes'],
  threshold: 0.5,
});
const regression: OutcomeSpec = { task: 'regression', output: 'y' };

/** What is read of an output with `width` numbers a row. */
function read(
  values: readonly number[],
  width: number,
  spec: OutcomeSpec,
  rows: { readonly count?: number; readonly ids?: readonly string[]; readonly skipped?: ReadonlySet<number> } = {},
): unknown {
  const ids = rows.ids ?? ['a', 'b'];
  const output = { dims: [values.length / width, width], data: values };
  return readAnswers(output, spec, 'int8', { count: ids.length, ...rows, ids });
}

describe('the answers in an output', () => {
  it('are refused where there are more rows than the model was given', () => {
    // Taken from the top, both examples would get rows of the first one.
    expect(() => read([0.1, 0.2, 0.3, 0.4], 1, binary('none'))).toThrow(/shape \[4, 1\] for 2 examples.*2 rows/u);
  });

  it('are refused where there are fewer', () => {
    expect(() => read([0.1], 1, binary('none'))).toThrow(/shape \[1, 1\] for 2 examples/u);
  });

  it('leave out the rows that a batch was filled up with, whatever they say', () => {
    const values = [0.25, 0.5, NaN, NaN];
    expect(read(values, 1, binary('none'), { count: 4 })).toEqual([
      { kind: 'score', score: 0.25 },
      { kind: 'score', score: 0.5 },
    ]);
  });

  it('leave out examples that were skipped, whatever their rows say', () => {
    const values = [NaN, 0.5];
    expect(read(values, 1, binary('none'), { skipped: new Set([0]) })).toEqual([{ kind: 'score', score: 0.5 }]);
  });

  it('must be numbers for every example that counts', () => {
    expect(() => read([0.5, NaN], 1, binary('none'))).toThrow('said NaN for the example "b"');
    expect(() => read([0.5, Infinity], 1, regression)).toThrow('said Infinity for the example "b"');
  });

  it('are the positive class of two scores, and the only score of one', () => {
    expect(read([0.75, 0.25, 0.5, 0.5], 2, binary('none'))).toEqual([
      { kind: 'score', score: 0.25 },
      { kind: 'score', score: 0.5 },
    ]);
    expect(read([0, 0], 1, binary('sigmoid'))).toEqual([
      { kind: 'score', score: 0.5 },
      { kind: 'score', score: 0.5 },
    ]);
  });

  it('are no softmax over one number, which is 1 for everybody', () => {
    expect(() => read([-3, 3], 1, binary('softmax'))).toThrow(
      expect.objectContaining({ code: 'plan', wayOut: expect.stringContaining('activation: sigmoid') as string }),
    );
  });

  it('name the activation that fits: sigmoid for one logit, softmax for two', () => {
    const wayOut = (name: string): unknown =>
      expect.objectContaining({ wayOut: expect.stringContaining(`activation: ${name}`) as string });
    expect(() => read([-3, 3], 1, binary('none'))).toThrow(wayOut('sigmoid'));
    expect(() => read([-3, 3, 1, 2], 2, binary('none'))).toThrow(wayOut('softmax'));
    expect(() => read([-3, 3, 1, 2], 2, binary('sigmoid'))).toThrow(wayOut('softmax'));
  });
});
