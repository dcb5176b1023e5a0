import { describe, expect, it } from 'vitest';
import { AuditError } from '../../src/base/index.js';
import { parsePlan, type PlanVocabulary } from '../../src/plan/index.js';

const vocabulary: PlanVocabulary = {
  metrics: [
    { name: 'accuracy', unit: 'rate', tasks: ['binary', 'multiclass'] },
    { name: 'mae', unit: 'number', tasks: ['regression'] },
  ],
  metricFamilies: [
    { pattern: /^top_([2-9]|[1-9]\d{1,4})_accuracy$/u, unit: 'rate', tasks: ['multiclass'] },
    { pattern: /^pinball_(0\.\d{0,5}[1-9])$/u, unit: 'number', tasks: ['regression'] },
  ],
  explainers: [],
  claimMetrics: [],
};

const head =
  'version: 1\nname: small\nbaseline: a.onnx\nvariants: { int8: b.onnx }\ndata: { table: t.csv, label: y }\n' +
  'inputs: { x: { column: x } }\n';
const classes = 'outcome: { task: multiclass, output: o, classes: [a, b, c, d, e], top: ';
const values = 'outcome: { task: regression, output: o, quantiles: ';

function refusal(text: string): string {
  try {
    parsePlan(head + text, 'audit.yaml', vocabulary);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    const { line, column } = error.place ?? {};
    return [`${line ?? '-'}:${column ?? '-'}`, error.message, error.wayOut].filter(Boolean).join(' ');
  }
  throw new Error('expected a refusal');
}

describe('the numbers that metrics are measured at', () => {
  it('are taken as written', () => {
    const top = parsePlan(`${head}${classes}[4, 2] }\n`, 'audit.yaml', vocabulary).plan.outcome;
    expect(top).toMatchObject({ task: 'multiclass', top: [4, 2] });
    const quantiles = parsePlan(`${head}${values}[0.95, 0.050, 0.000001] }\n`, 'audit.yaml', vocabulary).plan.outcome;
    expect(quantiles).toMatchObject({ task: 'regression', quantiles: [0.95, 0.05, 0.000001] });
  });

  it.each([
    [`${classes}[1] }`, '7:73 outcome.top[0]: expected at least 2, found 1.'],
    [`${classes}[2.5] }`, '7:73 outcome.top[0]: expected a whole number, found 2.5.'],
    [`${classes}[2, 3, 2] }`, '7:79 outcome.top[2]: expected each number once, found 2.'],
    [`${classes}[] }`, '7:72 outcome.top: expected a list that is not empty, found an empty list.'],
    [`${classes}3 }`, '7:72 outcome.top: expected a list, found 3.'],
    [`${values}[0] }`, '7:53 outcome.quantiles[0]: expected a number above 0 and below 1, found 0.'],
    [`${values}[0.5, 1] }`, '7:58 outcome.quantiles[1]: expected a number above 0 and below 1, found 1.'],
    [`${values}[.nan] }`, '7:53 outcome.quantiles[0]: expected a number, found NaN.'],
    [`${values}[0.5, 0.50] }`, '7:58 outcome.quantiles[1]: expected each number once, found 0.5.'],
    [
      `${values}[0.1234567] }`,
      '7:53 outcome.quantiles[0]: expected a number with at most six decimals, found 0.1234567.',
    ],
  ])('%s', (text, expected) => expect(refusal(`${text}\n`)).toBe(expected));

  it.each([
    ['multiclass, output: o, classes: [a, b, c, d, e]', 'top_1_accuracy: { drift: 2 points }'],
    ['multiclass, output: o, classes: [a, b, c, d, e]', 'top_03_accuracy: { drift: 2 points }'],
    ['regression, output: o', 'pinball_1: { drift: 2 }'],
    ['regression, output: o', 'pinball_0.10: { drift: 2 }'],
    ['regression, output: o', 'pinball_0.1234567: { drift: 2 }'],
    ['binary, output: o, positive: 1', 'top_3_accuracy: { drift: 2 points }'],
  ])('of %s refuse a margin on %s', (outcome, margin) => {
    expect(refusal(`outcome: { task: ${outcome} }\nmargins: { ${margin} }\n`)).toMatch(
      /^8:\d+ (There is no metric|The metric) "[\w.]+"/u,
    );
  });
});
