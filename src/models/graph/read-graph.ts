import type { TensorSpec } from '../model.js';
import { decodeModel } from './decode-model.js';
import { checkStoredLength } from './element-count.js';
import { everyTensor } from './every-tensor.js';
import { checkExternalData } from './external-data.js';
import type { NodeProto } from './onnx_pb.js';
import { countParameters, type ParameterCounts } from './parameters.js';
import { valueSpec } from './value-spec.js';
import { walkModel } from './walk-graph.js';

/** What an ONNX graph says of itself. */
export interface GraphFacts extends ParameterCounts {
  /** How often each operator stands in the graph, its subgraphs and functions, `domain.Name` outside the default domain; sorted. */
  readonly operators: Readonly<Record<string, number>>;
  /** Operator set versions by domain, the default one `ai.onnx`; sorted. */
  readonly opsets: Readonly<Record<string, number>>;
  /** Name and version, empty where the file is silent. */
  readonly producer: string;
  /** Inputs that the file does not fill itself. */
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Files that hold weights, relative to the model's folder, in code point order. */
  readonly externalData: readonly string[];
}

/**
 * Reads what an ONNX file says of itself, without running anything.
 *
 * @throws {AuditError} `model` where the file is missing, cut off, not ONNX, made to mislead, or keeps weights outside its folder
 */
export async function readGraph(path: string, signal?: AbortSignal): Promise<GraphFacts> {
  const { model, graph } = await decodeModel(path);
  for (const tensor of everyTensor(model)) checkStoredLength(tensor, path);
  const externalData = await checkExternalData(path, everyTensor(model));
  const walked = walkModel(model, graph, path);
  const stored = new Set(graph.initializer.map(({ name }) => name));
  return {
    ...(await countParameters(path, walked.tensors, signal)),
    operators: countOperators(walked.nodes),
    opsets: sortedRecord(model.opsetImport.map(({ domain, version }) => [domain || 'ai.onnx', Number(version)])),
    producer: [model.producerName, model.producerVersion].filter((part) => part !== '').join(' '),
    inputs: graph.input.filter(({ name }) => !stored.has(name)).map(valueSpec),
    outputs: graph.output.map(valueSpec),
    externalData,
  };
}

/** How often each operator stands in a model, as {@link GraphFacts} has it, without counting its weights. */
export async function readOperators(path: string): Promise<Readonly<Record<string, number>>> {
  const { model, graph } = await decodeModel(path);
  return countOperators(walkModel(model, graph, path).nodes);
}

function countOperators(nodes: readonly NodeProto[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { opType, domain } of nodes) {
    const name = domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return sortedRecord([...counts]);
}

function sortedRecord(entries: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
