import { AuditError, listed, quoted } from '../base/index.js';
import { prepareInput, type InputSpec } from '../data/index.js';
import {
  openOnnxModel,
  readOperators,
  tensorNumbers,
  type Model,
  type Tensor,
  type TensorSpec,
} from '../models/index.js';
import type { Outcome, OutcomeSpec } from './outcome.js';
import { pickRows } from './pick-rows.js';
import { readAnswers } from './read-answers.js';
import { rowFiles } from './row-files.js';
import type { ModelFile, ScoringTask } from './scoring-job.js';

/** Open models that answer batches side by side. */
export interface OpenModels {
  readonly inputs: readonly TensorSpec[];
  /** The batch that the models insist on, if any does. */
  readonly fixedBatch: number | undefined;
  /** How many examples a model sees at once; nothing where it is as many as it is given. */
  readonly examplesARun: number | undefined;
  /** Prepares a batch once and runs every model on it. @param doing hears which model runs on which examples */
  answer(task: ScoringTask, folder: string, doing?: (what: string) => void): Promise<BatchAnswers>;
  /**
   * Runs one model on tensors that are there already, the first `ids.length` rows of them.
   *
   * @returns an outcome an example that was not skipped
   */
  run(
    index: number,
    feeds: Readonly<Record<string, Tensor>>,
    ids: readonly string[],
    options?: RunOptions,
  ): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

export interface RunOptions {
  /** Rows that hold nothing to judge. */
  readonly skipped?: ReadonlySet<number> | undefined;
  readonly doing?: ((what: string) => void) | undefined;
}

export interface BatchAnswers {
  /** An entry a model, each with an outcome an example that was not skipped. */
  readonly outcomes: readonly (readonly Outcome[])[];
  readonly skipped: readonly { readonly index: number; readonly reason: string }[];
  /** What the files of each example were, see {@link rowFiles}; empty where no input reads files. */
  readonly files: readonly string[];
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
    const [fixedBatch] = fixed;
    const areMatesFelt = await anyFeelsMates(files);
    const runOnce = async (
      index: number,
      feeds: Readonly<Record<string, Tensor>>,
      ids: readonly string[],
      skipped?: ReadonlySet<number>,
    ): Promise<readonly Outcome[]> => {
      const name = files[index]?.name ?? '';
      const output = (await models[index]?.run(feeds))?.[outcome.output];
      if (!output) throw new AuditError('model', `The model ${quoted(name)} gave no output ${quoted(outcome.output)}.`);
      const data = tensorNumbers(output);
      if (!data) {
        throw new AuditError('model', `The output ${quoted(outcome.output)} of ${quoted(name)} holds text.`);
      }
      const rows = { count: fixedBatch ?? ids.length, ids, skipped };
      return readAnswers({ dims: output.dims, data }, outcome, name, rows);
    };
    const run: OpenModels['run'] = async (index, feeds, ids, { skipped, doing: say = doing } = {}) => {
      const name = files[index]?.name ?? '';
      say(`running the model ${quoted(name)} on the examples ${quoted(ids[0] ?? '')} to ${quoted(ids.at(-1) ?? '')}`);
      if (!areMatesFelt) return runOnce(index, fillBatch(feeds, ids.length, fixedBatch), ids, skipped);
      const outcomes: Outcome[] = [];
      for (const [row, id] of ids.entries()) {
        if (skipped?.has(row) === true) continue;
        const alone = pickRows(
          feeds,
          Array.from({ length: fixedBatch ?? 1 }, () => row),
        );
        outcomes.push(...(await runOnce(index, alone, [id])));
      }
      return outcomes;
    };
    return {
      inputs: baseline?.inputs ?? [],
      fixedBatch,
      examplesARun: areMatesFelt ? 1 : fixedBatch,
      run,
      answer: async (task, folder, say) => {
        const prepared = await prepareBatch(baseline?.inputs ?? [], inputs, task, folder);
        const outcomes: (readonly Outcome[])[] = [];
        const skipped = new Set(prepared.skipped.map(({ index }) => index));
        for (const index of files.keys())
          outcomes.push(await run(index, prepared.feeds, task.ids, { skipped, doing: say }));
        return { outcomes, skipped: prepared.skipped, files: prepared.files };
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
): Promise<{ readonly feeds: Readonly<Record<string, Tensor>> } & Pick<BatchAnswers, 'skipped' | 'files'>> {
  const feeds: Record<string, Tensor> = {};
  const states = task.ids.map(() => new Map<string, string>());
  const skipped = new Map<number, string>();
  for (const target of targets) {
    const spec = inputs[target.name];
    if (!spec) continue;
    const prepared = await prepareInput(spec, target, { ...task, folder });
    feeds[target.name] = prepared.tensor;
    prepared.files?.forEach((state, i) => states[i]?.set(target.name, state));
    for (const { index, reason } of prepared.skipped) skipped.set(index, reason);
  }
  const list = [...skipped].map(([index, reason]) => ({ index, reason })).sort((a, b) => a.index - b.index);
  return { feeds, skipped: list, files: states.map(rowFiles).filter((files) => files !== undefined) };
}

/** Fills a short batch up to the size that a model insists on: copies of a real row are what it can read. */
export function fillBatch(
  feeds: Readonly<Record<string, Tensor>>,
  count: number,
  batch: number | undefined,
): Readonly<Record<string, Tensor>> {
  if (batch === undefined || count === batch) return feeds;
  return pickRows(
    feeds,
    Array.from({ length: batch }, (_, i) => Math.min(i, count - 1)),
  );
}

/** Operators that scale by what the whole batch holds, so that an example's scores depend on the others beside it. */
const feelMates = ['DynamicQuantizeLinear', 'com.microsoft.DynamicQuantizeMatMul', 'com.microsoft.DynamicQuantizeLSTM'];

/** Then every model gets one example at a time, so that all are compared under the same conditions. */
async function anyFeelsMates(files: readonly ModelFile[]): Promise<boolean> {
  for (const { path } of files) {
    const operators = await readOperators(path);
    if (feelMates.some((name) => name in operators)) return true;
  }
  return false;
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
