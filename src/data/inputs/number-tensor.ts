import { halfBits } from '../../base/index.js';
import type { NumberData } from './input-spec.js';

/** A type of numbers that a tensor may hold, and what a number must be to become one. */
interface NumberType {
  make(length: number): NumberData;
  /** Bounds of whole numbers; absent for floats. */
  readonly whole?: readonly [min: number, max: number];
}

const numberTypes: Readonly<Record<string, NumberType>> = {
  float32: { make: (length) => new Float32Array(length) },
  float64: { make: (length) => new Float64Array(length) },
  float16: { make: (length) => new Uint16Array(length) },
  int8: { make: (length) => new Int8Array(length), whole: [-128, 127] },
  uint8: { make: (length) => new Uint8Array(length), whole: [0, 255] },
  int16: { make: (length) => new Int16Array(length), whole: [-32_768, 32_767] },
  uint16: { make: (length) => new Uint16Array(length), whole: [0, 65_535] },
  int32: { make: (length) => new Int32Array(length), whole: [-2_147_483_648, 2_147_483_647] },
  uint32: { make: (length) => new Uint32Array(length), whole: [0, 4_294_967_295] },
  int64: { make: (length) => new BigInt64Array(length), whole: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] },
  uint64: { make: (length) => new BigUint64Array(length), whole: [0, Number.MAX_SAFE_INTEGER] },
  bool: { make: (length) => new Uint8Array(length), whole: [0, 1] },
};

/** The types of tensors that numbers can become. */
export const numberTypeNames: readonly string[] = Object.keys(numberTypes);

/** Values of a tensor as they are written, one by one. */
export interface NumberTensorData {
  /** All zero at first; 16-bit floats as their bits. */
  readonly data: NumberData;
  /** Why a number cannot become a value of this type, as the end of a sentence; nothing where it can. */
  refuses(value: number): string | undefined;
  /** Writes a number that is not refused, rounded to the nearest float. */
  set(index: number, value: number): void;
}

/** Makes room for numbers of a type; nothing for other types, such as text. */
export function numberTensorData(type: string, length: number): NumberTensorData | undefined {
  const found = numberTypes[type];
  if (!found) return undefined;
  const data = found.make(length);
  const { whole } = found;
  return {
    data,
    refuses: (value) => {
      if (!whole) return Number.isFinite(value) ? undefined : 'where a finite number is wanted';
      if (!Number.isInteger(value)) return 'where a whole number is wanted';
      return value < whole[0] || value > whole[1] ? `where ${type} reaches from ${whole[0]} to ${whole[1]}` : undefined;
    },
    set: setter(type, data),
  };
}

function setter(type: string, data: NumberData): (index: number, value: number) => void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return (index, value) => {
      data[index] = BigInt(value);
    };
  }
  const convert = type === 'float16' ? halfBits : (value: number): number => value;
  return (index, value) => {
    data[index] = convert(value);
  };
}
