import { AuditError, listed, quoted } from '../base/index.js';
import { prepareInput, type InputSpec, type PreparedTensor } from '../data/index.js';
import { openOnnxModel, type Model, type Tensor, type TensorSpec } from '../models/index.js';
import type { Outcome, OutcomeSpec } from './outcome.js';
import { readAnswers } from './read-answers.js';
import type { ModelFile, ScoringTask } from './scoring-job.js';

/** Open models that answer batches side by side. */
export interface OpenModels {
  readonly inputs: readonly TensorSpec[];
  /** The batch that the models insist on, if any does. */
  readonly fixedBatch: number | undefined;
  /** Prepares a batch once and runs every model on it. */
  answer(task: ScoringTask, folder: string): Promise<BatchAnswers>;
  /** Runs one model on tensors that are there already. */
  run(index: number, feeds: Readonly<Record<string, Tensor>>, ids: readonly string[]): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

export interface BatchAnswers {
  /** An entry a model, each with an outcome an example. */
  readonly outcomes: readonly (readonly Outcome[])[];
  readonly skipped: readonly { readonly index: number; readonly reason: string }[];
}

/** Opens all models and checks that they and the plan fit together. @throws {AuditError} `model` or `plan` where they do not */
export async function openModels(
  files: readonly ModelFile[],
  inputs: Readonly<Record<string, InputSpec>>,
  outcome: OutcomeSpec,
  doing: (what: string) => void = () => undefined,
): Promise<OpenModels> {
  const models: Model[] = [];
  try {
    for (const { name, path } of files) {
      doing(`loading the model ${quoted(name)}`);
      models.push(await openOnnxModel(path));
    }
    files.forEach((file, i) => assertFits(file, models[i]?.inputs ?? [], models[i]?.outputs ?? [], inputs, outcome));
    const [baseline] = models;
    const fixed = new Set(
      models.flatMap((model) => model.inputs.map(({ shape }) => shape[0]).filter((side) => typeof side === 'number')),
    );
    if (fixed.size > 1) {
      throw new AuditError('model', `The models insist on different batches: ${[...fixed].join(' and ')} examples.`, {
        wayOut: 'Export them with a batch of the same size, or one that is free.',
      });
    }
    const run = async (
      index: number,
      feeds: Readonly<Record<string, Tensor>>,
      ids: readonly string[],
    ): Promise<readonly Outcome[]> => {
      const name = files[index]?.name ?? '';
      doing(`running the model ${quoted(name)} on the examples ${quoted(ids[0] ?? '')} to ${quoted(ids.at(-1) ?? '')}`);
      const output = (await models[index]?.run(feeds))?.[outcome.output];
      if (!output) throw new AuditError('model', `The model ${quoted(name)} gave no output ${quoted(outcome.output)}.`);
      if (isText(output.data))
        throw new AuditError('model', `The output ${quoted(outcome.output)} of ${quoted(name)} holds text.`);
      const rows = output.dims[0] ?? 1;
      const padded = rows > ids.length ? [...ids, ...Array.from({ length: rows - ids.length }, () => 'padding')] : ids;
      return readAnswers({ dims: output.dims, data: output.data }, outcome, name, padded).slice(0, ids.length);
    };
    return {
      inputs: baseline?.inputs ?? [],
      fixedBatch: [...fixed][0],
      run,
      answer: async (task, folder) => {
        const prepared = await prepareBatch(baseline?.inputs ?? [], inputs, task, folder);
        const feeds = padBatch(prepared.feeds, [...fixed][0]);
        const outcomes: (readonly Outcome[])[] = [];
        for (const index of files.keys()) outcomes.push(await run(index, feeds, task.ids));
        return { outcomes, skipped: prepared.skipped };
      },
      close: async () => {
        for (const model of models) await model.close();
      },
    };
  } catch (error) {
    for (const model of models) await model.close();
    throw error;
  }
}

/** The tensors of a batch, by input. */
export async function prepareBatch(
  targets: readonly TensorSpec[],
  inputs: Readonly<Record<string, InputSpec>>,
  task: ScoringTask,
  folder: string,
): Promise<{ readonly feeds: Readonly<Record<string, PreparedTensor>>; readonly skipped: BatchAnswers['skipped'] }> {
  const feeds: Record<string, PreparedTensor> = {};
  const skipped = new Map<number, string>();
  for (const target of targets) {
    const spec = inputs[target.name];
    if (!spec) continue;
    const prepared = await prepareInput(spec, target, { ...task, folder });
    feeds[target.name] = prepared.tensor;
    for (const { index, reason } of prepared.skipped) skipped.set(index, reason);
  }
  const list = [...skipped].map(([index, reason]) => ({ index, reason })).sort((a, b) => a.index - b.index);
  return { feeds, skipped: list };
}

/** Fills a last, short batch up to the size that a model insists on, by repeating nothing but zeros. */
export function padBatch(
  feeds: Readonly<Record<string, PreparedTensor>>,
  batch: number | undefined,
): Readonly<Record<string, Tensor>> {
  if (batch === undefined) return feeds;
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => [name, tensor.dims[0] === batch ? tensor : padded(tensor, batch)]),
  );
}

function padded(tensor: PreparedTensor, batch: number): Tensor {
  const dims = [batch, ...tensor.dims.slice(1)];
  const length = dims.reduce((product, side) => product * side, 1);
  const { data } = tensor;
  if (isText(data))
    return { ...tensor, dims, data: [...data, ...Array.from({ length: length - data.length }, () => '')] };
  const Kind = data.constructor as new (size: number) => Float32Array;
  const wide = new Kind(length);
  wide.set(data as Float32Array);
  return { ...tensor, dims, data: wide };
}

function isText(data: Tensor['data']): data is readonly string[] {
  return Array.isArray(data);
}

function assertFits(
  file: ModelFile,
  modelInputs: readonly TensorSpec[],
  modelOutputs: readonly TensorSpec[],
  inputs: Readonly<Record<string, InputSpec>>,
  outcome: OutcomeSpec,
): void {
  const place = { file: file.path };
  const names = modelInputs.map(({ name }) => name);
  const unfed = names.filter((name) => !(name in inputs));
  const unknown = Object.keys(inputs).filter((name) => !names.includes(name));
  if (unfed.length > 0 || unknown.length > 0) {
    throw new AuditError(
      'plan',
      `The model ${quoted(file.name)} has the inputs ${listed(names)}; the plan feeds ${listed(Object.keys(inputs)) || 'none'}.`,
      { place, wayOut: 'Name each input of the model under inputs in the plan; all models must share them.' },
    );
  }
  const outputs = modelOutputs.map(({ name }) => name);
  if (!outputs.includes(outcome.output)) {
    throw new AuditError('plan', `The model ${quoted(file.name)} has no output ${quoted(outcome.output)}.`, {
      place,
      wayOut: `Its outputs are: ${listed(outputs)}. Name one under outcome in the plan.`,
    });
  }
}
