import { describe, expect, it } from 'vitest';
import { AuditError } from '../../src/base/index.js';
import { parsePlan, type Plan } from '../../src/plan/index.js';

const head = `version: 1
name: small
baseline: a.onnx
variants: { int8: b.onnx, pruned: c.onnx }
data: { table: t.csv, label: y }
inputs: { x: { column: x } }
outcome: { task: binary, output: s }
attributes: { tone: { sensitive: true, order: [light, dark] }, gender: { sensitive: true }, style: {} }
slices: [tone, gender, style, [tone, gender]]
`;
const tiers = '  tiers: { flagship: baseline, mid: int8, budget: pruned }\n';

const parse = (text: string): Plan =>
  parsePlan(text, 'audit.yaml', { metrics: [], metricFamilies: [], explainers: [], claimMetrics: [] }).plan;

/** A plan whose deployment has these shares, from line 12 on. */
const withShares = (...rows: readonly string[]): string =>
  `${head}deployment:\n${tiers}  shares:\n${rows.map((row) => `    - { ${row} }\n`).join('')}`;

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    const { line, column } = error.place ?? {};
    return [`${line ?? '-'}:${column ?? '-'}`, error.message, error.wayOut].filter(Boolean).join(' ');
  }
  throw new Error('expected a refusal');
}

const all = 'of: all, flagship: 30 %, mid: 50 %, budget: 20 %';
const dark = 'of: { tone: dark }, flagship: 0.1, mid: 0.4, budget: 0.5';

describe('a deployment', () => {
  it('says which model each tier gets and who has which tier, in percent or as fractions', () => {
    expect(parse(`${withShares(all, dark)}  source: a survey\n`).deployment).toEqual({
      tiers: [
        { name: 'flagship', model: 'baseline' },
        { name: 'mid', model: 'int8' },
        { name: 'budget', model: 'pruned' },
      ],
      by: ['tone'],
      common: [0.3, 0.5, 0.2],
      groups: [{ slice: [{ attribute: 'tone', value: 'dark' }], shares: [0.1, 0.4, 0.5], at: 1 }],
      source: 'a survey',
    });
  });

  it('keeps tiers in the order written, also where their names look like numbers', () => {
    const text = `${head}deployment:\n  tiers: { 9: int8, 5: baseline }\n  shares: [{ of: all, 5: 75 %, 9: 25 % }]\n`;
    const { deployment } = parse(text);
    expect(deployment?.tiers.map(({ name }) => name)).toEqual(['9', '5']);
    expect(deployment?.common).toEqual([0.25, 0.75]);
  });

  it('names the groups of a crossing in the order in which the plan cuts it', () => {
    const { deployment } = parse(withShares(all, 'of: { gender: 1, tone: dark }, flagship: 0, mid: 0, budget: 1'));
    expect(deployment?.by).toEqual(['tone', 'gender']);
    expect(deployment?.groups[0]?.slice.map(({ value }) => value)).toEqual(['dark', '1']);
  });

  it('takes thirds that decimals cannot say', () => {
    const third = '0.3333333333';
    expect(
      parse(withShares(`of: all, flagship: ${third}, mid: ${third}, budget: 0.3333333334`)).deployment?.common,
    ).toHaveLength(3);
  });

  it.each([
    [
      'shares that do not add up',
      withShares('of: all, flagship: 30 %, mid: 50 %, budget: 30 %'),
      '13:7 The shares of all must add up to 1 (100 %), found 1.1. That is 0.1 too much: lower the share of a tier.',
    ],
    [
      'a sum that is off by more than rounding',
      withShares('of: all, flagship: 0.3, mid: 0.5, budget: 0.20000001'),
      '13:7 The shares of all must add up to 1 (100 %), found 1.00000001. That is 1e-8 too much: lower the share of a tier.',
    ],
    [
      'a tier that is left out',
      withShares('of: all, flagship: 30 %, mid: 70 %'),
      '13:7 The shares of all lack budget. Name every tier; a tier that nobody has is 0.',
    ],
    [
      'a tier that there is not',
      withShares('of: all, flagship: 30 %, mid: 50 %, buget: 20 %'),
      '13:52 The shares of all name the tier "buget", which there is not. Did you mean "budget"? The tiers are: flagship, mid, budget.',
    ],
    [
      'percent without its sign',
      withShares('of: all, flagship: 30, mid: 50, budget: 20'),
      '13:28 A share lies between 0 and 1, or 0 % and 100 %, found 30. For 30 of a hundred write "30 %".',
    ],
    [
      'a share below 0',
      withShares('of: all, flagship: -0.5, mid: 1, budget: 0.5'),
      '13:28 deployment.shares[0].flagship: expected a share such as "30 %" or 0.3, found -0.5.',
    ],
    [
      'a share that is no number',
      withShares('of: all, flagship: most, mid: 1, budget: 0'),
      '13:28 deployment.shares[0].flagship: expected a share such as "30 %" or 0.3, found "most".',
    ],
    [
      'nothing for all',
      withShares(dark),
      '13:5 The deployment has no shares of all, which every group without its own has. Add: - { of: all, flagship: …, mid: …, budget: … }.',
    ],
    ['all twice', withShares(all, all), '14:7 The shares of all are given twice.'],
    ['a group twice', withShares(all, dark, dark), '15:13 The shares of tone "dark" are given twice.'],
    [
      'a model that there is not',
      `${head}deployment:\n  tiers: { a: int6 }\n  shares: [{ of: all, a: 1 }]\n`,
      '11:15 The tier "a" gets "int6", which is neither the baseline nor a variant. Did you mean "int8"? There are: baseline, int8, pruned.',
    ],
    [
      'no tier',
      `${head}deployment:\n  tiers: {}\n  shares: [{ of: all }]\n`,
      '11:10 The deployment names no tier. Name each with the model it gets: { flagship: baseline, … }.',
    ],
    [
      'a tier called of',
      `${head}deployment:\n  tiers: { of: int8 }\n  shares: [{ of: all }]\n`,
      '11:16 No tier can be called "of", which says whose shares they are.',
    ],
    [
      'an attribute that there is not',
      withShares(all, 'of: { ton: dark }, flagship: 0, mid: 0, budget: 1'),
      '14:20 The shares are of "ton", which is no attribute of the plan. Did you mean "tone"? Its attributes are: tone, gender, style.',
    ],
    [
      'an attribute that names no groups',
      withShares(all, 'of: { style: flat }, flagship: 0, mid: 0, budget: 1'),
      '14:22 The shares are of "style", which is not sensitive, so it names no groups. Say "sensitive: true" of "style" under attributes.',
    ],
    [
      'two attributes by themselves',
      withShares(all, dark, 'of: { gender: woman }, flagship: 0, mid: 0, budget: 1'),
      '15:13 Shares are of one attribute or one crossing: expected "tone", found "gender". Give shares to the groups of one of them; a crossing names all of its attributes.',
    ],
    [
      'a value that the order rules out',
      withShares(all, 'of: { tone: drak }, flagship: 0, mid: 0, budget: 1'),
      '14:21 The shares are of tone "drak", which its order does not have. Did you mean "dark"? There are: light, dark, missing.',
    ],
    [
      'a crossing that is not cut',
      withShares(all, dark).replace('[tone, gender, style, [tone, gender]]', '[gender, style]'),
      '14:13 The shares are of "tone", which the plan does not cut. Add tone to the slices.',
    ],
    [
      'shares of nobody',
      withShares(all, 'of: {}, flagship: 0, mid: 0, budget: 1'),
      '14:13 Shares of nobody: expected an attribute and its value.',
    ],
    [
      'no data',
      withShares(all)
        .replace(/^data.*\n/mu, '')
        .replace(/^inputs.*\n/mu, ''),
      '9:3 The plan has a deployment but no data, so what groups get on their devices cannot be told. Name a table under data, or leave the deployment out.',
    ],
    [
      'a whose that is neither all nor a group',
      withShares('of: everyone, flagship: 1, mid: 0, budget: 0'),
      '13:13 deployment.shares[0].of: expected all, or a group such as { skin_tone: dark }, found "everyone".',
    ],
    ['whose is not said', withShares('flagship: 1, mid: 0, budget: 0'), '13:7 deployment.shares[0] lacks "of".'],
    [
      'shares that leave somebody without a device',
      withShares('of: all, flagship: 0.3, mid: 0.4, budget: 0.2'),
      '13:7 The shares of all must add up to 1 (100 %), found 0.9. That is 0.1 too little: raise the share of a tier, or add the tier that is missing.',
    ],
    [
      'a share in words',
      withShares('of: all, flagship: 30 percent, mid: 0.4, budget: 0.3'),
      '13:28 deployment.shares[0].flagship: expected a share such as "30 %" or 0.3, found "30 percent". Write "30 %".',
    ],
    [
      'misspelt tiers',
      withShares(all).replace('tiers:', 'teirs:'),
      '11:3 deployment has no setting "teirs". Did you mean "tiers"? Its settings are: tiers, shares, source.',
    ],
    [
      'a misspelt whose',
      withShares('off: 0, flagship: 1, mid: 0, budget: 0'),
      '13:7 deployment.shares[0] lacks "of". Did you mean "of" by "off"?',
    ],
    [
      'another setting',
      `${withShares(all)}  sources: mine\n`,
      '14:3 deployment has no setting "sources". Did you mean "source"? Its settings are: tiers, shares, source.',
    ],
  ])('refuses %s', (_, text, message) => expect(refusal(text)).toBe(message));
});
