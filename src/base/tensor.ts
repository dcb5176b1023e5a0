/** What one tensor of a model is called and looks like. */
export interface TensorSpec {
  readonly name: string;
  /** `float32`, `int64`, `string` … */
  readonly type: string;
  /** Numbers, names of symbolic sides, or `null` where the model says nothing; the batch first. */
  readonly shape: readonly (number | string | null)[];
}

/** Numbers of a tensor; 16-bit floats are kept as the bits of a `Uint16Array`. */
export type NumberData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Values of a tensor as a runtime takes and gives them. */
export type TensorData = NumberData | readonly string[];

/** Values with a shape, row-major, the batch first. */
export interface Tensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: TensorData;
}
