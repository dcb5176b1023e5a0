/** What one tensor of a model is called and looks like. */
export interface TensorSpec {
  readonly name: string;
  /** `float32`, `int64`, `string` … */
  readonly type: string;
  /** Numbers, names of symbolic dimensions, or `null` where the model says nothing. */
  readonly shape: readonly (number | string | null)[];
}

/** Values of a tensor as a runtime takes and gives them. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | readonly string[];

/** Values with a shape, row-major. 16-bit floats are kept as the bits of a `Uint16Array`. */
export interface Tensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** A model that can be run, whatever runtime is behind it. Runs may be started before earlier ones have ended. */
export interface Model {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Runs one batch. @param feeds a tensor for every input, by name @returns every output, by name */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  /** Lets go of the runtime's memory. To be called when every run has ended. */
  close(): Promise<void>;
}
