import { elementType, type ElementType } from './data-types.js';
import { zeroCounter } from './count-zeros.js';
import { elementCount } from './element-count.js';
import { countPackedWeights } from './packed-weights.js';
import { usesBehind } from './passed-on.js';
import { isQuantizedWeight, isSetting } from './quantized-operators.js';
import type { Use } from './scope.js';
import { storedCodes } from './stored-codes.js';
import type { StoredTensor } from './walk-graph.js';
import { zeroCodeOf } from './zero-points.js';

/** What a model has learnt, counted. */
export interface ParameterCounts {
  readonly parameters: number;
  /** Exactly zero, or for quantized ones equal to their zero point. */
  readonly zeros: number;
  /** Parameters by data type, sorted by name. */
  readonly dataTypes: Readonly<Record<string, number>>;
}

/**
 * Counts parameters, each stored tensor once however often it is read. A stored tensor (an initializer, dense or sparse, or a
 * Constant; of the graph, a subgraph or a function) is a parameter where
 *
 * - a node reads it, and not only as a setting: scales, zero points, bounds, sizes and thresholds are none;
 * - it has at least one dimension: a single number belongs to a formula;
 * - it is of floating point, or an integer of at most 16 bits, or an int32 that is read as quantized weights or bias.
 *
 * Shapes, indices and masks (int64, other int32, bool, text) are therefore none, and the running statistics of a batch
 * normalisation are, since the file cannot tell them from weights. A sparse tensor counts all elements of its shape.
 *
 * @throws {AuditError} `model` where a shape is impossible or the stored values do not fit it
 */
export async function countParameters(
  path: string,
  tensors: readonly StoredTensor[],
  signal?: AbortSignal,
): Promise<ParameterCounts> {
  let parameters = 0;
  let zeros = 0;
  const dataTypes = new Map<string, number>();
  for (const stored of tensors) {
    signal?.throwIfAborted();
    const type = elementType(stored.tensor.dataType);
    if (!isParameter(stored, type)) continue;
    const counted = (await countPackedWeights(stored, path, signal)) ?? (await countPlain(stored, type, path, signal));
    parameters += counted.count;
    zeros += counted.zeros;
    dataTypes.set(counted.type, (dataTypes.get(counted.type) ?? 0) + counted.count);
  }
  return { parameters, zeros, dataTypes: Object.fromEntries([...dataTypes].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function isParameter({ dims, uses }: StoredTensor, type: ElementType): boolean {
  if (dims.length === 0) return false;
  const isNarrow = type.kind === 'integer' && type.bits <= 16;
  if (type.kind === 'float' || isNarrow) return uses.some(({ node, position }) => !isSetting(node, position));
  return type.name === 'int32' && isReadAsQuantized(uses);
}

/** Whether quantized weights are read here, or behind operators that pass values on. */
function isReadAsQuantized(uses: readonly Use[]): boolean {
  return usesBehind(uses).some((step) => step.uses.some(({ node, position }) => isQuantizedWeight(node, position)));
}

async function countPlain(
  stored: StoredTensor,
  type: ElementType,
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly type: string; readonly count: number; readonly zeros: number }> {
  const { tensor, dims, isSparse } = stored;
  const count = elementCount(tensor.name, dims, path);
  const held = isSparse ? elementCount(tensor.name, tensor.dims, path) : count;
  const counter = zeroCounter(type, type.kind === 'float' ? 0 : await zeroCodeOf(stored, path));
  const words = Math.max(1, type.bits / 32);
  let zeros = isSparse ? Math.max(0, count - held) : 0;
  let first = 0;
  for await (const codes of storedCodes(tensor, type, held, path)) {
    signal?.throwIfAborted();
    const inPiece = Math.min(Math.floor(codes.length / words), held - first);
    zeros += counter(codes, first, inPiece);
    first += inPiece;
  }
  return { type: type.name, count, zeros };
}
