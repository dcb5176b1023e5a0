import { realpath } from 'node:fs/promises';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { AuditError, listed, loadPackage } from '../base/index.js';
import { checkFeeds } from './check-feeds.js';
import { decodeModel } from './graph/decode-model.js';
import { everyTensor } from './graph/every-tensor.js';
import { checkExternalData } from './graph/external-data.js';
import type { Model, Tensor, TensorSpec } from './model.js';
import { quietRuntime } from './quiet-runtime.js';
import { loadError, runError } from './runtime-errors.js';

export interface OnnxOptions {
  /** Threads inside one operator; 1 unless asked otherwise, because sums may depend on it. */
  readonly threads?: number;
  /** Writes onnxruntime's profile to a file whose path begins like this, once the model is closed. */
  readonly profile?: string;
}

/**
 * Opens an ONNX file in onnxruntime's CPU provider, operators one after another, and prints nothing.
 *
 * The file is read and its external data are checked before the runtime sees either. A hostile model may still crash or exhaust the
 * runtime: open models that are not your own inside a watched child.
 *
 * @throws {AuditError} `model` where the file is missing, empty, cut off, not ONNX, reaches outside its folder, or uses what the
 *   runtime does not know; from `run`, `model` or `resources` where the feeds do not fit or the model fails
 */
export async function openOnnxModel(path: string, options: OnnxOptions = {}): Promise<Model> {
  const { model } = await decodeModel(path);
  await checkExternalData(path, everyTensor(model));
  Object.assign(process.env, quietRuntime);
  const ort = loadPackage('onnxruntime-node');
  // Whatever the runtime logs as an error it also throws.
  ort.env.logLevel = 'fatal';
  let session: InferenceSession;
  try {
    // Behind a link, the runtime looks for external data where they were checked.
    session = await ort.InferenceSession.create(await realpath(path), sessionOptions(options));
  } catch (error) {
    throw loadError(path, error);
  }
  try {
    return runnable(session, ort.Tensor, path, options);
  } catch (error) {
    await session.release();
    throw error;
  }
}

function sessionOptions({ threads = 1, profile }: OnnxOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 4,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  };
}

function runnable(session: InferenceSession, Tensor: typeof OrtTensor, path: string, options: OnnxOptions): Model {
  const inputs = session.inputMetadata.map(specOf);
  const outputs = session.outputMetadata.map(specOf);
  // The binding hands over tensors only: sequences and maps, as scikit-learn's ZipMap makes them, would fail every run.
  const tensors = session.outputMetadata.filter(({ isTensor }) => isTensor).map(({ name }) => name);
  const closed = session.inputMetadata.find(({ isTensor }) => !isTensor);
  if (closed || tensors.length === 0) {
    const names = closed ? [closed.name] : outputs.map(({ name }) => name);
    throw new AuditError('model', `The model ${closed ? 'takes' : 'only gives'} what is no tensor: ${listed(names)}.`, {
      place: { file: path },
      wayOut: 'Export it with plain tensors; for scikit-learn models with the option zipmap=False.',
    });
  }
  return {
    inputs,
    outputs,
    run: async (feeds) => {
      checkFeeds(inputs, feeds, path);
      try {
        const given = Object.entries(feeds).map(([name, tensor]) => [name, toRuntime(Tensor, tensor)] as const);
        const results = await session.run(Object.fromEntries(given), tensors);
        return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromRuntime(tensor)]));
      } catch (error) {
        throw runError(path, error);
      }
    },
    close: async () => {
      if (options.profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

function specOf(metadata: InferenceSession.ValueMetadata): TensorSpec {
  if (!metadata.isTensor) return { name: metadata.name, type: 'not-a-tensor', shape: [] };
  return { name: metadata.name, type: metadata.type, shape: metadata.shape.map((side) => (side === '' ? null : side)) };
}

function toRuntime(Tensor: typeof OrtTensor, { type, data, dims }: Tensor): OrtTensor {
  // checkFeeds compared the type with the model's own, so it is one of the runtime's.
  const tensor = new Tensor(type as OrtTensor.Type, data, dims);
  // Where Node has an array of 16-bit floats, the tensor turns bits into one, which the native binding then cannot read.
  return type === 'float16' ? Object.assign(tensor, { cpuData: data }) : tensor;
}

function fromRuntime({ type, dims, data }: OrtTensor): Tensor {
  // Newer versions of Node have an array of 16-bit floats, which the runtime then uses; here they stay bits.
  const isOtherHalf = type === 'float16' && ArrayBuffer.isView(data) && !(data instanceof Uint16Array);
  const plain = isOtherHalf ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data;
  return { type, dims, data: plain };
}
