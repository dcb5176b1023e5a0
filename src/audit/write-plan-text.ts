import type { TensorSpec } from '../models/index.js';
import { withoutBanded, withoutBands } from './bands.js';
import type { SeenColumn, SeenTable } from './look-at-table.js';
import { strayQuestion } from './stray-label.js';

/** Everything that a first plan is written from. */
export interface FirstPlan {
  readonly name: string;
  readonly baseline: string;
  readonly table: string;
  readonly variants: readonly { readonly name: string; readonly file: string }[];
  readonly model: { readonly inputs: readonly TensorSpec[]; readonly outputs: readonly TensorSpec[] };
  readonly seen: SeenTable;
}

const sensitiveNames =
  /sex|gender|race|ethnic|skin|tone|age(?!nt|nc)|accent|dialect|language|nation|religion|disab|hand/iu;

/** Writes a plan with comments. @returns its text, and what could not be seen and should be looked at */
export function writePlanText(first: FirstPlan): { readonly text: string; readonly questions: readonly string[] } {
  const questions: string[] = [];
  const attributes = chooseAttributes(first.seen);
  const lines = [
    '# What Fairweight is to audit. Everything here was read off the model and the table; lines with "?" want a look.',
    'version: 1',
    `name: ${text(first.name)}`,
    '',
    `baseline: ${text(first.baseline)}`,
    ...variantLines(first, questions),
    '',
    'data:',
    `  table: ${text(first.table)}`,
    ...(first.seen.id === undefined
      ? ['  # id: the column that names an example; row numbers unless given']
      : [`  id: ${text(first.seen.id)}`]),
    `  label: ${text(first.seen.label.name)}`,
    '  # unit: what was sampled (a person, a drawing, a recording), where several rows come from one',
    '',
    'inputs:',
    ...first.model.inputs.flatMap((input) => inputLines(first, input, questions)),
    '',
    'outcome:',
    ...outcomeLines(first, questions),
    '',
    '# Attributes cut slices; sensitive ones name protected groups, for which differential drift is judged.',
    attributes.length > 0 ? 'attributes:' : 'attributes: {}  # ? no column looks like one',
    ...attributes.map(attributeLine),
    ...(attributes.length > 0
      ? [
          `slices: [${attributes.map(({ name }) => text(name)).join(', ')}]   # a list in the list is a crossing: [sex, race]`,
        ]
      : []),
    'min_slice: 20   # smaller slices are counted but neither judged nor shown',
    '',
    '# What the release promises, before it is measured. Without margins, defaults of 2 points hold and are shown as such.',
    '# margins:',
    '#   accuracy: { drift: 2 points, differential: 2 points }',
    '',
    '# explain: { methods: [occlusion], examples: 6 }   # the card shows the rows or pictures of these examples; 0 for none',
    '# claims:',
    '#   - { id: size, text: Four times smaller to download, metric: download_size_ratio, at_most: 0.25 }',
    'notes:',
    '  intended_use: ""   # ? what the model is for',
    '  limits: ""         # ? who is missing from the table',
    '',
  ];
  if (attributes.length === 0)
    questions.push('No column looks like an attribute: name those that cut slices under attributes.');
  return { text: lines.join('\n'), questions };
}

function variantLines({ variants }: FirstPlan, questions: string[]): readonly string[] {
  if (variants.length > 0) return ['variants:', ...variants.map(({ name, file }) => `  ${text(name)}: ${text(file)}`)];
  questions.push('No variant was given: name the compressed models under variants.');
  return ['variants:', '  int8: int8.onnx   # ? the compressed models, by name'];
}

function inputLines({ model, seen }: FirstPlan, input: TensorSpec, questions: string[]): readonly string[] {
  const shape = input.shape.map((side) => side ?? '?').join(', ');
  const head = `  ${text(input.name)}:   # the model wants ${input.type} [${shape}]`;
  if (seen.columns.some(({ name }) => name === input.name)) return [head, `    column: ${text(input.name)}`];
  if (input.shape.length === 4) return [head, ...imageLines(input, seen, questions)];
  if (input.shape.length === 2 && model.inputs.length === 1) return [head, ...columnLines(input, seen, questions)];
  questions.push(`How columns become the input ${input.name} could not be seen.`);
  return [head, `    column: ${text(seen.columns[0]?.name ?? '')}   # ? which column`];
}

function imageLines(input: TensorSpec, seen: SeenTable, questions: string[]): readonly string[] {
  const [, a, b, c] = input.shape;
  const isLast = c === 3 || c === 1;
  const [height, width, channels] = isLast ? [a, b, c] : [b, c, a];
  if (seen.file === undefined) questions.push('No column names pictures: name it under inputs.');
  questions.push('How pixels are scaled cannot be seen in a model: check scale, mean and std against its training.');
  return [
    `    file: ${seen.file === undefined ? 'file   # ? the column that names the picture' : text(seen.file)}`,
    ...(typeof height === 'number' && typeof width === 'number'
      ? [`    resize: { width: ${width}, height: ${height}, filter: bilinear }`]
      : ['    resize: { width: 224, height: 224 }   # ?']),
    `    colour: ${channels === 1 ? 'grey' : 'rgb'}`,
    `    layout: ${isLast ? 'nhwc' : 'nchw'}`,
    '    scale: { from: [0, 255], to: [0, 1] }   # ? as in training; often with mean and std',
  ];
}

function columnLines(input: TensorSpec, seen: SeenTable, questions: string[]): readonly string[] {
  const used = seen.columns.filter(({ name }) => name !== seen.label.name && name !== seen.id && name !== seen.file);
  const usable = used.filter(({ numbers, hasMore }) => numbers !== undefined || !hasMore);
  const wanted = input.shape[1];
  const features = widthOf(usable) === wanted ? usable : withoutBands(usable);
  for (const { name } of usable.filter((column) => !features.includes(column))) {
    questions.push(
      `The column ${name} holds bands of another, so it is no input: add it if the model was trained on it.`,
    );
  }
  const width = widthOf(features);
  const fits = typeof wanted !== 'number' || wanted === width;
  if (!fits)
    questions.push(
      `The columns below make ${width} numbers, but the model wants ${wanted}: leave out what it was not trained on.`,
    );
  questions.push('Order, means and categories of the columns must be those of the training: check them.');
  return [
    `    # ? the order, the means and the categories must be those of the training${fits ? '' : `; these make ${width} numbers, not ${wanted}`}`,
    '    columns:',
    ...features.map((column) => `      ${text(column.name)}: ${featureText(column)}`),
  ];
}

/** How many numbers columns become. */
function widthOf(features: readonly SeenColumn[]): number {
  return features.reduce((sum, column) => sum + (column.numbers ? 1 : column.values.length), 0);
}

function featureText(column: SeenColumn): string {
  if (column.numbers) {
    const { mean, std } = column.numbers;
    const missing = column.hasMissing ? `, missing: ${short(mean)}` : '';
    return `{ mean: ${short(mean)}, std: ${short(std === 0 ? 1 : std)}${missing} }`;
  }
  return `{ one_hot: [${[...column.values].sort().map(text).join(', ')}]${column.hasMissing ? ', other: zeros' : ''} }`;
}

function outcomeLines({ model, seen }: FirstPlan, questions: string[]): readonly string[] {
  const [output] = model.outputs;
  const sides = output?.shape.slice(1) ?? [];
  const width = sides.reduce<number>((product, side) => product * (typeof side === 'number' ? side : 1), 1);
  // A model with a score a class says itself how many there are.
  const stray = width <= 2 ? seen.stray : undefined;
  const { numbers } = seen.label;
  const [values, hasMore] = stray ? [stray.usual, false] : [seen.label.values, seen.label.hasMore];
  if (stray) questions.push(strayQuestion(stray));
  const name = `  output: ${text(output?.name ?? '')}${model.outputs.length > 1 ? `   # ? one of ${model.outputs.map((o) => o.name).join(', ')}` : ''}`;
  if (width === 1 && numbers && (hasMore || values.length > 2)) return ['  task: regression', name];
  const isLogit = /logit/iu.test(output?.name ?? '');
  if (values.length === 2 && !hasMore && width <= 2) {
    const positive =
      values.find((value) => ['1', 'true', 'yes'].includes(value.toLowerCase())) ?? [...values].sort().at(-1) ?? '';
    questions.push(`The positive label is taken to be ${positive}.`);
    const activation = isLogit ? (width === 2 ? 'softmax' : 'sigmoid') : 'none';
    return [
      '  task: binary',
      name,
      `  activation: ${activation}   # ? none where the output is a probability already`,
      `  positive: ${text(positive)}   # ? the label that counts as positive`,
      '  threshold: 0.5',
    ];
  }
  questions.push('The classes must stand in the order of the output: check them.');
  const classes = hasMore
    ? 'classes.txt   # ? a file with a class a line'
    : `[${[...values].sort().map(text).join(', ')}]   # ? in the order of the output`;
  return [
    '  task: multiclass',
    name,
    `  activation: ${isLogit ? 'softmax' : 'none'}   # ? softmax where the output holds logits`,
    `  classes: ${classes}`,
  ];
}

function chooseAttributes(seen: SeenTable): readonly SeenColumn[] {
  const other = seen.columns.filter(({ name }) => name !== seen.label.name && name !== seen.id && name !== seen.file);
  return withoutBanded(other)
    .filter((column) => sensitiveNames.test(column.name) && (column.numbers !== undefined || !column.hasMore))
    .slice(0, 6);
}

function attributeLine(column: SeenColumn): string {
  const { numbers } = column;
  const guess = /age/iu.test(column.name) ? '[18, 30, 45, 65]' : `[${short(numbers?.mean ?? 0)}]`;
  const bins = numbers && (column.hasMore || column.values.length > 12) ? `, bins: ${guess}` : '';
  return `  ${text(column.name)}: { sensitive: true${bins} }`;
}

/** A text as YAML: plain where that is safe, else quoted as JSON, which YAML reads. */
function text(value: string): string {
  const isPlain =
    /^[A-Za-z_][A-Za-z0-9_./ -]*$/u.test(value) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/iu.test(value) &&
    !/\s$|: | #/u.test(value);
  return isPlain ? value : JSON.stringify(value);
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
