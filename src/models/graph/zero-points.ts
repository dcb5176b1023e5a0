import { elementType } from './data-types.js';
import type { ZeroCode } from './count-zeros.js';
import { elementCount } from './element-count.js';
import { passesValuesOn, wholeAttribute, zeroPointPlace } from './quantized-operators.js';
import type { NodeProto } from './onnx_pb.js';
import type { Use } from './scope.js';
import { allCodes } from './stored-codes.js';
import type { StoredTensor } from './walk-graph.js';

/** How far a zero point is looked for behind operators that pass values on. */
const maxSteps = 8;

/**
 * The bit pattern that stands for zero in a quantized tensor: 0, or the stored zero point of the operator that dequantizes it, for
 * the whole tensor, along an axis, or a block. Behind a Gather and the like, a zero point is known only for whole tensors.
 */
export async function zeroCodeOf(stored: StoredTensor, path: string): Promise<ZeroCode> {
  const place = findZeroPoint(stored.uses, maxSteps);
  const points = place === undefined ? undefined : stored.scope.find(place.name);
  // The zero point has the type of what it belongs to; anything else is refused by every runtime.
  if (!place || !points || points.isSparse || points.tensor.dataType !== stored.tensor.dataType) return 0;
  const count = elementCount(points.tensor.name, points.dims, path);
  const codes = await allCodes(points.tensor, elementType(points.tensor.dataType), count, path);
  if (count === 1) return codes[0] ?? 0;
  return place.isDirect ? alongAxis(stored.dims, points.dims, codes, place) : 0;
}

interface Found {
  readonly name: string;
  readonly node: NodeProto;
  readonly axis: number;
  /** Whether the operator reads the tensor itself, and not what another made of it. */
  readonly isDirect: boolean;
}

function findZeroPoint(uses: readonly Use[], steps: number): Found | undefined {
  for (const { node, position } of uses) {
    const place = zeroPointPlace(node, position);
    const name = place && node.input[place.input];
    if (place && name !== undefined && name !== '') return { name, node, axis: place.axis, isDirect: true };
  }
  if (steps === 0) return undefined;
  for (const { node, position, scope } of uses) {
    const [output] = node.output;
    if (position !== 0 || output === undefined || !passesValuesOn.has(node.opType)) continue;
    const found = findZeroPoint(scope.usesOf(output), steps - 1);
    if (found) return { ...found, isDirect: false };
  }
  return undefined;
}

function alongAxis(
  shape: readonly bigint[],
  pointShape: readonly bigint[],
  codes: readonly number[],
  { node, axis }: Found,
): ZeroCode {
  const dims = shape.map(Number);
  const along = axis < 0 ? axis + dims.length : axis;
  const side = dims[along] ?? 1;
  const inner = dims.slice(along + 1).reduce((product, length) => product * length, 1);
  if (pointShape.length <= 1) {
    return codes.length === side ? (element) => codes[Math.floor(element / inner) % side] ?? 0 : 0;
  }
  const block = wholeAttribute(node, 'block_size') ?? 0;
  const blocks = Number(pointShape[along] ?? 0n);
  if (block <= 0 || blocks !== Math.ceil(side / block)) return 0;
  return (element) => {
    const outer = Math.floor(element / (inner * side));
    const place = Math.floor(element / inner) % side;
    return codes[(outer * blocks + Math.floor(place / block)) * inner + (element % inner)] ?? 0;
  };
}
