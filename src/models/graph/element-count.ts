import { AuditError, quoted } from '../../base/index.js';
import { elementType } from './data-types.js';
import { TensorProto_DataLocation, type TensorProto } from './onnx_pb.js';

/** No tensor has more sides; NumPy knows no more either. */
const maxDims = 64;

const maxElements = 2n ** 40n;

/**
 * How many elements a shape asks for.
 *
 * @throws {AuditError} `model` where a side is negative, there are more than 64, or the product is beyond 2⁴⁰
 */
export function elementCount(name: string, dims: readonly bigint[], path: string): number {
  let count = 1n;
  for (const side of dims.slice(0, maxDims)) {
    // Held just above the limit, so that no product of many sides is ever computed; a side of 0 may still follow.
    const product = count * side;
    count = product > maxElements ? maxElements + 1n : product;
  }
  if (dims.length > maxDims || dims.some((side) => side < 0n) || count > maxElements) {
    const shown = [...dims.slice(0, 16), ...(dims.length > 16 ? ['…'] : [])].join(', ');
    throw damaged(path, `The tensor ${quoted(name)} claims the shape [${shown}].`);
  }
  return Number(count);
}

/** How many bytes `count` elements take when they are stored raw, packed where they are shorter than a byte. */
export function rawBytes(count: number, bits: number): number {
  return Math.ceil((count * bits) / 8);
}

/**
 * Checks that a tensor stored inside the model file holds as many values as its shape asks for.
 *
 * @throws {AuditError} `model` naming the tensor, what its shape asks for and what is there
 */
export function checkStoredLength(tensor: TensorProto, path: string): void {
  const count = elementCount(tensor.name, tensor.dims, path);
  const { name: type, bits } = elementType(tensor.dataType);
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL) return;
  const refuse = (found: string): never => {
    throw damaged(
      path,
      `The tensor ${quoted(tensor.name)} should hold ${count} ${type} values, by its shape, but holds ${found}.`,
    );
  };
  if (type === 'string') {
    if (tensor.stringData.length !== count) refuse(`${tensor.stringData.length}`);
  } else if (bits > 0 && tensor.rawData.length > 0) {
    if (tensor.rawData.length !== rawBytes(count, bits)) refuse(`${tensor.rawData.length} bytes`);
  } else if (bits > 0) {
    const entries = typedEntries(tensor);
    if (entries !== typedEntriesOf(count, type, bits)) refuse(`${entries} entries`);
  }
}

function typedEntries(tensor: TensorProto): number {
  const { floatData, int32Data, int64Data, doubleData, uint64Data } = tensor;
  return floatData.length + int32Data.length + int64Data.length + doubleData.length + uint64Data.length;
}

/** An entry holds one value; half a complex one; a byte of shorter ones, 6-bit ones aside. */
function typedEntriesOf(count: number, type: string, bits: number): number {
  if (type.startsWith('complex')) return count * 2;
  return bits === 2 || bits === 4 ? rawBytes(count, bits) : count;
}

function damaged(path: string, message: string): AuditError {
  return new AuditError('model', message, {
    place: { file: path },
    wayOut: 'The file is damaged or made to mislead: copy or export the model again.',
  });
}
