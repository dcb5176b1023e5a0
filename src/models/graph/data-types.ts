/** How a tensor's elements are stored. */
export interface ElementType {
  readonly name: string;
  /** Bits an element; 0 for text and for unknown types. Below 8, elements are packed, the first one lowest. */
  readonly bits: number;
  readonly kind: 'float' | 'integer' | 'other';
}

const types: Readonly<Record<number, ElementType>> = {
  1: { name: 'float32', bits: 32, kind: 'float' },
  2: { name: 'uint8', bits: 8, kind: 'integer' },
  3: { name: 'int8', bits: 8, kind: 'integer' },
  4: { name: 'uint16', bits: 16, kind: 'integer' },
  5: { name: 'int16', bits: 16, kind: 'integer' },
  6: { name: 'int32', bits: 32, kind: 'integer' },
  7: { name: 'int64', bits: 64, kind: 'integer' },
  8: { name: 'string', bits: 0, kind: 'other' },
  9: { name: 'bool', bits: 8, kind: 'other' },
  10: { name: 'float16', bits: 16, kind: 'float' },
  11: { name: 'float64', bits: 64, kind: 'float' },
  12: { name: 'uint32', bits: 32, kind: 'integer' },
  13: { name: 'uint64', bits: 64, kind: 'integer' },
  14: { name: 'complex64', bits: 64, kind: 'other' },
  15: { name: 'complex128', bits: 128, kind: 'other' },
  16: { name: 'bfloat16', bits: 16, kind: 'float' },
  17: { name: 'float8e4m3fn', bits: 8, kind: 'float' },
  18: { name: 'float8e4m3fnuz', bits: 8, kind: 'float' },
  19: { name: 'float8e5m2', bits: 8, kind: 'float' },
  20: { name: 'float8e5m2fnuz', bits: 8, kind: 'float' },
  21: { name: 'uint4', bits: 4, kind: 'integer' },
  22: { name: 'int4', bits: 4, kind: 'integer' },
  23: { name: 'float4e2m1', bits: 4, kind: 'float' },
  24: { name: 'float8e8m0', bits: 8, kind: 'other' },
  25: { name: 'uint2', bits: 2, kind: 'integer' },
  26: { name: 'int2', bits: 2, kind: 'integer' },
  27: { name: 'float6e2m3', bits: 6, kind: 'float' },
  28: { name: 'float6e3m2', bits: 6, kind: 'float' },
};

/** The element type of an ONNX code; unknown codes get a name that says so. */
export function elementType(code: number): ElementType {
  return types[code] ?? { name: `type${code}`, bits: 0, kind: 'other' };
}
