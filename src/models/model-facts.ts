import { basename } from 'node:path';
import { gzippedBytes } from './file-size.js';
import { readGraph } from './graph/read-graph.js';
import type { TensorSpec } from './model.js';
import { hashModelFiles } from './model-files.js';

/** What a model's files say of it, without running it. */
export interface InspectedModel {
  readonly name: string;
  /** The file's name without its folder. */
  readonly file: string;
  readonly format: 'onnx';
  /** Over the file; with external data, over the list of all files' names and hashes. */
  readonly sha256: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly parameters: number;
  readonly zeros: number;
  readonly dataTypes: Readonly<Record<string, number>>;
  readonly operators: Readonly<Record<string, number>>;
  readonly opsets: Readonly<Record<string, number>>;
  readonly producer: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly externalData: readonly string[];
}

/**
 * Reads a model's graph and sizes, without running it.
 *
 * @param name what the model is called in the plan
 * @throws {AuditError} `model` where the file is no ONNX model or points outside its folder
 */
export async function inspectModel(path: string, name: string, signal?: AbortSignal): Promise<InspectedModel> {
  const graph = await readGraph(path, signal);
  const { files, bytes, sha256 } = await hashModelFiles(path, graph.externalData, signal);
  let gzipBytes = 0;
  for (const file of files) gzipBytes += await gzippedBytes(file.path, signal);
  return { name, file: basename(path), format: 'onnx', sha256, bytes, gzipBytes, ...graph };
}
