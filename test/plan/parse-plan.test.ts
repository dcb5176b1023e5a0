import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditError, type Place } from '../../src/base/index.js';
import { maxPlanBytes, parsePlan, type Plan, type PlanVocabulary } from '../../src/plan/index.js';

const vocabulary: PlanVocabulary = {
  metrics: [
    { name: 'accuracy', unit: 'rate', tasks: ['binary', 'multiclass'] },
    { name: 'true_positive_rate', unit: 'rate', tasks: ['binary'] },
    { name: 'recall', unit: 'rate', tasks: ['multiclass'] },
    { name: 'log_loss', unit: 'number', tasks: ['binary', 'multiclass'] },
    { name: 'mae', unit: 'number', tasks: ['regression'] },
  ],
  metricFamilies: [{ pattern: /^top_([1-9]\d{0,5})_accuracy$/u, unit: 'rate', tasks: ['multiclass'] }],
  explainers: ['rise', 'occlusion'],
  claimMetrics: ['download_size_ratio', 'network_operators', 'parameters'],
};

const wholePlan = readFileSync(new URL('../reference/plans/audit.yaml', import.meta.url), 'utf8');
const parse = (text: string): Plan => parsePlan(text, 'audit.yaml', vocabulary).plan;

/** Four lines that are a plan; what a test is about begins in line 5. */
const head = 'version: 1\nname: small\nbaseline: a.onnx\nvariants: { int8: b.onnx }\n';

/** An error as a user reads it: `line:column message way out`. */
function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    expect(error.code).toBe('plan');
    expect(error.place?.file).toBe('audit.yaml');
    const { line, column } = error.place ?? {};
    return [`${line ?? '-'}:${column ?? '-'}`, error.message, error.wayOut].filter(Boolean).join(' ');
  }
  throw new Error('expected a refusal');
}

describe('a whole plan', () => {
  it('means what it says', () => {
    expect(parse(wholePlan)).toEqual({
      version: 1,
      name: 'people-emoji',
      baseline: 'models/base.onnx',
      baselineTrainings: ['models/base.onnx'],
      variants: [
        { name: 'int8', file: 'models/int8.onnx', trainings: ['models/int8.onnx'] },
        { name: 'pruned-80', file: 'models/pruned80.onnx', trainings: ['models/pruned80.onnx'] },
      ],
      data: { tables: ['evaluation/labels.csv'], id: 'id', label: 'class', unit: 'family' },
      inputs: {
        image: {
          kind: 'image',
          file: 'file',
          resize: { width: 64, height: 48, filter: 'bicubic', fit: 'stretch' },
          crop: { width: 32, height: 32 },
          colour: 'bgr',
          layout: 'nhwc',
          scale: { from: [0, 255], to: [-1, 1] },
          mean: [0.5],
          std: [0.1, 0.2, 0.3],
        },
        facts: {
          kind: 'columns',
          columns: [
            { kind: 'number', column: 'age', log1p: true, mean: 3.5, std: 0.4, missing: 30 },
            { kind: 'one-hot', column: 'job', categories: ['nurse', 'cook'], other: 'zeros', missing: 'unknown' },
          ],
        },
        length: { kind: 'column', column: 'length', missing: 0 },
        sound: { kind: 'array', file: 'wave', scale: { from: [0, 1], to: [-1, 1] } },
      },
      outcome: {
        task: 'multiclass',
        output: 'logits',
        activation: 'softmax',
        classes: { kind: 'names', names: ['wave', '1', 'true'] },
      },
      attributes: [
        { name: 'skin_tone', column: 'skin_tone', sensitive: true, order: ['light', 'medium', 'dark'] },
        { name: 'gender', column: 'gender', sensitive: true, missing: 'not stated' },
        { name: 'age', column: 'years', sensitive: false, bins: [18, 40, 65] },
        { name: 'style', column: 'style', sensitive: false },
      ],
      slices: [['skin_tone'], ['gender'], ['skin_tone', 'gender'], ['age']],
      minSlice: 25,
      margins: [
        { metric: 'accuracy', drift: 0.02, differential: 0.03 },
        { metric: 'recall', drift: 0.04 },
        { metric: 'recall', drift: 0.005, slices: [['skin_tone']] },
        { metric: 'recall', differential: 0.01, slices: [[], ['gender'], ['skin_tone', 'gender']] },
        { metric: 'log_loss', drift: 1.5 },
      ],
      explain: { methods: ['rise'], examples: 8, masks: 1000 },
      claims: [
        {
          id: 'size',
          text: 'Four times smaller',
          about: 'int8',
          metric: 'download_size_ratio',
          comparator: 'at_most',
          value: 0.25,
        },
        {
          id: 'private',
          text: 'Nothing leaves the device',
          metric: 'network_operators',
          comparator: 'equals',
          value: 0,
        },
        { id: 'params', text: 'Still large', metric: 'parameters', comparator: 'at_least', value: 1000 },
        { id: 'federated', text: 'Trained without collecting raw pictures' },
      ],
      notes: { intended_use: 'Recognising gestures in drawings.' },
    });
  });

  it('knows where its parts stand, for errors that are found later', () => {
    const located = parsePlan(wholePlan, 'audit.yaml', vocabulary);
    const place = (path: readonly PropertyKey[]): Place => located.place(path);
    const lineOf = (text: string): number => wholePlan.slice(0, wholePlan.indexOf(text)).split('\n').length;
    expect(place(['baseline'])).toEqual({ file: 'audit.yaml', line: lineOf('baseline:'), column: 11 });
    expect(place(['margins', 'recall', 1, 'slices']).line).toBe(lineOf('- { drift: 0.5'));
    expect(place(['inputs', 'facts', 'columns', 'job', 'other']).line).toBe(lineOf('job: {'));
    expect(place(['attributes', 'style']).line).toBe(lineOf('style:'));
    expect(place(['claims', 2, 'nothing of this name']).line).toBe(lineOf('id: params'));
  });
});

describe('trainings', () => {
  it('are a file or a list of them, the first being the one that is packed', () => {
    const plan = parse(
      'version: 1\nname: n\nbaseline: [a.onnx, b.onnx]\nvariants: { v: [c.onnx, d.onnx], w: e.onnx }\n',
    );
    expect(plan.baseline).toBe('a.onnx');
    expect(plan.baselineTrainings).toEqual(['a.onnx', 'b.onnx']);
    expect(plan.variants).toEqual([
      { name: 'v', file: 'c.onnx', trainings: ['c.onnx', 'd.onnx'] },
      { name: 'w', file: 'e.onnx', trainings: ['e.onnx'] },
    ]);
  });

  it.each([
    ['baseline: [a.onnx, b.onnx, a.onnx]\nvariants: { v: c.onnx }', '3:28 The training "a.onnx" is named twice.'],
    ['baseline: []\nvariants: { v: c.onnx }', '3:11 baseline'],
    ['baseline: a.onnx\nvariants: { v: [c.onnx, "https://h/x.onnx"] }', '4:25 '],
  ])('are refused: %s', (text, sentence) => {
    expect(refusal(`version: 1\nname: n\n${text}\n`)).toContain(sentence);
  });
});

describe('a small plan', () => {
  it('has every default filled in', () => {
    expect(parse(head)).toEqual({
      version: 1,
      name: 'small',
      baseline: 'a.onnx',
      baselineTrainings: ['a.onnx'],
      variants: [{ name: 'int8', file: 'b.onnx', trainings: ['b.onnx'] }],
      inputs: {},
      attributes: [],
      slices: [],
      minSlice: 20,
      explain: { methods: ['rise', 'occlusion'], examples: 6, masks: 1000 },
      claims: [],
      notes: {},
    });
  });

  it('cuts slices by every attribute unless it says which', () => {
    expect(parse(`${head}attributes: { a: , b: { sensitive: true } }\n`).slices).toEqual([['a'], ['b']]);
    expect(parse(`${head}attributes: { a: , b: }\nslices: []\n`).slices).toEqual([]);
  });

  it('takes a binary outcome, several tables and a file of classes', () => {
    const data = 'data: { table: [a.csv, "b*.csv"], label: y }\ninputs: { x: { column: x } }\n';
    const binary = parse(`${head}${data}outcome: { task: binary, output: p, positive: true }\n`);
    expect(binary.data).toEqual({ tables: ['a.csv', 'b*.csv'], label: 'y' });
    expect(binary.outcome).toEqual({
      task: 'binary',
      output: 'p',
      activation: 'none',
      positive: 'true',
      threshold: 0.5,
    });
    const classes = parse(`${head}outcome: { task: multiclass, output: p, classes: classes.txt }\n`).outcome;
    expect(classes).toMatchObject({ classes: { kind: 'file', file: 'classes.txt' } });
  });
});

describe('names that look like numbers', () => {
  it('stay in the order written, which JavaScript does not keep', () => {
    const plan = parse(
      'version: 1\nname: small\nbaseline: a.onnx\nvariants: { int8: a.onnx, 8: b.onnx, "4": c.onnx }\n' +
        'inputs: { x: { columns: { age: {}, "1": {}, 0: {} } } }\n' +
        'attributes: { sex: { sensitive: true }, 7: , "3": }\n' +
        'margins: { log_loss: { drift: 1 }, accuracy: { drift: 1 point } }\n',
    );
    expect(plan.variants.map(({ name, file }) => `${name} ${file}`)).toEqual(['int8 a.onnx', '8 b.onnx', '4 c.onnx']);
    const input = plan.inputs['x'];
    expect(input?.kind === 'columns' && input.columns.map(({ column }) => column)).toEqual(['age', '1', '0']);
    expect(plan.attributes.map(({ name }) => name)).toEqual(['sex', '7', '3']);
    expect(plan.slices).toEqual([['sex'], ['7'], ['3']]);
    expect(plan.margins?.map(({ metric }) => metric)).toEqual(['log_loss', 'accuracy']);
  });

  it('do so behind an alias too', () => {
    const text = `${head}inputs: { x: { columns: &c { b: { std: 2 }, "1": {} } }, y: { columns: *c } }\n`;
    const input = parse(text).inputs['y'];
    expect(input?.kind === 'columns' && input.columns.map(({ column }) => column)).toEqual(['b', '1']);
    expect(refusal(text.replace('std: 2', 'std: 0'))).toMatch(/^5:40 /u);
  });
});

describe('sizes of margins', () => {
  const drift = (size: string): number | undefined =>
    parse(`${head}margins:\n  accuracy: { drift: ${size} }\n`).margins?.[0]?.drift;

  it.each([
    ['2 points', 0.02],
    ['1 point', 0.01],
    ['"0.25points"', 0.0025],
    ['0.02', 0.02],
    ['99.9 points', 0.999],
  ])('%s is %d', (size, value) => expect(drift(size)).toBeCloseTo(value, 15));

  it.each([
    ['2 ‰', 'expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit, found "2 ‰".'],
    [
      '0 %',
      'A margin must be above 0: that nothing moved at all can never be shown from examples. Write the least that you would let pass, such as "1 %".',
    ],
    ['100 %', 'A share of what the baseline has must be below 100 %, found "100 %".'],
    ['250%', 'A share of what the baseline has must be below 100 %, found "250%".'],
    ['-5 %', 'expected a size such as "2 points" or "5 %"'],
    ['"% 5"', 'expected a size such as "2 points" or "5 %"'],
    ['"\\e[31m5 %"', 'expected a size such as "2 points" or "5 %"'],
    ['two points', 'expected a size such as "2 points"'],
    ['-2 points', 'expected a size such as "2 points"'],
    ['true', 'expected'],
    ['200 points', 'A margin must be above 0 and below 100 points, found "200 points".'],
    ['100 points', 'A margin must be above 0 and below 100 points'],
    ['0 points', 'A margin must be above 0: that nothing moved at all can never be shown from examples.'],
    ['0', 'A margin must be above 0: that nothing moved at all can never be shown from examples.'],
    ['.inf', 'expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit, found Infinity.'],
    ['.nan', 'expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit, found NaN.'],
    ['-0.02', 'A margin must be above 0 and below 100 points'],
    ['2', 'A margin must be above 0 and below 100 points, found "2". For 2 points of a hundred write "2 points".'],
  ])('%s is refused', (size, message) => {
    const found = refusal(`${head}margins:\n  accuracy: { drift: ${size} }\n`);
    expect(found).toContain(message);
    expect(found).toMatch(/^6:22 /u);
  });

  it('are in points for rates only, and may be large numbers for others', () => {
    expect(parse(`${head}margins: { log_loss: { drift: 12 } }\n`).margins?.[0]?.drift).toBe(12);
    expect(refusal(`${head}margins: { log_loss: { drift: 2 points } }\n`)).toBe(
      '5:31 Points are for rates; this metric has its own unit, found "2 points". Write a number in that unit, or a share of what the baseline has, such as "5 %".',
    );
  });

  it('may be a share of what the baseline has, of any metric, but not for differential drift', () => {
    expect(parse(`${head}margins: { log_loss: { drift: 5 % } }\n`).margins).toEqual([
      { metric: 'log_loss', drift: undefined, relativeDrift: 0.05, differential: undefined, slices: undefined },
    ]);
    expect(
      refusal(`${head}attributes: { sex: { sensitive: true } }\nmargins: { accuracy: { differential: 5 % } }\n`),
    ).toBe(
      "6:38 A differential margin cannot be a share: two groups have a baseline value each, and nothing says of which it would be one. Write it in points, or as a number in the metric's own unit; a drift may be a share.",
    );
  });

  it('hold on the worse side, or on both', () => {
    const sides = (text: string): unknown =>
      parse(`${head}margins: { accuracy: { drift: 2 points${text} } }\n`).margins?.[0]?.sides;
    expect([sides(''), sides(', sides: worse'), sides(', sides: both')]).toEqual([undefined, undefined, 'both']);
    expect(() => sides(', sides: better')).toThrow('margins.accuracy.sides');
  });
});

describe('the slices of a margin', () => {
  const withSlices = (slices: string): string =>
    `${head}attributes:\n  tone: { order: [light, medium, dark] }\n  sex:\nslices: [tone, sex, [tone, sex]]\nmargins:\n  accuracy: { drift: 2 points, slices: ${slices} }\n`;

  it.each<readonly [string, unknown]>([
    ['tone', [['tone']]],
    ['all', [[]]],
    ['{ tone: dark }', [[{ attribute: 'tone', values: ['dark'] }]]],
    [
      '[{ tone: dark }, { tone: [dark, medium], sex: "*" }, sex, all, [sex, tone]]',
      [
        [{ attribute: 'tone', values: ['dark'] }],
        [{ attribute: 'tone', values: ['dark', 'medium'] }, 'sex'],
        ['sex'],
        [],
        ['sex', 'tone'],
      ],
    ],
    ['{ sex: 1 }', [[{ attribute: 'sex', values: ['1'] }]]],
    ['{ tone: missing }', [[{ attribute: 'tone', values: ['missing'] }]]],
  ])('may be %s', (slices, patterns) => expect(parse(withSlices(slices)).margins?.[0]?.slices).toEqual(patterns));

  it.each([
    [
      '{ tone: drak }',
      'The margin names the value "drak" of "tone", which its order does not have. Did you mean "dark"?',
    ],
    ['{ tnoe: dark }', 'The margin is for slices by "tnoe", which is no attribute of the plan. Did you mean "tone"?'],
    ['{ tone: [dark, dark] }', 'The margin names the value "dark" of "tone" twice.'],
    ['{ tone: [dark, "*"] }', 'beside "*", which is any of them already.'],
    ['{}', 'The margin is for slices by no attribute.'],
    ['{ tone: [] }', 'margins.accuracy.slices'],
    ['[{ tone: dark }, { tone: [dark] }]', 'The margin names these slices twice.'],
    ['[[tone, tone]]', 'The margin names an attribute twice.'],
    ['{ tone: { a: 1 } }', 'margins.accuracy.slices'],
    ['{ tone: "\\e[31mdark" }', 'which its order does not have.'],
  ])('are refused as %s', (slices, message) => {
    const text = refusal(withSlices(slices));
    expect(text).toContain(message);
    expect(text).not.toContain('\u001b');
  });
});

describe('a mistake in a plan is named with line, column and way out', () => {
  const attributes = 'attributes:\n  skin_tone: { sensitive: true }\n  gender:\n';

  it.each<readonly [string, string, string]>([
    [
      'at the top',
      'atributes: {}\n',
      '5:1 The plan has no setting "atributes". Did you mean "attributes"? Its settings are: ',
    ],
    [
      'in the place of one that lacks',
      'data: { tabel: a, label: b }\n',
      '5:9 data has no setting "tabel". Did you mean "table"?',
    ],
    [
      'one that belongs at the top',
      'data: { table: a, label: b, min_slice: 30 }\n',
      '5:29 data has no setting "min_slice". It belongs at the top of the plan. Its settings are: table,',
    ],
    [
      'one that belongs to a margin, at the top',
      'sides: both\n',
      '5:1 The plan has no setting "sides". It belongs under margins.METRIC. Its settings are: ',
    ],
    [
      'one that belongs to a margin, among the metrics',
      'margins: { sides: both }\n',
      '5:19 margins.sides: expected a map or a list, found "both". It belongs under margins.METRIC.',
    ],
    ['in data', 'data: { table: a, label: b, idd: c }\n', '5:29 data has no setting "idd". Did you mean "id"?'],
    [
      'in an attribute',
      'attributes:\n  skin_tone: { sensitve: true }\n',
      '6:16 attributes.skin_tone has no setting "sensitve". Did you mean "sensitive"? Its settings are: column, sensitive, reference, order, bins, missing.',
    ],
    [
      'in a picture input',
      'inputs:\n  image:\n    file: f\n    resize: { width: 8, height: 8, filtr: nearest }\n',
      '8:36 inputs.image.resize has no setting "filtr". Did you mean "filter"?',
    ],
    [
      'in a number column',
      'inputs: { x: { columns: { age: { mean: 1, sd: 2 } } } }\n',
      '5:43 inputs.x.columns.age has no setting "sd". Did you mean "std"?',
    ],
    [
      'in a one-hot column',
      'inputs: { x: { columns: { age: { one_hot: [a], othr: zeros } } } }\n',
      '5:48 inputs.x.columns.age has no setting "othr". Did you mean "other"?',
    ],
    [
      'in an outcome',
      'outcome: { task: binary, output: p, treshold: 1 }\n',
      '5:37 outcome has no setting "treshold". Did you mean "threshold"?',
    ],
    [
      'in a margin',
      'margins:\n  accuracy: { drfit: 2 points }\n',
      '6:15 margins.accuracy has no setting "drfit". Did you mean "drift"?',
    ],
    [
      'in a list of margins',
      'margins:\n  accuracy:\n    - { drift: 1 point }\n    - { drfit: 2 points }\n',
      '8:9 margins.accuracy[1] has no setting "drfit". Did you mean "drift"?',
    ],
    [
      'in a claim',
      'claims:\n  - { id: a, text: b, atmost: 1 }\n',
      '6:23 claims[0] has no setting "atmost". Did you mean "at_most"?',
    ],
  ])('an unknown setting %s', (_, text, message) => expect(refusal(head + text)).toContain(message));

  it.each<readonly [string, string, string]>([
    [
      'a metric',
      'margins:\n  acuracy: { drift: 1 point }\n',
      '6:12 There is no metric "acuracy". Did you mean "accuracy"? There are: ',
    ],
    [
      'a metric of another task',
      'outcome: { task: regression, output: y }\nmargins:\n  accuracy: { drift: 1 point }\n',
      '7:13 The metric "accuracy" is not one of regression outcomes. There are: mae.',
    ],
    [
      'an attribute of a slice',
      `${attributes}slices: [skin_tne]\n`,
      '8:10 slices[0] names the attribute "skin_tne", which the plan does not have. Its attributes are: skin_tone, gender. Did you mean "skin_tone"?',
    ],
    [
      'an attribute of a crossing',
      `${attributes}slices:\n  - gender\n  - [gender, skin_tne]\n`,
      '10:5 slices[1] names the attribute "skin_tne"',
    ],
    [
      'an attribute of a margin',
      `${attributes}margins:\n  accuracy: { drift: 1 point, slices: gendr }\n`,
      '9:39 The margin is for slices by "gendr", which is no attribute of the plan. Did you mean "gender"?',
    ],
    [
      'an explanation method',
      'explain: { methods: [rize] }\n',
      '5:22 There is no explanation method "rize". There are: rise, occlusion. Did you mean "rise"?',
    ],
    [
      'a claim metric',
      'claims:\n  - { id: a, text: b, metric: paramters, at_most: 1 }\n',
      '6:31 There is no claim metric "paramters". Did you mean "parameters"?',
    ],
    [
      'a variant of a claim',
      'claims:\n  - { id: a, text: b, about: int4 }\n',
      '6:30 The claim "a" is about "int4", which is no variant. The variants are: int8. Did you mean "int8"?',
    ],
  ])('an unknown name of %s', (_, text, message) => expect(refusal(head + text)).toContain(message));

  it.each<readonly [string, string, string]>([
    ['an empty margin', 'margins: { accuracy: {} }\n', '5:22 The margin on "accuracy" promises nothing.'],
    [
      'a claim with two comparators',
      'claims:\n  - { id: a, text: b, metric: parameters, at_most: 1, at_least: 0 }\n',
      '6:5 The claim "a" needs exactly one of at_most, at_least and equals.',
    ],
    [
      'a claim with none',
      'claims:\n  - { id: a, text: b, metric: parameters }\n',
      '6:5 The claim "a" needs exactly one of',
    ],
    [
      'a claim with a value and no metric',
      'claims:\n  - { id: a, text: b, equals: 0 }\n',
      '6:5 The claim "a" has a value but no metric',
    ],
    [
      'two claims of one id',
      'claims:\n  - { id: a, text: b }\n  - { id: a, text: c }\n',
      '7:11 Two claims have the id "a".',
    ],
    [
      'an attribute twice in a crossing',
      `${attributes}slices: [[gender, gender]]\n`,
      '8:10 slices[0] names an attribute twice.',
    ],
    ['bins that fall', 'attributes:\n  age: { bins: [40, 18] }\n', '6:16 The edges of "age" must rise.'],
    [
      'a margin for slices that are not cut',
      `${attributes}slices: [gender]\nmargins:\n  accuracy: { drift: 1 point, slices: skin_tone }\n`,
      '10:39 The margin is for slices by "skin_tone", which the plan does not cut. Add [skin_tone] to the slices',
    ],
    [
      'a margin for a crossing that is not cut',
      `${attributes}margins:\n  accuracy:\n    - { drift: 1 point, slices: [all, [gender, skin_tone]] }\n`,
      '10:39 The margin is for slices by "gender" × "skin_tone", which the plan does not cut.',
    ],
    [
      'a differential margin where nobody is protected',
      'attributes: { style: }\nmargins: { accuracy: { drift: 1 point, differential: 2 points } }\n',
      '6:54 No slice is cut by a single sensitive attribute, so nobody would be held against this margin. Say "sensitive: true"',
    ],
    [
      'a differential margin where the protected are not cut',
      `${attributes}slices: [gender, [gender, skin_tone]]\nmargins: { accuracy: { differential: 2 points } }\n`,
      '9:38 No slice is cut by a single sensitive attribute, so nobody would be held against this margin. Add one under slices: skin_tone;',
    ],
    [
      'a differential margin for everyone',
      `${attributes}margins: { accuracy: { differential: 2 points, slices: all } }\n`,
      '8:38 The margin is for everyone alone',
    ],
    [
      'a class twice',
      'outcome: { task: multiclass, output: p, classes: [cat, dog, cat] }\n',
      '5:61 The classes name "cat" twice.',
    ],
    [
      'classes that are one text',
      'outcome: { task: multiclass, output: p, classes: [1, "1"] }\n',
      '5:54 The classes name "1" twice.',
    ],
    [
      'a value twice in an order',
      'attributes:\n  age: { order: [young, old, young] }\n',
      '6:30 The order of "age" names "young" twice.',
    ],
    [
      'a category twice',
      'inputs: { x: { columns: { age: { one_hot: [a, b, a] } } } }\n',
      '5:50 The categories of the column "age" name "a" twice.',
    ],
    [
      'a std of 0',
      'inputs: { x: { columns: { age: { mean: 1, std: 0 } } } }\n',
      '5:48 The std of the column "age" is 0; it must be above 0.',
    ],
    ['a std of a picture', 'inputs: { x: { file: f, std: [1, 0, 1] } }\n', '5:30 The std [1, 0, 1] must be above 0.'],
    [
      'a mean a channel too few',
      'inputs: { x: { file: f, mean: [1, 2] } }\n',
      '5:31 The mean has 2 numbers, but a rgb',
    ],
    [
      'means and stds of different channels',
      'inputs: { x: { array: f, mean: [1, 2], std: [1, 2, 3] } }\n',
      '5:45 The mean has 2 numbers and the std 3.',
    ],
    [
      'a scale from nowhere',
      'inputs: { x: { array: f, scale: { from: [1, 1], to: [0, 1] } } }\n',
      '5:33 A scale cannot start from [1, 1]: its ends are equal.',
    ],
    [
      'a crop of more than there is',
      'inputs: { x: { file: f, resize: { width: 8, height: 8 }, crop: { width: 8, height: 9 } } }\n',
      '5:64 Pictures of 8 × 8 pixels cannot be cropped to 8 × 9.',
    ],
    ['no columns', 'inputs: { x: { columns: {} } }\n', '5:25 The input "x" names no column.'],
    [
      'an unknown task',
      'outcome: { task: binry, output: p }\n',
      '5:18 outcome.task: expected "binary" or "multiclass" or "regression", found "binry". Did you mean "binary"?',
    ],
    [
      'a number that is none in a union',
      'inputs: { x: { columns: { age: { mean: .nan } } } }\n',
      '5:40 inputs.x.columns.age.mean: expected a number, found NaN.',
    ],
    ['equal bins', 'attributes:\n  age: { bins: [18, 18] }\n', '6:16 The edges of "age" must rise.'],
    [
      'bins and an order',
      'attributes:\n  age: { bins: [18], order: [a] }\n',
      '6:8 The attribute "age" has bins and an order',
    ],
    ['weights', 'data: { table: a, label: b, weight: 7 }\n', '5:37 data.weight: expected a text, found 7.'],
    [
      'a reference that the order does not have',
      'attributes: { a: { order: [x, y], reference: z } }\n',
      '5:46 The reference of "a" is "z", which its order does not have. There are: x, y, missing.',
    ],
    [
      'data without an outcome',
      'data: { table: a, label: b }\ninputs: { x: { column: x } }\n',
      '1:1 The plan has data but no outcome',
    ],
    [
      'data without inputs',
      'data: { table: a, label: b }\noutcome: { task: regression, output: y }\n',
      '1:1 The plan has data but no inputs',
    ],
    ['a setting that is not there', 'data: { table: a }\n', '5:7 data lacks "label".'],
    ['a wrong kind of value', 'min_slice: many\n', '5:12 min_slice: expected a number, found "many".'],
    ['a list where a map belongs', 'attributes: [gender]\n', '5:13 attributes: expected a map, found a list of 1.'],
  ])('%s', (_, text, message) => expect(refusal(head + text)).toContain(message));

  it.each(['../int8', 'a/b', '.hidden', '..', 'a b', 'x'.repeat(65), 'C:', 'ä'])('a variant named %j', (name) => {
    const text = `version: 1\nname: x\nbaseline: a.onnx\nvariants:\n  ${JSON.stringify(name)}: b.onnx\n`;
    expect(refusal(text)).toMatch(/^5:\d+ .*a variant's name holds letters, digits, "_", "-" and "\." \(at most 64\)/u);
  });

  it.each([
    ['int8: b.onnx, INT8: c.onnx', '4:27 The variants "int8" and "INT8" differ in case only, which folders may not.'],
    ['Baseline: b.onnx', '4:13 No variant can be called "Baseline", which is what the full model is called.'],
    ['compare.html: b.onnx', '4:13 No variant can be called "compare.html", which is the page that compares all'],
  ])('variants named %s', (variants, message) => {
    expect(refusal(`version: 1\nname: x\nbaseline: a.onnx\nvariants: { ${variants} }\n`)).toContain(message);
  });

  it('a plan of another version', () => {
    expect(refusal(head.replace('version: 1', 'version: 2'))).toBe('1:10 version: expected 1, found 2.');
  });

  it('no variant', () => {
    expect(refusal('version: 1\nname: x\nbaseline: a\nvariants: {}\n')).toBe(
      '4:11 The plan names no variant to compare with the baseline.',
    );
  });
});

describe('a file that is no plan, or means harm', () => {
  it('says where its YAML breaks', () => {
    expect(refusal(`${head}notes:\n\ta: b\n`)).toMatch(/^6:1 This is not valid YAML: /u);
    expect(refusal(`${head}notes: { a: [b }\n`)).toMatch(/^5:\d+ This is not valid YAML: /u);
    expect(refusal(`${head}---\n${head}`)).toMatch(/^5:1 This is not valid YAML: /u);
  });

  it('may not name a key twice, at any depth', () => {
    expect(refusal(`${head}name: again\n`)).toBe('5:1 This is not valid YAML: Map keys must be unique.');
    expect(refusal(`${head}notes: { a: 1, a: 2 }\n`)).toMatch(/^5:16 .*Map keys must be unique/u);
  });

  it('may not name a key twice in two ways', () => {
    expect(refusal(`${head}attributes: { 1: , "1": }\n`)).toBe('5:20 This is not valid YAML: Map keys must be unique.');
    expect(refusal(`${head}attributes: { true: , "true": }\n`)).toMatch(/^5:23 .*Map keys must be unique/u);
  });

  it('has names as its keys, and nothing else', () => {
    for (const key of ['[a, b]', '{ a: b }']) {
      expect(refusal(`${head}notes: { ? ${key} : x }\n`)).toContain('5:12 Expected a name as the key');
    }
    expect(refusal(`${head}notes: { a: &k b, *k : x }\n`)).toContain('5:19 Expected a name as the key');
  });

  it('has no tags that would be dropped or would make something else', () => {
    expect(refusal(`${head}notes: { a: !secret x }\n`)).toContain('Unresolved tag: !secret');
    expect(refusal(`${head}notes: { a: !!js/function x }\n`)).toContain('Unresolved tag');
    expect(refusal(`${head}notes: { a: !!binary eA== }\n`)).toContain(
      'The tag "tag:yaml.org,2002:binary" is not read.',
    );
    expect(parse(`${head}notes: { a: !!str 5 }\n`).notes).toEqual({ a: '5' });
  });

  it('does not hold itself', () => {
    const endless = 'This alias stands inside what it names, so it would never end. Write out what is meant.';
    expect(refusal(`${head}notes: &a { x: *a }\n`)).toBe(`5:16 ${endless}`);
    expect(refusal(`${head}slices: &a [[*a]]\n`)).toBe(`5:14 ${endless}`);
    expect(parse(`${head}notes: { a: &a x, b: &a y, c: *a }\n`).notes).toEqual({ a: 'x', b: 'y', c: 'y' });
  });

  it('may be empty, a comment, a word or a list', () => {
    expect(refusal(' \n')).toBe('-:- This plan is empty. Write one with: audit init MODEL TABLE.');
    expect(refusal('# nothing\n')).toContain('expected a map, found nothing.');
    expect(refusal('hello')).toBe(
      '1:1 The plan: expected a map, found "hello". A plan is YAML; write one with: audit init MODEL TABLE.',
    );
    expect(refusal('- a')).toBe(
      '1:1 The plan: expected a map, found a list of 1. A plan is YAML; write one with: audit init MODEL TABLE.',
    );
  });

  it('does not blow up', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh']) {
      lines.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(', ')}]`);
    }
    expect(refusal(`${head}notes: {}\n${lines.join('\n')}\n`)).toContain('Excessive alias count');
    expect(refusal('x'.repeat(5 << 20))).toBe(
      `-:- This plan has 5242880 characters; at most ${maxPlanBytes} are read.`,
    );
    expect(refusal(`${head}notes: ${'['.repeat(20_000)}`)).toContain('This is not valid YAML');
    expect(refusal(`${head}notes: ${'{a: '.repeat(5000)}1${'}'.repeat(5000)}`)).toContain('This is not valid YAML');
  });

  it('cannot reach the prototype of anything', () => {
    expect(refusal(`${head}__proto__: { minSlice: 1 }\n`)).toContain('The plan has no setting "__proto__".');
    expect(refusal(`${head}margins: { constructor: { drift: 1 point } }\n`)).toContain(
      'There is no metric "constructor".',
    );
    expect(({} as Record<string, unknown>)['minSlice']).toBeUndefined();
  });

  it('has no part that is dropped in silence', () => {
    expect(refusal(`${head}attributes: { __proto__: { sensitive: true } }\n`)).toBe(
      '5:15 Nothing in a plan may be called "__proto__".',
    );
    expect(refusal(`${head}inputs: { x: { columns: { __proto__: {} } } }\n`)).toBe(
      '5:27 Nothing in a plan may be called "__proto__".',
    );
    expect(parse(`${head}attributes: { constructor: , toString: }\n`).attributes.map(({ name }) => name)).toEqual([
      'constructor',
      'toString',
    ]);
  });

  it('gives a plan or an error with a place, whatever part of it is lost or doubled', () => {
    const lines = wholePlan.split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(lines.length - 1), fc.string(), (drop, put, text) => {
        const damaged = lines.filter((_, i) => i !== drop);
        damaged.splice(put, 0, text);
        try {
          parse(damaged.join('\n'));
        } catch (error) {
          if (!(error instanceof AuditError)) throw error;
          expect(error.code).toBe('plan');
          expect(error.place?.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});
