import { halfBits, type NumberData } from '../../base/index.js';

/** A type of numbers that a tensor may hold, and what a number must be to become one. */
interface NumberType {
  make(length: number): NumberData;
  /** Bounds of whole numbers; absent for floats. */
  readonly whole?: readonly [min: number, max: number];
  /** Of floats: the least size that rounds to infinity. */
  readonly tooLarge?: number;
}

const numberTypes: ReadonlyMap<string, NumberType> = new Map<string, NumberType>(
  Object.entries({
    // Halfway from the largest float to the next power of two, to which ties go.
    float32: { make: (length) => new Float32Array(length), tooLarge: (2 - 2 ** -24) * 2 ** 127 },
    float64: { make: (length) => new Float64Array(length), tooLarge: Infinity },
    float16: { make: (length) => new Uint16Array(length), tooLarge: 65_520 },
    int8: { make: (length) => new Int8Array(length), whole: [-128, 127] },
    uint8: { make: (length) => new Uint8Array(length), whole: [0, 255] },
    int16: { make: (length) => new Int16Array(length), whole: [-32_768, 32_767] },
    uint16: { make: (length) => new Uint16Array(length), whole: [0, 65_535] },
    int32: { make: (length) => new Int32Array(length), whole: [-2_147_483_648, 2_147_483_647] },
    uint32: { make: (length) => new Uint32Array(length), whole: [0, 4_294_967_295] },
    int64: { make: (length) => new BigInt64Array(length), whole: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] },
    uint64: { make: (length) => new BigUint64Array(length), whole: [0, Number.MAX_SAFE_INTEGER] },
    bool: { make: (length) => new Uint8Array(length), whole: [0, 1] },
  } satisfies Readonly<Record<string, NumberType>>),
);

/** The types of tensors that numbers can become. */
export const numberTypeNames: readonly string[] = [...numberTypes.keys()];

/** Values of a tensor as they are written, one by one. */
export interface NumberTensorData {
  /** All zero at first; 16-bit floats as their bits. */
  readonly data: NumberData;
  /** Why a number cannot become a value of this type, as the end of a sentence; nothing where it can. */
  refuses(value: number): string | undefined;
  /** Writes a number that is not refused, rounded to the nearest float. */
  set(index: number, value: number): void;
  /**
   * Writes finite numbers one after another from an index on.
   *
   * @returns the first that is refused, if any; what stands there then is of no use
   */
  setAll(index: number, values: NumberArray): number | undefined;
}

/** Numbers as arrays hold them. */
export type NumberArray =
  Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** Makes room for numbers of a type; nothing for other types, such as text. */
export function numberTensorData(type: string, length: number): NumberTensorData | undefined {
  const found = numberTypes.get(type);
  if (!found) return undefined;
  const data = found.make(length);
  const { whole, tooLarge = Infinity } = found;
  const refuses = (value: number): string | undefined => {
    if (whole) {
      if (!Number.isInteger(value)) return 'where a whole number is wanted';
      return value < whole[0] || value > whole[1] ? `where ${type} reaches from ${whole[0]} to ${whole[1]}` : undefined;
    }
    if (!Number.isFinite(value)) return 'where a finite number is wanted';
    return Math.abs(value) >= tooLarge ? `which is too large for ${type}` : undefined;
  };
  const set = setter(type, data);
  const setAll = (index: number, values: NumberArray): number | undefined => {
    // Floats are copied at once: the runtime's own loop is many times faster than ours.
    if (data instanceof Float32Array || data instanceof Float64Array) {
      data.set(values, index);
      const cannotOverflow = data instanceof Float64Array || values instanceof Float32Array;
      if (cannotOverflow || areFinite(data.subarray(index, index + values.length))) return undefined;
      return values.find((value) => refuses(value) !== undefined);
    }
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (refuses(value) !== undefined) return value;
      set(index + i, value);
    }
    return undefined;
  };
  return { data, refuses, set, setAll };
}

/** Whether no value is NaN or infinite: the difference of such a value and itself is NaN. */
export function areFinite(values: NumberArray): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value - value !== 0) return false;
  }
  return true;
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
