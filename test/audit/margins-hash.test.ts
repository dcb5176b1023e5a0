import { describe, expect, it } from 'vitest';
import { assertMarginsSha256, marginsSha256, planVocabulary, promisesOfPlan } from '../../src/audit/index.js';
import { parsePlan } from '../../src/plan/index.js';

const rest = `version: 1
name: small
baseline: a.onnx
variants: { int8: b.onnx }
data: { table: a.csv, label: y }
inputs: { x: { column: x } }
outcome: { task: binary, output: p }
`;
const attributes =
  'attributes: { sex: { sensitive: true, reference: m }, age: { bins: [30, 50] } }\nslices: [sex, [sex, age]]\n';
const margins =
  'margins:\n  accuracy: [{ drift: 2 points }, { drift: 5 %, slices: [{ sex: [f, m] }, all] }]\n  log_loss: { drift: 0.1 }\n';
const hash = (text: string): string => {
  const promises = promisesOfPlan(parsePlan(`${rest}${text}`, 'audit.yaml', planVocabulary).plan);
  if (!promises) throw new Error('nothing promised');
  return marginsSha256(promises);
};
const pinned = hash(attributes + margins);

describe('the hash of margins', () => {
  it.each([
    ['comments', `# agreed on\n${attributes}${margins}`],
    [
      'the order of metrics',
      `${attributes}margins:\n  log_loss: { drift: 0.1 }\n  accuracy: [{ drift: 2 points }, { drift: 5 %, slices: [{ sex: [f, m] }, all] }]\n`,
    ],
    ['how a size is written', (attributes + margins).replace('2 points', '0.02')],
    [
      'the order of values and slices',
      (attributes + margins).replace('[{ sex: [f, m] }, all]', '[all, { sex: [m, f] }]'),
    ],
    ['the order of crossings', (attributes + margins).replace('[sex, [sex, age]]', '[[age, sex], sex]')],
    ['notes', `${attributes}${margins}notes: { limits: none }\n`],
    ['a default that is written out', `${attributes}${margins}min_slice: 20\n`],
  ])('does not mind %s', (_, text) => expect(hash(text)).toBe(pinned));

  it.each([
    ['a number', '2 points', '2.1 points'],
    ['a share', '5 %', '6 %'],
    ['a share into points', '5 %', '5 points'],
    ['a side', '0.1 }', '0.1, sides: both }'],
    ['a value', 'sex: [f, m]', 'sex: [f]'],
    ['everyone', ', all]', ']'],
    [
      'the order of rules',
      '{ drift: 2 points }, { drift: 5 %, slices: [{ sex: [f, m] }, all] }',
      '{ drift: 5 %, slices: [{ sex: [f, m] }, all] }, { drift: 2 points }',
    ],
    ['a slice', '[sex, [sex, age]]', '[sex, age, [sex, age]]'],
    ['a band', '[30, 50]', '[31, 50]'],
    ['a reference', 'reference: m', 'reference: f'],
    ['sensitivity', 'sensitive: true', 'sensitive: false'],
    ['the least size', 'margins:', 'min_slice: 21\nmargins:'],
  ])('changes with %s', (_, from, to) => {
    expect(attributes + margins).toContain(from);
    expect(hash((attributes + margins).replace(from, to))).not.toBe(pinned);
  });

  it('covers defaults too, which are no promise of the plan', () => {
    const written =
      'margins: { accuracy: { drift: 2 points, differential: 2 points }, true_positive_rate: { drift: 2 points, differential: 2 points }, false_positive_rate: { drift: 2 points, differential: 2 points } }\n';
    expect(hash(attributes)).toMatch(/^[0-9a-f]{64}$/u);
    expect(hash(attributes)).not.toBe(hash(attributes + written));
  });

  it('refuses with what was expected, what was found and a way out', () => {
    const promises = promisesOfPlan(parsePlan(`${rest}${attributes}${margins}`, 'audit.yaml', planVocabulary).plan);
    expect(() => assertMarginsSha256(promises, pinned)).not.toThrow();
    expect(() => assertMarginsSha256(promises, undefined)).not.toThrow();
    expect(() => assertMarginsSha256(promises, 'a'.repeat(64))).toThrow(
      `The margins were moved: expected the SHA-256 ${'a'.repeat(64)}, found ${pinned}.`,
    );
    expect(() => assertMarginsSha256(undefined, pinned)).toThrow('without data and an outcome nothing is promised');
  });
});
