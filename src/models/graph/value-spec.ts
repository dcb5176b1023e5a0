import type { TensorSpec } from '../model.js';
import { elementType } from './data-types.js';
import type { TensorShapeProto, TypeProto, ValueInfoProto } from './onnx_pb.js';

/** What a graph says of an input or output. A tensor whose number of dimensions is open has the shape `['…']`. */
export function valueSpec({ name, type }: ValueInfoProto): TensorSpec {
  if (type?.value.case !== 'tensorType') return { name, type: typeName(type, 0), shape: [] };
  return { name, type: typeName(type, 0), shape: shapeOf(type.value.value.shape) };
}

function shapeOf(shape: TensorShapeProto | undefined): TensorSpec['shape'] {
  if (!shape) return ['…'];
  return shape.dim.map(({ value }) => {
    if (value.case === 'dimValue') return Number(value.value);
    return value.case === 'dimParam' && value.value !== '' ? value.value : null;
  });
}

/** `float32`, `sequence(map(int64, float32))` … */
function typeName(type: TypeProto | undefined, depth: number): string {
  if (!type || depth > 8) return 'unknown';
  const { value } = type;
  switch (value.case) {
    case 'tensorType':
      return elementType(value.value.elemType).name;
    case 'sparseTensorType':
      return `sparse(${elementType(value.value.elemType).name})`;
    case 'sequenceType':
      return `sequence(${typeName(value.value.elemType, depth + 1)})`;
    case 'optionalType':
      return `optional(${typeName(value.value.elemType, depth + 1)})`;
    case 'mapType':
      return `map(${elementType(value.value.keyType).name}, ${typeName(value.value.valueType, depth + 1)})`;
    default:
      return 'unknown';
  }
}
