import { randomFor } from '../base/index.js';
import { featureWidth, readPicture, textOf, type InputSpec } from '../data/index.js';
import { prepareBatch, scoreOf, type OpenModels, type OutcomeSpec } from '../outcomes/index.js';
import type { ExplainJob, ExampleToExplain, ExplainedExample } from './explain-job.js';
import type { ExplainedInput, Predict } from './method.js';
import { explanationMethods } from './methods.js';

/** Rows that go to the models at once. */
const batch = 16;

/** Explains one example with every method that suits its input: the score of the truth, under the same masks for both models. */
export async function explainExample(
  job: ExplainJob,
  models: OpenModels,
  example: ExampleToExplain,
): Promise<ExplainedExample> {
  const [name, spec] = soleInput(job.inputs);
  const prepared = await prepareBatch(models.inputs, job.inputs, example.row, job.folder);
  const tensor = prepared.feeds[name];
  if (!(tensor?.data instanceof Float32Array)) throw new RangeError('only float32 inputs are explained');
  const { data, dims } = tensor;
  const input = describeInput(spec, data, dims);
  const size = data.length;
  const predict: Predict = async (rows) => {
    const fixed = models.fixedBatch;
    const scores = job.models.map(() => new Float64Array(rows.length));
    const step = fixed ?? rows.length;
    for (let start = 0; start < rows.length; start += step) {
      const part = rows.slice(start, start + step);
      const feed = new Float32Array((fixed ?? part.length) * size);
      part.forEach((row, i) => feed.set(row, i * size));
      const ids = part.map(() => example.id);
      for (const m of job.models.keys()) {
        const feeds = { [name]: { type: 'float32', dims: [fixed ?? part.length, ...dims.slice(1)], data: feed } };
        const outcomes = await models.run(m, feeds, ids);
        outcomes.forEach((outcome, i) => {
          const column = scores[m];
          if (column) column[start + i] = scoreOf(outcome, targetOf(job.outcome, example.label));
        });
      }
    }
    return scores;
  };
  const maps = [];
  for (const method of explanationMethods) {
    if (!job.methods.includes(method.name) || !method.kinds.includes(input.kind)) continue;
    const random = randomFor(job.seed, method.name, example.id);
    const [baseline, variant] = await method.explain(input, predict, { masks: job.masks, batch, random });
    if (baseline && variant)
      maps.push({ method: method.name, settings: method.settings(input, job), baseline, variant });
  }
  return { id: example.id, input: await shownInput(spec, example, job.folder), maps };
}

/** Why examples of these inputs cannot be explained; nothing where they can. */
export function whyNotExplainable(
  inputs: Readonly<Record<string, InputSpec>>,
  types: readonly string[],
): string | undefined {
  const specs = Object.values(inputs);
  if (specs.length !== 1) return `The models have ${specs.length} inputs; explanations cover models with one.`;
  const other = types.find((type) => type !== 'float32');
  if (other !== undefined) return `The input has the type ${other}; explanations cover float32.`;
  const [spec] = specs;
  return spec?.kind === 'image' || spec?.kind === 'columns'
    ? undefined
    : 'Explanations cover pictures and tables of columns.';
}

function soleInput(inputs: Readonly<Record<string, InputSpec>>): readonly [string, InputSpec] {
  const [entry] = Object.entries(inputs);
  if (!entry) throw new RangeError('a model without inputs cannot be explained');
  return entry;
}

function targetOf(outcome: OutcomeSpec, label: string): number {
  return outcome.task === 'binary'
    ? outcome.labels.indexOf(label)
    : outcome.task === 'multiclass'
      ? outcome.classes.indexOf(label)
      : 0;
}

function describeInput(spec: InputSpec, data: Float32Array, dims: readonly number[]): ExplainedInput {
  if (spec.kind === 'columns') {
    let from = 0;
    const columns = spec.columns.map((feature) => {
      const to = from + featureWidth(feature);
      const part = { name: feature.column, from, to };
      from = to;
      return part;
    });
    // Zero is the mean of a standardised number, and no category at all for a one-hot column.
    return { kind: 'columns', data, columns, replacement: new Float32Array(data.length) };
  }
  if (spec.kind !== 'image') throw new RangeError(`an input of kind ${spec.kind} is not explained`);
  const [, a = 1, b = 1, c = 1] = dims;
  return spec.layout === 'nchw'
    ? { kind: 'image', data, channels: a, height: b, width: c, layout: 'nchw' }
    : { kind: 'image', data, channels: c, height: a, width: b, layout: 'nhwc' };
}

async function shownInput(
  spec: InputSpec,
  example: ExampleToExplain,
  folder: string,
): Promise<ExplainedExample['input']> {
  const cell = (column: string): string => textOf(example.row.columns[column]?.[0] ?? null) ?? '';
  if (spec.kind === 'columns') {
    return { kind: 'columns', columns: spec.columns.map(({ column }) => ({ name: column, value: cell(column) })) };
  }
  if (spec.kind !== 'image') throw new RangeError(`an input of kind ${spec.kind} is not shown`);
  const result = await readPicture(spec, folder, cell(spec.file));
  if (result.kind === 'unreadable') throw new RangeError(result.reason);
  const { width, height, channels, data } = result.picture;
  return { kind: 'image', width, height, channels, pixels: data };
}
