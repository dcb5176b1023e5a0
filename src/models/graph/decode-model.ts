import { readFile, stat } from 'node:fs/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { AuditError, messageOf, systemErrorCode } from '../../base/index.js';
import { foreignFormat } from './foreign-formats.js';
import { ModelProtoSchema, type GraphProto, type ModelProto } from './onnx_pb.js';
import { maxMessageDepth, scanWire, type WireProblem } from './scan-wire.js';

/** Larger model files are not read; their weights belong into external data. */
const maxModelBytes = 2 ** 31 - 1;

/** How deep subgraphs may nest below the main graph. */
export const maxGraphDepth = 32;

const wireLimits = { nested: 'onnx.GraphProto', depth: maxGraphDepth + 1, memoryBytes: 2 ** 30 };

/**
 * Reads an ONNX file's graph, without running anything. A hostile file is refused before it can fill memory.
 *
 * @throws {AuditError} `model` where it is missing, empty, cut off, too large, or not ONNX
 */
export async function decodeModel(path: string): Promise<{ readonly model: ModelProto; readonly graph: GraphProto }> {
  const bytes = await readModel(path);
  const place = { file: path };
  const foreign = foreignFormat(bytes);
  if (foreign !== undefined) {
    throw new AuditError('model', `This is not an ONNX model, but ${foreign}.`, {
      place,
      wayOut: 'Give the path of an .onnx file.',
    });
  }
  const problem = scanWire(bytes, ModelProtoSchema, wireLimits);
  if (problem) throw wireError(path, bytes, problem);
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false, recursionLimit: 2 * maxMessageDepth });
  } catch (error) {
    throw notOnnx(path, error);
  }
  if (!model.graph || model.graph.node.length === 0) throw notOnnx(path);
  return { model, graph: model.graph };
}

function notOnnx(path: string, cause?: unknown): AuditError {
  return new AuditError('model', 'This is not an ONNX model.', {
    place: { file: path },
    wayOut: 'Check the path, or export the model again.',
    cause,
  });
}

function wireError(path: string, bytes: Uint8Array, problem: WireProblem): AuditError {
  const place = { file: path };
  const wayOut = 'The file is damaged or made to mislead: copy or export it again.';
  // A model begins with its format's version, the number of field 1.
  const beginsAsOnnx = bytes[0] === 0x08;
  switch (problem.kind) {
    case 'cut-off':
      if (!beginsAsOnnx) return notOnnx(path);
      return new AuditError(
        'model',
        `This ONNX model was cut off: it has ${bytes.length} bytes and lacks at least ${problem.missingBytes} more.`,
        { place, wayOut: 'Copy or export it again.' },
      );
    case 'malformed':
      if (!beginsAsOnnx) return notOnnx(path);
      return new AuditError('model', `This ONNX model is damaged at byte ${problem.at}.`, { place, wayOut });
    case 'too-deep':
      return new AuditError('model', `The graph nests more than ${maxGraphDepth} subgraphs.`, { place, wayOut });
    case 'too-big':
      return new AuditError(
        'model',
        `Decoding this model would take more than ${wireLimits.memoryBytes / 2 ** 30} GiB of memory, for a file of ${bytes.length} bytes.`,
        { place, wayOut: 'Save its tensors as raw data (onnx.save does), or export it again.' },
      );
  }
}

async function readModel(path: string): Promise<Uint8Array> {
  const place = { file: path };
  try {
    const status = await stat(path);
    if (!status.isFile()) throw new AuditError('model', 'Expected a model file, found a folder.', { place });
    if (status.size === 0)
      throw new AuditError('model', 'This model file is empty.', { place, wayOut: 'Export the model again.' });
    if (status.size > maxModelBytes) {
      throw new AuditError('model', `This model file has ${status.size} bytes; at most ${maxModelBytes} are read.`, {
        place,
        wayOut: 'Save it with external data.',
      });
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof AuditError) throw error;
    const isMissing = systemErrorCode(error) === 'ENOENT';
    throw new AuditError(
      'model',
      isMissing ? 'There is no such model file.' : `This model cannot be read: ${messageOf(error)}.`,
      {
        place,
        wayOut: 'Check the path.',
        cause: error,
      },
    );
  }
}
