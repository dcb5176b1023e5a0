import { describe, expect, it } from 'vitest';
import { AuditError } from '../../src/base/index.js';
import { planVocabulary } from '../../src/audit/vocabulary.js';
import { parsePlan, type Plan } from '../../src/plan/index.js';

const parse = (text: string): Plan => parsePlan(text, 'audit.yaml', planVocabulary).plan;

/** Eight lines that are a plan; `search` begins in line 9. */
function planWith(search: string, task = 'binary', attributes = '{ sex: {}, age: { bins: [30] } }'): string {
  return [
    'version: 1',
    'name: small',
    'baseline: a.onnx',
    'variants: { int8: b.onnx }',
    'data: { table: t.csv, label: y }',
    'inputs: { x: { column: x } }',
    `outcome: { task: ${task}, output: o }`,
    `attributes: ${attributes}`,
    search,
  ].join('\n');
}

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return `${error.place?.line ?? '-'} ${error.message} ${error.wayOut ?? ''}`;
  }
  throw new Error('expected a refusal');
}

describe('search: in a plan', () => {
  it('is not there unless it is asked for', () => {
    expect(parse(planWith('')).search).toBeUndefined();
    expect(parse(planWith('search: false')).search).toBeUndefined();
  });

  it('looks by every attribute for accuracy, three conditions and five slices, unless told otherwise', () => {
    const all = { attributes: ['sex', 'age'], conditions: 3, metrics: ['accuracy'], most: 5 };
    expect(parse(planWith('search: true')).search).toEqual(all);
    expect(parse(planWith('search: {}')).search).toEqual(all);
    expect(
      parse(planWith('search: { attributes: [age], conditions: 1, metrics: [true_positive_rate], most: 2 }')).search,
    ).toEqual({ attributes: ['age'], conditions: 1, metrics: ['true_positive_rate'], most: 2 });
  });

  it('looks by columns that are no attributes too, besides all that are, and without any', () => {
    expect(parse(planWith('search: { columns: [hours, region] }')).search).toEqual({
      attributes: ['sex', 'age'],
      columns: ['hours', 'region'],
      conditions: 3,
      metrics: ['accuracy'],
      most: 5,
    });
    expect(parse(planWith('search: { columns: [hours] }', 'binary', '{}')).search).toMatchObject({
      attributes: [],
      columns: ['hours'],
    });
  });

  it.each([
    ['a column twice', 'search: { columns: [hours, hours] }', '9 The search names the column "hours" twice.'],
    [
      'a column that is an attribute',
      'search: { columns: [age] }',
      '9 The search names the column "age", which is an attribute of the plan already. Name it under attributes of the search',
    ],
    ['no columns', 'search: { columns: [] }', '9 search'],
    [
      'an attribute that is not there',
      'search: { attributes: [sexx] }',
      '9 The search names the attribute "sexx", which the plan does not have. Its attributes are: sex, age. Did you mean "sex"?',
    ],
    ['an attribute twice', 'search: { attributes: [sex, sex] }', '9 The search names the attribute "sex" twice.'],
    [
      'a metric that is no plain share',
      'search: { metrics: [auc] }',
      '9 Slices cannot be searched for "auc": it is no share of the same examples on both sides. There are: accuracy',
    ],
    ['four conditions', 'search: { conditions: 4 }', '9 search'],
    ['no slices at all', 'search: { most: 0 }', '9 search'],
    ['a setting that is not there', 'search: { depth: 2 }', '9 search'],
  ])('refuses %s', (_, search, says) => {
    expect(refusal(planWith(search))).toContain(says);
  });

  it('refuses a regression, a plan without attributes, and one without data', () => {
    expect(refusal(planWith('search: true', 'regression'))).toContain(
      '9 Slices are searched for rates such as accuracy',
    );
    expect(refusal(planWith('search: true', 'binary', '{}'))).toContain('9 The plan has no attributes');
    const bare =
      'version: 1\nname: small\nbaseline: a.onnx\nvariants: { int8: b.onnx }\nattributes: { sex: {} }\nsearch: true';
    expect(refusal(bare)).toContain('6 The plan has no data, so there are no slices to search.');
  });
});
