import { describe, expect, it } from 'vitest';
import { AuditError } from '../../src/base/index.js';
import { parsePlan } from '../../src/plan/index.js';

const vocabulary = {
  metrics: [{ name: 'accuracy', unit: 'rate' as const, tasks: ['binary'] }],
  metricFamilies: [],
  explainers: [],
  claimMetrics: [],
};
const head = 'version: 1\nname: small\nbaseline: a.onnx\nvariants: { int8: b.onnx }\n';

function refusal(text: string): string {
  try {
    parsePlan(text, 'audit.yaml', vocabulary);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return `${error.message} ${error.wayOut ?? ''}`.trim();
  }
  throw new Error('expected a refusal');
}

/** A YAML list of so many numbers. */
const list = (length: number): string => `[${Array.from({ length }, (_, i) => i).join(', ')}]`;

describe('a plan that the schema refuses is refused in our own words', () => {
  it.each([
    [
      `attributes: { age: { bins: ${list(101)} } }`,
      'attributes.age.bins: expected a list of at most 100, found a list of 101.',
    ],
    [
      'attributes: { age: { bins: [] } }',
      'attributes.age.bins: expected a list that is not empty, found an empty list.',
    ],
    ['attributes: { age: { bins: 5 } }', 'attributes.age.bins: expected a list, found 5.'],
    ['attributes: { age: { sensitive: yes } }', 'attributes.age.sensitive: expected true or false, found "yes".'],
    ['attributes: { "": {} }', 'attributes: expected a text that is not empty, found "".'],
    [
      'margins: { accuracy: { drift: 5 percent } }',
      'margins.accuracy.drift: expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit, found "5 percent". Write "5 points" for 5 of a hundred, or "5 %" for a share of what the baseline has.',
    ],
    [
      'margins:\n  accuracy:\n    drift: 1,5pp',
      'margins.accuracy.drift: expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit, found "1,5pp". Write "1.5 points".',
    ],
    [
      'margins: { accuracy: { drift: "0.02" } }',
      'margins.accuracy.drift: expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit, found "0.02". Write it without quotation marks: 0.02.',
    ],
    [
      'margins: { accuracy: { drift: -2 points } }',
      'margins.accuracy.drift: expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit, found "-2 points". Leave the sign out: a size says how far, not which way.',
    ],
    [
      'margins: { accuracy: { drift: 2 points, sides: both side } }',
      'margins.accuracy.sides: expected "worse" or "both", found "both side". Did you mean "both"?',
    ],
    ['min_slice: 0', 'min_slice: expected at least 1, found 0.'],
    ['min_slice: 2.5', 'min_slice: expected a whole number, found 2.5.'],
    ['min_slice:', 'min_slice: expected a number, found nothing.'],
    ['explain: { examples: 51 }', 'explain.examples: expected at most 50, found 51.'],
    ['slices: [[a, b, c, d, e, f, g]]', 'slices[0]: expected a list of at most 6, found a list of 7.'],
    ['slices: [5]', 'slices[0]: expected a text or a list, found 5.'],
    [
      'inputs: { x: { file: f, scale: { from: [1], to: [0, 1] } } }',
      'inputs.x.scale.from: expected a list of two numbers, found a list of 1.',
    ],
    ['inputs: { x: { columns: { a: { one_hot: [1] } } } }', 'inputs.x.columns.a.one_hot[0]: expected a text, found 1.'],
    ['inputs: { x: 5 }', 'inputs.x: expected a map, found 5.'],
    ['outcome: { task: binary, output: x, threshold: 2 }', 'outcome.threshold: expected at most 1, found 2.'],
    [
      'outcome: { task: binary, output: x, positive: [] }',
      'outcome.positive: expected a text, a number or true or false, found an empty list.',
    ],
    [
      'margins: { accuracy: { drift: [] } }',
      'margins.accuracy.drift: expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit, found an empty list.',
    ],
    [
      `notes: { limits: ${'x'.repeat(10_001)} }`,
      'notes.limits: expected a text of at most 10000 characters, found a text of 10001 characters.',
    ],
    ['data:', 'data: expected a map, found nothing.'],
  ])('%.60s', (text, message) => expect(refusal(`${head}${text}\n`)).toBe(message));

  it('where a number is quoted that must not be', () => {
    expect(refusal(head.replace('1', '"1"'))).toBe('version: expected 1, found "1". Write it without quotation marks.');
  });
});
