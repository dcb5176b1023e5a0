import { elementType } from './data-types.js';
import type { ZeroCode } from './count-zeros.js';
import { elementCount } from './element-count.js';
import { usesBehind } from './passed-on.js';
import { wholeAttribute, zeroPointPlace } from './quantized-operators.js';
import type { NodeProto } from './onnx_pb.js';
import type { Use } from './scope.js';
import { allCodes } from './stored-codes.js';
import type { StoredTensor } from './walk-graph.js';

/**
 * The bit pattern that stands for zero in a quantized tensor: 0, or the stored zero point of the operator that dequantizes it, for
 * the whole tensor, along an axis, or a block. Behind a Gather and the like, a zero point is known only for whole tensors.
 */
export async function zeroCodeOf(stored: StoredTensor, path: string): Promise<ZeroCode> {
  const place = findZeroPoint(stored.uses);
  const points = place === undefined ? undefined : stored.scope.find(place.name);
  // The zero point has the type of what it belongs to; anything else is refused by every runtime.
  if (!place || !points || points.isSparse || points.tensor.dataType !== stored.tensor.dataType) return 0;
  const count = elementCount(points.tensor.name, points.dims, path);
  const zeroAt = count === 1 ? undefined : placeOfZero(stored.dims, points.dims, count, place);
  // Zero points that belong to no element are not even read: there may be as many as a file can claim.
  if (count !== 1 && !zeroAt) return 0;
  const codes = await allCodes(points.tensor, elementType(points.tensor.dataType), count, path);
  return zeroAt ? (element) => codes[zeroAt(element)] ?? 0 : (codes[0] ?? 0);
}

interface Found {
  readonly name: string;
  readonly node: NodeProto;
  readonly axis: number;
  /** Whether the operator reads the tensor itself, and not what another made of it. */
  readonly isDirect: boolean;
}

function findZeroPoint(uses: readonly Use[]): Found | undefined {
  for (const step of usesBehind(uses)) {
    for (const { node, position } of step.uses) {
      const place = zeroPointPlace(node, position);
      const name = place && node.input[place.input];
      if (place && name !== undefined && name !== '') return { name, node, axis: place.axis, isDirect: step.isDirect };
    }
  }
  return undefined;
}

/** Which of several zero points belongs to an element: along an axis, or a block's own; nothing where they do not fit. */
function placeOfZero(
  shape: readonly bigint[],
  pointShape: readonly bigint[],
  count: number,
  { node, axis, isDirect }: Found,
): ((element: number) => number) | undefined {
  if (!isDirect) return undefined;
  const dims = shape.map(Number);
  const along = axis < 0 ? axis + dims.length : axis;
  const side = dims[along] ?? 1;
  const inner = dims.slice(along + 1).reduce((product, length) => product * length, 1);
  if (pointShape.length <= 1) return count === side ? (element) => Math.floor(element / inner) % side : undefined;
  const block = wholeAttribute(node, 'block_size') ?? 0;
  const blocks = Number(pointShape[along] ?? 0n);
  const outer = dims.slice(0, along).reduce((product, length) => product * length, 1);
  if (block <= 0 || blocks !== Math.ceil(side / block) || count !== outer * blocks * inner) return undefined;
  return (element) => {
    const place = Math.floor(element / inner) % side;
    return (Math.floor(element / (inner * side)) * blocks + Math.floor(place / block)) * inner + (element % inner);
  };
}
