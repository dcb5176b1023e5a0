import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256OfFile, sha256OfModel } from '../base/index.js';
import { decodeModel } from './graph/decode-model.js';
import { everyTensor } from './graph/every-tensor.js';
import { checkExternalData } from './graph/external-data.js';

/** One file of a model. */
export interface ModelFile {
  /** The model's own name without its folder, or the external file's name relative to that folder. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ModelFiles {
  /** The model file first, then its external data in code point order. */
  readonly files: readonly ModelFile[];
  readonly bytes: number;
  /** The file's own; with external data, over the canonical JSON of the list of names (`file`) and hashes (`sha256`). */
  readonly sha256: string;
}

/** All files that make up a model. @throws {AuditError} `model` where it is no ONNX model or reaches outside its folder */
export async function modelFiles(path: string, signal?: AbortSignal): Promise<ModelFiles> {
  const { model } = await decodeModel(path);
  return hashModelFiles(path, await checkExternalData(path, everyTensor(model)), signal);
}

/**
 * Where a model's files lie: beside what a link to the model names, as the checks of external data and the runtime see them.
 *
 * @param externalData locations that were checked before
 */
export async function modelPlaces(
  path: string,
  externalData: readonly string[],
): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const folder = dirname(await realpath(path));
  return [{ name: basename(path), path }, ...externalData.map((name) => ({ name, path: join(folder, name) }))];
}

/** Sizes and hashes of a model and its external data, whose locations were checked before. */
export async function hashModelFiles(
  path: string,
  externalData: readonly string[],
  signal?: AbortSignal,
): Promise<ModelFiles> {
  const files: ModelFile[] = [];
  for (const place of await modelPlaces(path, externalData)) {
    files.push({ ...place, bytes: (await stat(place.path)).size, sha256: await sha256OfFile(place.path, signal) });
  }
  return { files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), sha256: sha256OfModel(files) };
}
